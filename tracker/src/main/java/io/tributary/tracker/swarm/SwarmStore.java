package io.tributary.tracker.swarm;

import org.agrona.DirectBuffer;

/**
 * Peers by swarm. Single-threaded: all calls come from the thread that owns the store. No call blocks, and none
 * allocates in the steady state.
 */
public interface SwarmStore extends AutoCloseable
{
    /**
     * Choose peers for the announcer, then store, refresh or remove it. Its own endpoint is never among the chosen;
     * a seeder is given leechers only; a stopped peer is given none. Repeating an announce changes nothing.
     *
     * @param announce request in, result out.
     */
    void announce(SwarmAnnounce announce);

    /**
     * Take over records from other trackers: they never change an own peer, never displace one, and live no longer
     * than they say. One look-up for the whole batch; its order matters only to a peer that is in it twice.
     *
     * @param batch records in, an outcome of each out.
     */
    void merge(RemotePeers batch);

    /**
     * A random sample of the peers of a swarm; all of them when they fit and the swarm is not one of thousands.
     *
     * @param infoHashBuffer holds the info-hash.
     * @param infoHashOffset of its 20 bytes.
     * @param namespace      {@link SwarmNamespace}.
     * @param nowSec         wall clock, seconds since the epoch.
     * @param originMask     bit {@code 1 << origin} for each origin wanted.
     * @param isSeedersFirst whether leechers are left out as long as there are seeders.
     * @param countMax       most peers to hand over.
     * @param random         64 random bits.
     * @param sink           receives each peer once.
     * @return how many were handed over, 0 when the swarm is unknown.
     */
    int peers(
        DirectBuffer infoHashBuffer,
        int infoHashOffset,
        int namespace,
        int nowSec,
        int originMask,
        boolean isSeedersFirst,
        int countMax,
        long random,
        PeerSink sink);

    /**
     * Whether a swarm has peers that announce to this tracker; they count until they are swept.
     *
     * @param infoHashBuffer holds the info-hash.
     * @param infoHashOffset of its 20 bytes.
     * @param namespace      {@link SwarmNamespace}.
     * @return false also when the swarm is unknown.
     */
    boolean hasOwnPeers(DirectBuffer infoHashBuffer, int infoHashOffset, int namespace);

    /**
     * Walk over the swarms that have own peers, in slices. Swarms that come or go meanwhile may be missed; no swarm
     * that stays is.
     *
     * @param from   0 to begin, then what the last call returned.
     * @param budget parts of the store to visit, each of a few thousand swarms at most.
     * @param sink   receives each swarm once.
     * @return where to go on, 0 when the walk is over.
     */
    int walk(int from, int budget, SwarmSink sink);

    /**
     * Have a listener told of own peers that come, renew and go by {@link #announce}.
     *
     * @param listener the only one, or null.
     */
    void listener(SwarmListener listener);

    /**
     * Read the counts of a swarm without changing it.
     *
     * @param infoHashBuffer holds the info-hash.
     * @param infoHashOffset of its 20 bytes.
     * @param namespace      {@link SwarmNamespace}.
     * @param counts         result; zeros when the swarm is unknown.
     */
    void scrape(DirectBuffer infoHashBuffer, int infoHashOffset, int namespace, SwarmCounts counts);

    /**
     * One bounded slice of housekeeping: expire peers, give back memory, forget empty swarms.
     *
     * @param nowSec wall clock, seconds since the epoch.
     * @return amount of work done, 0 when nothing was due.
     */
    int sweep(int nowSec);

    /**
     * Present totals.
     *
     * @return a view owned by the store, current after each call.
     */
    StoreTotals totals();

    @Override
    void close();
}
