package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One announce, as the store sees it: what is asked, and after {@link SwarmStore#announce} what came of it.
 *
 * <p>A plain carrier with open fields, because a method of fifteen primitives is worse. Owned by the request path's
 * thread and re-used for every announce; every field of the request part is set each time.
 */
public final class SwarmAnnounce
{
    /** Request: where the 20 bytes of the info-hash are. */
    public DirectBuffer infoHashBuffer;
    public int infoHashOffset;
    /** Request: {@link SwarmNamespace}; its family equals the peer's. */
    public int namespace;
    /** Request: the announcing peer as others shall reach it. */
    public final Endpoint peer = new Endpoint();
    public boolean isSeeder;
    public boolean isStopped;
    public boolean isCompleted;
    /** Request: most endpoints to write, 0 or more. */
    public int numWant;
    /** Request: what to tell the peer, seconds, depending on the swarm's size. */
    public int intervalSmallSec;
    public int intervalLargeSec;
    /** Request: wall clock, seconds since the epoch. */
    public int nowSec;
    /** Request: where to write compact endpoints; two bytes behind the last one may be overwritten. */
    public MutableDirectBuffer reply;
    public int endpointsOffset;

    /** Result. */
    public AnnounceOutcome outcome;
    public int endpointCount;
    public int intervalSec;
    /** Result: of the swarm after the announce, the peer itself included. */
    public int leechers;
    public int seeders;
}
