package io.tributary.tracker;

import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.access.RateLimiter;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.configuration.Tsup;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.request.ConnectionIds;
import io.tributary.tracker.request.RequestSettings;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.Endpoint;

import java.util.concurrent.TimeUnit;

/**
 * Everything of the configuration that the loop may be given while it runs, built off the loop's thread.
 *
 * @param request       of the request path.
 * @param connectionIds with the lives configured.
 * @param rateLimiter   with empty tables.
 * @param limits        of the store.
 * @param receiveBudget datagrams of one socket in one cycle.
 */
public record LoopSettings(
    RequestSettings request,
    ConnectionIds connectionIds,
    RateLimiter rateLimiter,
    SwarmLimits limits,
    int receiveBudget)
{
    /**
     * Build them.
     *
     * @param configuration  checked.
     * @param connectionHash under the key of connection ids.
     * @param limiterHash    under a key of its own.
     * @return settings with rate tables that are empty.
     */
    public static LoopSettings of(
        final TrackerConfiguration configuration, final SipHash connectionHash, final SipHash limiterHash)
    {
        return new LoopSettings(
            request(configuration.announce(), configuration.tsup()),
            new ConnectionIds(
                connectionHash, configuration.connection().lifeSec(), configuration.connection().softLifeSec()),
            rateLimiter(configuration.limits(), limiterHash),
            limits(configuration),
            configuration.network().receiveBudget());
    }

    static SwarmLimits limits(final TrackerConfiguration configuration)
    {
        final TrackerConfiguration.Store store = configuration.store();
        return new SwarmLimits(
            store.swarmsMax(),
            store.peersMax(),
            store.bytesMax(),
            store.peersPerSwarmMax(),
            configuration.announce().smallSwarmPeers(),
            store.reservePercent(),
            (int)Math.round(configuration.announce().lifeFactor() * 100),
            store.keepTotalsSec(),
            store.sweepSec(),
            configuration.tsup().remotePeersPercent());
    }

    private static RequestSettings request(final TrackerConfiguration.Announce announce, final Tsup tsup)
    {
        return new RequestSettings(
            announce.intervalSec(),
            announce.intervalSmallSec(),
            announce.intervalJitterPercent(),
            announce.numWantDefault(),
            Math.min(announce.numWantMaxIpv4(), endpointsMax(announce.replyMaxIpv4Bytes(), false)),
            Math.min(announce.numWantMaxIpv6(), endpointsMax(announce.replyMaxIpv6Bytes(), true)),
            announce.honourIpFromPrivate(),
            TrackerConfiguration.PrivateAddresses.SEPARATE == announce.privateAddresses(),
            announce.intervalYoungSec(),
            announce.youngAnswersPerSecond(),
            TimeUnit.MILLISECONDS.toNanos(tsup.holdAnswersMs()),
            tsup.heldAnswersMax());
    }

    private static int endpointsMax(final int replyBytes, final boolean isIpv6)
    {
        return (replyBytes - AnnounceResponseFlyweight.LENGTH_MIN) / Endpoint.length(isIpv6);
    }

    private static RateLimiter rateLimiter(final TrackerConfiguration.Limits limits, final SipHash limiterHash)
    {
        return limits.isEnabled() ?
            new RateLimiter(
                limits.tableEntries(),
                new RateLimit(limits.perHostRate(), limits.perHostBurst()),
                new RateLimit(limits.perNetworkRate(), limits.perNetworkBurst()),
                limiterHash) :
            new RateLimiter(1, RateLimit.OFF, RateLimit.OFF, limiterHash);
    }
}
