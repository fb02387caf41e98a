package io.tributary.bench.replay;

import io.tributary.codec.Endpoint;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What to do to which trackers.
 *
 * @param trackers   one, or one of each address family.
 * @param sources    where to send from, one for each tracker.
 * @param asked      the captured tracker whose requests count; null for all in the capture.
 * @param speed      how many times faster than captured; {@link #SPEED_MAX} for as fast as the tracker answers.
 * @param passes     times that the trace is gone through.
 * @param socketsMax sockets for each tracker.
 * @param timeoutNs  after which a request counts as lost.
 */
record LiveOptions(
    List<InetSocketAddress> trackers,
    List<SourcePrefix> sources,
    Endpoint asked,
    double speed,
    int passes,
    int socketsMax,
    long timeoutNs)
{
    static final double SPEED_MAX = 0;

    boolean isPaced()
    {
        return SPEED_MAX != speed;
    }
}
