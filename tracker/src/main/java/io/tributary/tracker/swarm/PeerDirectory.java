package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * The blocks of one large swarm: extendible hashing over a fixed fan-out.
 *
 * <p>A node is a page of 1,024 entries indexed by the next ten bits of a peer's keyed hash. An entry refers to a leaf
 * (a block of 2,048 bytes) or, flagged, to a node below. A leaf of depth d fills a run of 1,024 >> d entries; when
 * it is full it is split in two, alone, and half of its run is redirected: bounded work however large the swarm. A leaf
 * that fills a single entry gets a node of its own. Merging undoes each step.
 *
 * <p>A position is 64 bits of hash; walking leaf by leaf from any position visits the whole swarm. Holds the place last
 * located; single-threaded, allocates nothing.
 */
final class PeerDirectory
{
    static final int LEAF_CLASS = 4;
    static final int LEAF_BYTES = BlockSlab.PAGE_BYTES / 2;
    static final int NODE_FLAG = 1 << 30;

    private static final int FAN_OUT_BITS = 10;
    private static final int FAN_OUT = 1 << FAN_OUT_BITS;
    private static final int LEVELS_MAX = 3;

    private final BlockSlab slab;
    private final SipHash peerHash;
    private final PeerBlock leaf = new PeerBlock();
    private final PeerBlock sibling = new PeerBlock();
    private final Endpoint scratch = new Endpoint();
    private final IntArrayList claimed = new IntArrayList();
    private boolean isIpv6;
    private int owner;
    private int root;

    private int node;
    private int nodeLevel;
    private int parentNode;
    private int parentIndex;
    private int entryIndex;
    private int leafReference;

    PeerDirectory(final BlockSlab slab, final SipHash peerHash)
    {
        this.slab = slab;
        this.peerHash = peerHash;
    }

    PeerDirectory open(final int root, final boolean isIpv6, final int owner)
    {
        this.root = root;
        this.isIpv6 = isIpv6;
        this.owner = owner;
        return this;
    }

    long position(final Endpoint peer)
    {
        return peerHash.hash(peer.addressHigh(), peer.addressLow(), peer.port());
    }

    /** A node whose entries all refer to one leaf, or {@link BlockSlab#NONE} when the slab is full. */
    int createNode(final int onlyLeaf)
    {
        final int reference = slab.allocate(BlockSlab.CLASS_PAGE);
        if (BlockSlab.NONE != reference)
        {
            fill(reference, 0, FAN_OUT, onlyLeaf);
        }
        return reference;
    }

    /** Find the leaf of a position. */
    int locate(final long position)
    {
        node = root;
        nodeLevel = 0;
        parentNode = BlockSlab.NONE;
        int shift = Long.SIZE - FAN_OUT_BITS;
        entryIndex = (int)(position >>> shift) & (FAN_OUT - 1);
        int entry = entry(node, entryIndex);
        while (0 != (entry & NODE_FLAG) && nodeLevel < LEVELS_MAX - 1)
        {
            parentNode = node;
            parentIndex = entryIndex;
            node = entry & ~NODE_FLAG;
            nodeLevel++;
            shift -= FAN_OUT_BITS;
            entryIndex = (int)(position >>> shift) & (FAN_OUT - 1);
            entry = entry(node, entryIndex);
        }
        leafReference = entry;
        return leafReference;
    }

    PeerBlock wrapLeaf(final PeerBlock block, final int reference)
    {
        return block.wrap(slab.address(reference), LEAF_BYTES, isIpv6, true);
    }

    /** The first position behind the leaf last located; wraps to 0 behind the last one. */
    long nextPosition(final long position)
    {
        final int bits = nodeLevel * FAN_OUT_BITS + wrapLeaf(leaf, leafReference).depth();
        if (0 == bits)
        {
            return 0;
        }
        final long size = 1L << (Long.SIZE - bits);
        return (position & -size) + size;
    }

