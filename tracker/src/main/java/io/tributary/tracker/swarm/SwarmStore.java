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
