package io.tributary.tracker.swarm;

/**
 * The budget of bytes cannot hold what the budget of swarms asks for. The message names both settings and what is
 * needed; nothing on disk was changed.
 */
public final class StoreBudgetException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    StoreBudgetException(final String message)
    {
        super(message);
    }
}