    /**
     * Split the leaf last located.
     *
     * @return false when the slab is full or the hash is used up.
     */
    boolean split()
    {
        if (FAN_OUT_BITS == wrapLeaf(leaf, leafReference).depth() && !descend())
        {
            return false;
        }
        final int upperReference = slab.allocate(LEAF_CLASS);
        if (BlockSlab.NONE == upperReference)
        {
            return false;
        }

        final int depth = leaf.depth() + 1;
        wrapLeaf(sibling, upperReference).format(LEAF_CLASS, owner).depth(depth);
        for (int i = 0, used = leaf.used(); i < used; i++)
        {
            if (isUpper(leaf, i, depth))
            {
                sibling.insert(leaf, i);
            }
        }
        final int run = FAN_OUT >> depth;
        final int upperStart = (entryIndex & -(run << 1)) + run;
        fillDescending(node, upperStart, upperStart + run, upperReference);
        leaf.depth(depth);
        for (int i = leaf.used() - 1; i >= 0; i--)
        {
            if (isUpper(leaf, i, depth))
            {
                leaf.remove(i);
            }
        }
        return true;
    }

    /**
     * Take back one level of splitting where the leaf last located and its sibling are half empty together.
     *
     * @return whether anything changed; then the place must be located again.
     */
    boolean merge()
    {
        final int depth = wrapLeaf(leaf, leafReference).depth();
        if (0 == depth)
        {
            return ascend();
        }
        final int run = FAN_OUT >> depth;
        final int lowerStart = entryIndex & -(run << 1);
        final int lower = entry(node, lowerStart);
        final int upper = entry(node, lowerStart + run);
        if (0 != ((lower | upper) & NODE_FLAG))
        {
            return false;
        }
        wrapLeaf(leaf, lower);
        wrapLeaf(sibling, upper);
        if (sibling.depth() != depth || leaf.depth() != depth ||
            leaf.used() + sibling.used() > leaf.capacity() >> 1)
        {
            return false;
        }
        for (int i = 0, used = sibling.used(); i < used; i++)
        {
            leaf.insert(sibling, i);
        }
        fill(node, lowerStart + run, lowerStart + (run << 1), lower);
        leaf.depth(depth - 1);
        slab.free(upper, LEAF_CLASS);
        return true;
    }

    /** The only leaf, when the whole directory has shrunk to one; else {@link BlockSlab#NONE}. */
    int onlyLeaf()
    {
        final int reference = locate(0);
        return 0 == nodeLevel && 0 == wrapLeaf(leaf, reference).depth() ? reference : BlockSlab.NONE;
    }

    /**
     * Claim all nodes and leaves from the slab after a restart, and repair what a kill in the middle of a split or a
     * merge has left: the finished half is kept.
     *
     * @param counts receives peers and leechers found.
     * @return false when an entry is damaged; then nothing is claimed.
     */
    boolean claim(final PeerCounts counts)
    {
        claimed.clear();
        final boolean isWhole = claimNode(root, 0, 0, counts);
        for (int i = 0; i < claimed.size() && !isWhole; i++)
        {
            final int reference = claimed.getInt(i);
            slab.unclaim(
                reference & ~NODE_FLAG, 0 != (reference & NODE_FLAG) ? BlockSlab.CLASS_PAGE : LEAF_CLASS);
        }
        return isWhole;
    }

    private boolean claimNode(final int reference, final int level, final long prefix, final PeerCounts counts)
    {
        if (level >= LEVELS_MAX || !slab.claim(reference, BlockSlab.CLASS_PAGE))
        {
            return false;
        }
        claimed.addInt(reference | NODE_FLAG);
        for (int i = 0; i < FAN_OUT;)
        {
            final int entry = entry(reference, i);
            if (0 != (entry & NODE_FLAG))
            {
                if (!claimNode(entry & ~NODE_FLAG, level + 1, (prefix << FAN_OUT_BITS) + i, counts))
                {
                    return false;
                }
                i++;
            }
            else
            {
                final int run = claimLeaf(reference, i, entry, counts);
                if (run < 0)
                {
                    return false;
                }
                final int depth = leaf.depth();
                removeStrays((prefix << depth) + i / run, level * FAN_OUT_BITS + depth, counts);
                i += run;
            }
        }
        return true;
    }

