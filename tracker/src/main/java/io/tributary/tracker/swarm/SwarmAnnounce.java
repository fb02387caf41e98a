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
    /** No neighbour has been asked, or all have answered. */
    public static final int NO_QUESTION = -1;

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
    /** Result: this announce created the swarm. */
    public boolean isNewSwarm;
    /**
     * Result: the peer was stored before as an own client. An own client that was known from another tracker until now
     * is {@link AnnounceOutcome#REFRESHED} all the same: the swarm has no peer more.
     */
    public boolean wasOwn;
    /** Result: the peer was stored before, by whomever, as a seeder. */
    public boolean wasSeeder;
    /** Result: end of the peer's life before and after, seconds since the epoch; 0 where there is no record. */
    public int previousEndSec;
    public int endSec;
    /** Result of the {@link SwarmListener}: neighbours have been asked for peers of this swarm. */
    public int question = NO_QUESTION;
    /** Result of the {@link SwarmListener}: the swarm is young, or has just grown by unification. */
    public boolean isYoung;
}
