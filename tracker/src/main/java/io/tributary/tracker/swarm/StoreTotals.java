package io.tributary.tracker.swarm;

/**
 * What the store holds, counted as it changes. Written by the store's thread; read on the same thread.
 */
public final class StoreTotals
{
    private final long[] peers = new long[2];
    private final long[] seeders = new long[2];
    private final long[] swarms = new long[2];
    private long internalPeers;
    private long externalPeers;
    private long transitSwarms;
    long expired;
    long removedSwarms;
    long repaired;
    long bytesUsed;
    long bytesMax;
    long pagesUsed;

    void addPeers(final boolean isIpv6, final int peersDelta, final int seedersDelta)
    {
        final int family = isIpv6 ? 1 : 0;
        peers[family] += peersDelta;
        seeders[family] += seedersDelta;
    }

    /** Carry a change of one swarm, and what it has after it, into the totals by origin. */
    void addRemote(final int peers, final int peersDelta, final long remote, final long remoteDelta)
    {
        internalPeers += RemoteCount.internal(remoteDelta);
        externalPeers += RemoteCount.external(remoteDelta);
        transitSwarms += RemoteCount.isTransit(peers, remote) ? 1 : 0;
        transitSwarms -= RemoteCount.isTransit(peers - peersDelta, remote - remoteDelta) ? 1 : 0;
    }

    void addSwarms(final boolean isIpv6, final int delta)
    {
        swarms[isIpv6 ? 1 : 0] += delta;
    }

    /** Entries in the map of heads: info-hashes times families and scopes, empty swarms included until swept. */
    public long swarms()
    {
        return swarms[0] + swarms[1];
    }

    public long swarms(final boolean isIpv6)
    {
        return swarms[isIpv6 ? 1 : 0];
    }

    public long peers()
    {
        return peers[0] + peers[1];
    }

    public long peers(final boolean isIpv6)
    {
        return peers[isIpv6 ? 1 : 0];
    }

    public long seeders(final boolean isIpv6)
    {
        return seeders[isIpv6 ? 1 : 0];
    }

    /** Peers that announce to this tracker. */
    public long ownPeers()
    {
        return peers() - remotePeers();
    }

    /** Peers known from other trackers only. */
    public long remotePeers()
    {
        return internalPeers + externalPeers;
    }

    /** Peers known from trackers of the internal network. */
    public long internalPeers()
    {
        return internalPeers;
    }

    /** Peers known from trackers of external networks. */
    public long externalPeers()
    {
        return externalPeers;
    }

    /** Swarms with peers of other trackers only. */
    public long transitSwarms()
    {
        return transitSwarms;
    }

    /** Peers whose life ended, since the store was opened. */
    public long expired()
    {
        return expired;
    }

    /** Empty swarms forgotten, since the store was opened. */
    public long removedSwarms()
    {
        return removedSwarms;
    }

    /** Damaged heads and blocks emptied, since the store was opened. */
    public long repaired()
    {
        return repaired;
    }

    /** Bytes of heads and blocks in use. */
    public long bytesUsed()
    {
        return bytesUsed;
    }

    /** Pages of the slab in use, 4,096 bytes each. */
    public long pagesUsed()
    {
        return pagesUsed;
    }

    /** Budget of bytes for heads and blocks. */
    public long bytesMax()
    {
        return bytesMax;
    }
}