    /** Claim the leaf whose run begins here, and return the length of the run, or -1. */
    private int claimLeaf(final int reference, final int start, final int entry, final PeerCounts counts)
    {
        if (!slab.isInside(entry) || !wrapLeaf(leaf, entry).isValid(LEAF_CLASS, owner) ||
            leaf.depth() < 0 || leaf.depth() > FAN_OUT_BITS || !slab.claim(entry, LEAF_CLASS))
        {
            return -1;
        }
        claimed.addInt(entry);
        if (FAN_OUT_BITS == leaf.depth() && 0 == start && entry == entry(reference, FAN_OUT - 1))
        {
            leaf.depth(0);
            counts.repaired++;
        }
        if (0 != (start & ((FAN_OUT >> leaf.depth()) - 1)))
        {
            return -1;
        }
        final int run = repairRun(reference, start, entry, counts);
        for (int i = start; i < start + run; i++)
        {
            if (entry(reference, i) != entry)
            {
                return -1;
            }
        }
        return run;
    }

    /** Remove from the leaf at hand what an unfinished split or merge has left there beside its copy elsewhere. */
    private void removeStrays(final long prefix, final int bits, final PeerCounts counts)
    {
        final int used = leaf.used();
        for (int i = used - 1; i >= 0 && bits > 0; i--)
        {
            leaf.endpoint(i, scratch);
            if (position(scratch) >>> (Long.SIZE - bits) != prefix)
            {
                leaf.remove(i);
            }
        }
        counts.repaired += leaf.used() < used ? 1 : 0;
        counts.peers += leaf.used();
        counts.leechers += leaf.leechers();
        counts.remote += leaf.remote();
    }

    /** Finish the split or the merge in the middle of which the process was killed; a run is then whole again. */
    private int repairRun(final int reference, final int start, final int entry, final PeerCounts counts)
    {
        int run = FAN_OUT >> leaf.depth();
        final int last = entry(reference, Math.min(start + run, FAN_OUT) - 1);
        if (last != entry && run > 1)
        {
            run >>= 1;
            leaf.depth(leaf.depth() + 1);
            fillDescending(reference, start + run, start + (run << 1), last);
            counts.repaired++;
        }
        while (0 == (start & run) && start + run < FAN_OUT && entry(reference, start + run) == entry)
        {
            final int siblingEntry = entry(reference, start + (run << 1) - 1);
            counts.repaired++;
            if (siblingEntry != entry)
            {
                fill(reference, start + run, start + (run << 1), siblingEntry);
                break;
            }
            run <<= 1;
            leaf.depth(leaf.depth() - 1);
        }
        return run;
    }

    /** Give the leaf last located, which fills one entry, a node of its own. */
    private boolean descend()
    {
        if (nodeLevel >= LEVELS_MAX - 1)
        {
            return false;
        }
        final int below = createNode(leafReference);
        if (BlockSlab.NONE == below)
        {
            return false;
        }
        entry(node, entryIndex, below | NODE_FLAG);
        leaf.depth(0);
        parentNode = node;
        parentIndex = entryIndex;
        node = below;
        nodeLevel++;
        entryIndex = 0;
        return true;
    }

    /** Undo {@link #descend}. */
    private boolean ascend()
    {
        if (BlockSlab.NONE == parentNode)
        {
            return false;
        }
        leaf.depth(FAN_OUT_BITS);
        entry(parentNode, parentIndex, leafReference);
        slab.free(node, BlockSlab.CLASS_PAGE);
        return true;
    }

    private boolean isUpper(final PeerBlock block, final int index, final int depth)
    {
        block.endpoint(index, scratch);
        final int bits = nodeLevel * FAN_OUT_BITS + depth;
        return 0 != ((position(scratch) >>> (Long.SIZE - bits)) & 1);
    }

    private int entry(final int reference, final int index)
    {
        return UnsafeApi.getInt(slab.address(reference) + ((long)index << 2));
    }

    private void entry(final int reference, final int index, final int value)
    {
        UnsafeApi.putInt(slab.address(reference) + ((long)index << 2), value);
    }

    private void fill(final int reference, final int from, final int to, final int value)
    {
        for (int i = from; i < to; i++)
        {
            entry(reference, i, value);
        }
    }

    private void fillDescending(final int reference, final int from, final int to, final int value)
    {
        for (int i = to - 1; i >= from; i--)
        {
            entry(reference, i, value);
        }
    }
}
