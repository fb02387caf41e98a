package io.tributary.tracker;

import org.agrona.ErrorHandler;
import org.slf4j.Logger;

import java.util.HashSet;
import java.util.Set;

/**
 * Logs each kind of unexpected exception once, with its stack; the counters say how often it came. Used by one thread.
 */
final class FirstOccurrenceLog implements ErrorHandler
{
    private static final int KINDS_MAX = 64;

    private final Logger logger;
    private final Set<String> seen = new HashSet<>();

    FirstOccurrenceLog(final Logger logger)
    {
        this.logger = logger;
    }

    @Override
    public void onError(final Throwable throwable)
    {
        final StackTraceElement[] stack = throwable.getStackTrace();
        final String kind = throwable.getClass().getName() + (stack.length > 0 ? stack[0] : "");
        if (seen.size() < KINDS_MAX && seen.add(kind))
        {
            logger.error("unexpected, logged once", throwable);
        }
    }
}
