package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.UnsafeApi;

import java.util.HashMap;
import java.util.Map;

/**
 * One swarm without a store around it: a head, a slab, a table over both.
 */
final class TableFixture implements AutoCloseable
{
    static final int OWNER = 0x1234;
    static final int NOW_SEC = 1_700_000_000;
    static final int META = PeerMeta.of(false, false, 0, PeerMeta.expiryUnit(NOW_SEC, 3600));

    final SipHash peerHash = new SipHash(1, 2);
    final long headAddress = UnsafeApi.allocateMemory(PeerTable.HEAD_BYTES);
    final StoreTotals totals = new StoreTotals();
    final PeerDirectory directory;
    final BlockSlab slab;
    final PeerTable table;
    final PeerCounts counts = new PeerCounts();
    final Endpoint peer = new Endpoint();
    final boolean isIpv6;
    private final int bytes;

    TableFixture(final int bytes, final boolean isIpv6)
    {
        this.bytes = bytes;
        this.isIpv6 = isIpv6;
        this.slab = new BlockSlab(SlabMemory.anonymous(bytes), bytes);
        this.table = new PeerTable(slab, peerHash, totals);
        this.directory = new PeerDirectory(slab, peerHash);
        UnsafeApi.setMemory(headAddress, PeerTable.HEAD_BYTES, (byte)0);
        UnsafeApi.setMemory(slab.address(0), bytes, (byte)0);
    }

    PeerTable open()
    {
        return table.open(headAddress, isIpv6, OWNER, NOW_SEC);
    }

    PeerDirectory openDirectory()
    {
        return directory.open(root(), isIpv6, OWNER);
    }

    int root()
    {
        return (UnsafeApi.getInt(headAddress) >>> 1) & ~PeerDirectory.NODE_FLAG;
    }

    boolean add(final Endpoint endpoint)
    {
        return !open().find(endpoint) && table.insert(endpoint, META);
    }

    boolean remove(final Endpoint endpoint)
    {
        if (open().find(endpoint))
        {
            table.remove();
            return true;
        }
        return false;
    }

    void sweepToTheEnd()
    {
        for (int round = 0; round < 4; round++)
        {
            long at = 0;
            do
            {
                at = open().sweep(at, 32);
            }
            while (0 != at);
        }
    }

    /** What a kill leaves on disk. */
    byte[] image()
    {
        final byte[] image = new byte[PeerTable.HEAD_BYTES + bytes];
        for (int i = 0; i < image.length; i++)
        {
            image[i] = UnsafeApi.getByte(addressOf(i));
        }
        return image;
    }

    void restore(final byte[] image)
    {
        for (int i = 0; i < image.length; i++)
        {
            UnsafeApi.putByte(addressOf(i), image[i]);
        }
    }

    private long addressOf(final int index)
    {
        return index < PeerTable.HEAD_BYTES ? headAddress + index : slab.address(0) + index - PeerTable.HEAD_BYTES;
    }

    PeerCounts rebuild()
    {
        totals.addPeers(isIpv6, -(int)totals.peers(isIpv6), -(int)totals.seeders(isIpv6));
        slab.beginRebuild();
        open().rebuild(counts, false);
        slab.endRebuild();
        return counts;
    }

    int entry(final int node, final int index)
    {
        return UnsafeApi.getInt(slab.address(node) + 4L * index);
    }

    void entry(final int node, final int index, final int value)
    {
        UnsafeApi.putInt(slab.address(node) + 4L * index, value);
    }

    PeerBlock leaf(final int reference)
    {
        return directory.wrapLeaf(new PeerBlock(), reference);
    }

    /** How often each peer is anywhere in the directory. */
    Map<String, Integer> census()
    {
        final Map<String, Integer> census = new HashMap<>();
        long at = 0;
        do
        {
            final PeerBlock leaf = leaf(openDirectory().locate(at));
            for (int i = 0; i < leaf.used(); i++)
            {
                leaf.endpoint(i, peer);
                census.merge(peer.toString(), 1, Integer::sum);
            }
            at = directory.nextPosition(at);
        }
        while (0 != at);
        return census;
    }

    @Override
    public void close()
    {
        slab.close();
        UnsafeApi.freeMemory(headAddress);
    }
}
