package io.tributary.tracker.command;

import io.tributary.tracker.configuration.TrackerConfiguration;

import java.util.concurrent.Callable;

/**
 * Runs the tracker until it is told to stop: the seam between the command line and the tracker.
 */
@FunctionalInterface
public interface TrackerLaunch
{
    /**
     * Serve.
     *
     * @param configuration to start with.
     * @param reload        reads the same sources again.
     * @return exit code.
     * @throws Exception if it cannot start; the message is shown to the operator.
     */
    int serve(TrackerConfiguration configuration, Callable<TrackerConfiguration> reload) throws Exception;
}
