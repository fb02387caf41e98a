package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

/**
 * Records of one swarm that other trackers have sent, and after {@link SwarmStore#merge} what came of each.
 *
 * <p>A carrier like {@link SwarmAnnounce}: every field of the request part is set each time, records are added after
 * {@link #clear()}. Owned by the store's thread; allocates nothing after construction.
 */
public final class RemotePeers
{
    /** Most records of one batch. */
    public static final int COUNT_MAX = 256;

    /** Request: where the 20 bytes of the info-hash are. */
    public DirectBuffer infoHashBuffer;
    public int infoHashOffset;
    /** Request: {@link SwarmNamespace}. */
    public int namespace;
    /** Request: wall clock, seconds since the epoch. */
    public int nowSec;
    /** Request: whether an unknown swarm is created. */
    public boolean mayCreate;
    /** Request: most peers of other trackers in this swarm, whoever sent them. */
    public int peersPerSwarmMax;

    /** Result: this batch created the swarm. */
    public boolean isNewSwarm;
    /** Result: of the swarm after the batch. */
    public int leechers;
    public int seeders;
    public int ownPeers;

    private final Endpoint[] peers = new Endpoint[COUNT_MAX];
    private final int[] endsSec = new int[COUNT_MAX];
    private final byte[] origins = new byte[COUNT_MAX];
    private final boolean[] areSeeders = new boolean[COUNT_MAX];
    private final int[] ownEndsSec = new int[COUNT_MAX];
    private final MergeOutcome[] outcomes = new MergeOutcome[COUNT_MAX];
    private int count;

    /** An empty batch. */
    public RemotePeers()
    {
        for (int i = 0; i < COUNT_MAX; i++)
        {
            peers[i] = new Endpoint();
        }
    }

    public RemotePeers clear()
    {
        count = 0;
        return this;
    }

    public int count()
    {
        return count;
    }

    public boolean isFull()
    {
        return COUNT_MAX == count;
    }

    /**
     * Add a living peer; the batch is not full.
     *
     * @param peer     copied.
     * @param isSeeder its state.
     * @param origin   {@link PeerMeta#ORIGIN_INTERNAL} or {@link PeerMeta#ORIGIN_EXTERNAL}.
     * @param endSec   end of its life, seconds since the epoch; a life that is over removes the peer.
     */
    public void add(final Endpoint peer, final boolean isSeeder, final int origin, final int endSec)
    {
        assert PeerMeta.ORIGIN_INTERNAL == origin || PeerMeta.ORIGIN_EXTERNAL == origin;
        peers[count].set(peer);
        areSeeders[count] = isSeeder;
        origins[count] = (byte)origin;
        endsSec[count] = endSec;
        count++;
    }

    /**
     * Add a peer that is gone; the batch is not full.
     *
     * @param peer copied.
     */
    public void addGone(final Endpoint peer)
    {
        add(peer, false, PeerMeta.ORIGIN_EXTERNAL, 0);
    }

    public Endpoint peer(final int index)
    {
        return peers[index];
    }

    public boolean isSeeder(final int index)
    {
        return areSeeders[index];
    }

    public int origin(final int index)
    {
        return origins[index];
    }

    /** End of life as given; 0 for a peer that is gone. */
    public int endSec(final int index)
    {
        return endsSec[index];
    }

    /** Result, of one record. */
    public MergeOutcome outcome(final int index)
    {
        return outcomes[index];
    }

    /** Result, of one record whose outcome is {@link MergeOutcome#OWN}: end of the own client's life. */
    public int ownEndSec(final int index)
    {
        return ownEndsSec[index];
    }

    void outcome(final int index, final MergeOutcome outcome)
    {
        outcomes[index] = outcome;
    }

    void own(final int index, final int endSec)
    {
        ownEndsSec[index] = endSec;
    }
}
