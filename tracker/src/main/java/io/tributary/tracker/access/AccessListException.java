package io.tributary.tracker.access;

/**
 * Lists that cannot be used as they are written. The message is made for the operator: one line an error, ten at most,
 * then how many more there are.
 */
public final class AccessListException extends Exception
{
    private static final long serialVersionUID = 1L;

    public AccessListException(final String message)
    {
        super(message);
    }
}
