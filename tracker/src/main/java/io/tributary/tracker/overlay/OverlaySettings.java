package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

/**
 * Everything about the overlay that is not a link. Immutable. Durations in nanoseconds unless named otherwise.
 *
 * @param listenPort          own TSUP port, told to neighbours.
 * @param address             own address, only for the order of version 1 elections; may be 0.0.0.0.
 * @param helloNs             time between signs of life (paper III.A, 10 s).
 * @param updateNs            time between periodic updates (paper III.A, 30 s).
 * @param disconnectNs        silence that ends a connection (4 x hello).
 * @param reconnectNs         time between attempts after the first {@code retries}.
 * @param retries             attempts at the hello interval before that.
 * @param mandateNs           time between elections, drawn from 20 % below to 20 % above.
 * @param coalesceNs          how long urgent news waits for company.
 * @param digestNs            time in which each shared swarm is compared once with each neighbour; 0 never.
 * @param questionNs          how long a new swarm's first answers may wait for the neighbours; 0 never.
 * @param youngSec            how long a swarm counts as young, seconds.
 * @param triggeredPerSecond  most triggered flushes to one neighbour in a second.
 * @param urgentSwarmPeers    new peers are urgent news in swarms of at most so many.
 * @param datagramMaxIpv4     largest UDP payload sent over IPv4.
 * @param datagramMaxIpv6     largest UDP payload sent over IPv6.
 * @param swarmsMax           most swarms known to the overlay.
 * @param recordsMax          most records of remote peers.
 * @param changesMax          facts kept for neighbours that lag, a power of two.
 * @param linksMax            most links.
 * @param border              whether this is a border tracker.
 * @param isElecting          whether leaders are elected.
 * @param separatesScopes     whether private and loopback peers form swarms of their own, as in the request path.
 * @param lifeSec             full life of an own peer's record, seconds: interval times life factor.
 */
public record OverlaySettings(
    int listenPort,
    Endpoint address,
    long helloNs,
    long updateNs,
    long disconnectNs,
    long reconnectNs,
    int retries,
    long mandateNs,
    long coalesceNs,
    long digestNs,
    long questionNs,
    int youngSec,
    int triggeredPerSecond,
    int urgentSwarmPeers,
    int datagramMaxIpv4,
    int datagramMaxIpv6,
    int swarmsMax,
    int recordsMax,
    int changesMax,
    int linksMax,
    Border border,
    boolean isElecting,
    boolean separatesScopes,
    int lifeSec)
{
    /**
     * Whether a tracker unifies swarms that it has no clients of (paper III.C): {@code AUTO} does with links of both
     * kinds.
     */
    public enum Border
    {
        AUTO, YES, NO
    }
}
