package io.tributary.tracker;

import io.tributary.tracker.configuration.TrackerConfiguration;

import java.util.concurrent.Callable;

/**
 * Launches the tracker.
 */
public final class Tracker
{
    private Tracker()
    {
    }

    public static int serve(
        final TrackerConfiguration configuration, final Callable<TrackerConfiguration> reload)
    {
        throw new UnsupportedOperationException("serve is not there yet");
    }
}
