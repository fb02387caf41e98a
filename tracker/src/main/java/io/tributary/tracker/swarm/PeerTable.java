package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.MutableDirectBuffer;

/**
 * The peers of one swarm, wherever they are: inside the swarm's head, in one block, or in a directory of blocks.
 *
 * <p>{@link #open} it on a head, {@link #find} a peer, then act on the place found. Single-threaded, allocates nothing.
 */
final class PeerTable
{
    static final int HEAD_BYTES = SwarmHead.LENGTH;

    private static final int DIRECTORY_FLAG = PeerDirectory.NODE_FLAG;
    private static final int SPLITS_MAX = 40;
    private static final int LEAVES_VISITED_MAX = 8;
    private static final int LEAVES_SAMPLED_MAX = 64;

    private final BlockSlab slab;
    private final PeerDirectory directory;
    private final SwarmHead head = new SwarmHead();
    private final PeerBlock block = new PeerBlock();
    private final PeerBlock other = new PeerBlock();
    private final StoreTotals totals;

    private long headAddress;
    private boolean isIpv6;
    private int owner;
    private int nowSec;
    private int nowUnit;
    private int blockReference;
    private long position;
    private int index;

    PeerTable(final BlockSlab slab, final SipHash peerHash, final StoreTotals totals)
    {
        this.slab = slab;
        this.directory = new PeerDirectory(slab, peerHash);
        this.totals = totals;
    }

    PeerTable open(final long headAddress, final boolean isIpv6, final int owner, final int nowSec)
    {
        this.headAddress = headAddress;
        this.isIpv6 = isIpv6;
        this.owner = owner;
        this.nowSec = nowSec;
        this.nowUnit = PeerMeta.unit(nowSec);
        head.wrap(headAddress, isIpv6);
        return this;
    }

    /** What does not depend on where the peers are. */
    SwarmHead head()
    {
        return head;
    }

    int peers()
    {
        return head.peers();
    }

    int leechers()
    {
        return head.leechers();
    }

    /** No peers, and no block to give back. */
    boolean isEmpty()
    {
        return head.isInline() && 0 == peers();
    }

    boolean isDirectory()
    {
        return !head.isInline() && 0 != (head.reference() & DIRECTORY_FLAG);
    }

    /**
     * Go to the block where a peer is or belongs, and expire that block when it is due.
     *
     * @return whether the peer is there.
     */
    boolean find(final Endpoint peer)
    {
        wrapBlock(peer);
        if (block.isAnyExpired(nowUnit))
        {
            expire(block);
        }
        index = block.find(peer);
        return PeerBlock.NOT_FOUND != index;
    }

    int meta()
    {
        return block.meta(index);
    }

    /** Replace the meta of the peer found. */
    void update(final int meta)
    {
        final int leechers = block.leechers();
        final long remote = RemoteCount.of(block.meta(index));
        block.update(index, meta);
        settle(0, block.leechers() - leechers, RemoteCount.of(meta) - remote);
    }

    /** Remove the peer found. */
    void remove()
    {
        final int leechers = block.leechers();
        final long remote = RemoteCount.of(block.meta(index));
        block.remove(index);
        settle(-1, block.leechers() - leechers, -remote);
    }

    /**
     * Add the peer that was looked for and not found.
     *
     * @return false when there is no memory for it.
     */
    boolean insert(final Endpoint peer, final int meta)
    {
        for (int i = 0; block.isFull(); i++)
        {
            if (i >= SPLITS_MAX || !grow(peer))
            {
                return false;
            }
        }
        block.insert(peer, meta);
        settle(1, PeerMeta.isSeeder(meta) ? 0 : 1, RemoteCount.of(meta));
        return true;
    }

    /**
     * Copy random peers into a reply, but not the one found.
     *
     * @return endpoints written.
     */
    int select(
        final boolean leechersOnly,
        final int want,
        final long random,
        final MutableDirectBuffer reply,
        final int replyOffset)
    {
        if (!isDirectory())
        {
            return block.select(leechersOnly, index, want, (int)random, reply, replyOffset);
        }

        final int self = blockReference;
        int first = BlockSlab.NONE;
        int copied = 0;
        long at = random;
        for (int i = 0; i < LEAVES_VISITED_MAX && copied < want; i++)
        {
            final int leaf = directory.locate(at);
            if (leaf == first)
            {
                break;
            }
            first = 0 == i ? leaf : first;
            if (directory.wrapLeaf(other, leaf).isAnyExpired(nowUnit))
            {
                expire(other);
            }
            copied += other.select(
                leechersOnly, leaf == self ? index : PeerBlock.NOT_FOUND, want - copied, (int)random,
                reply, replyOffset + copied * Endpoint.length(isIpv6));
            at = directory.nextPosition(at);
        }
        return copied;
    }

    /**
     * Lead a sampler through the blocks of this swarm, from a random one on, until it has enough or has seen a bounded
     * number of them.
     */
    void sample(final PeerSampler sampler, final long random)
    {
        if (!isDirectory())
        {
            wrapBlock(null);
            sampleBlock(sampler);
            return;
        }

        directory.open(head.reference() & ~DIRECTORY_FLAG, isIpv6, owner);
        final int first = directory.locate(random);
        int leaf = first;
        long at = random;
        for (int i = 0; i < LEAVES_SAMPLED_MAX && !sampler.isDone() && (0 == i || leaf != first); i++)
        {
            directory.wrapLeaf(block, leaf);
            sampleBlock(sampler);
            at = directory.nextPosition(at);
            leaf = directory.locate(at);
        }
    }

    private void sampleBlock(final PeerSampler sampler)
    {
        if (block.isAnyExpired(nowUnit))
        {
            expire(block);
        }
        sampler.visit(block);
    }

    /**
     * Expire, shrink and merge up to so many blocks.
     *
     * @param from position to go on from, 0 to begin.
     * @return position to go on from, 0 when the swarm is done.
     */
    long sweep(final long from, final int blocksMax)
    {
        if (!isDirectory())
        {
            wrapBlock(null);
            if (block.isAnyExpired(nowUnit))
            {
                expire(block);
            }
            shrink();
            return 0;
        }

        directory.open(head.reference() & ~DIRECTORY_FLAG, isIpv6, owner);
        long at = from;
        for (int i = 0; i < blocksMax; i++)
        {
            blockReference = directory.locate(at);
            directory.wrapLeaf(block, blockReference);
            if (block.isAnyExpired(nowUnit))
            {
                expire(block);
            }
            if (!directory.merge())
            {
                at = directory.nextPosition(at);
                if (0 == at)
                {
                    collapse();
                    return 0;
                }
            }
        }
        return 0 == at ? 1 : at;
    }

    /**
     * After a restart: check this swarm, claim its blocks and count its peers. What is damaged is emptied.
     */
    void rebuild(final PeerCounts counts, final boolean isEveryoneExpired)
    {
        counts.reset();
        if (head.isInline())
        {
            block.wrap(headAddress, HEAD_BYTES, isIpv6, false);
            final boolean isDamaged = block.used() > block.capacity() || block.leechers() > block.used();
            if (isDamaged || isEveryoneExpired && block.used() > 0)
            {
                counts.repaired = isDamaged ? 1 : 0;
                becomeEmpty();
            }
            counts.peers = block.used();
            counts.leechers = block.leechers();
            counts.remote = block.remote();
        }
        else if (isEveryoneExpired || !claim(counts))
        {
            counts.reset();
            counts.repaired = isEveryoneExpired ? 0 : 1;
            becomeEmpty();
        }
        else
        {
            head.counts(counts.peers, counts.leechers, counts.remote);
        }
        totals.addPeers(isIpv6, counts.peers, counts.peers - counts.leechers);
        totals.addRemote(counts.peers, counts.peers, counts.remote, counts.remote);
    }

    private boolean claim(final PeerCounts counts)
    {
        final int reference = head.reference();
        if (0 != (reference & DIRECTORY_FLAG))
        {
            return directory.open(reference & ~DIRECTORY_FLAG, isIpv6, owner).claim(counts);
        }
        if (!slab.isInside(reference))
        {
            return false;
        }
        block.wrap(slab.address(reference), BlockSlab.blockBytes(0), isIpv6, true);
        final int sizeClass = block.sizeClass();
        if (sizeClass < 0 || sizeClass > PeerDirectory.LEAF_CLASS)
        {
            return false;
        }
        block.wrap(slab.address(reference), BlockSlab.blockBytes(sizeClass), isIpv6, true);
        if (!block.isValid(sizeClass, owner) || 0 != block.depth() || !slab.claim(reference, sizeClass))
        {
            return false;
        }
        counts.peers = block.used();
        counts.leechers = block.leechers();
        counts.remote = block.remote();
        return true;
    }

    private void wrapBlock(final Endpoint peer)
    {
        if (head.isInline())
        {
            blockReference = BlockSlab.NONE;
            block.wrap(headAddress, HEAD_BYTES, isIpv6, false);
            return;
        }

        final int reference = head.reference();
        if (0 != (reference & DIRECTORY_FLAG))
        {
            directory.open(reference & ~DIRECTORY_FLAG, isIpv6, owner);
            position = directory.position(peer);
            blockReference = directory.locate(position);
            directory.wrapLeaf(block, blockReference);
            return;
        }

        blockReference = reference;
        final long address = slab.address(reference);
        block.wrap(address, BlockSlab.blockBytes(0), isIpv6, true);
        block.wrap(address, BlockSlab.blockBytes(block.sizeClass()), isIpv6, true);
    }

    private boolean grow(final Endpoint peer)
    {
        if (isDirectory())
        {
            if (!splitLeaf())
            {
                return false;
            }
        }
        else if (head.isInline())
        {
            if (!moveTo(0))
            {
                return false;
            }
        }
        else if (block.sizeClass() < PeerDirectory.LEAF_CLASS)
        {
            if (!moveTo(block.sizeClass() + 1))
            {
                return false;
            }
        }
        else
        {
            final int root = directory.createNode(blockReference);
            if (BlockSlab.NONE == root)
            {
                return false;
            }
            head.reference(root | DIRECTORY_FLAG);
        }
        wrapBlock(peer);
        return true;
    }

    private boolean splitLeaf()
    {
        directory.locate(position);
        return directory.split();
    }

    /** Move all peers of the current place into a block of another size. */
    private boolean moveTo(final int sizeClass)
    {
        final int reference = slab.allocate(sizeClass);
        if (BlockSlab.NONE == reference)
        {
            return false;
        }
        final int peers = peers();
        final int leechers = leechers();
        final long remote = head.remote();
        other.wrap(slab.address(reference), BlockSlab.blockBytes(sizeClass), isIpv6, true);
        final int expired = other.format(sizeClass, owner).copy(block, nowUnit);
        head.reference(reference);
        head.counts(peers, leechers, remote);
        if (expired > 0)
        {
            totals.expired += expired;
            settle(-expired, other.leechers() - leechers, -other.expiredRemote());
        }
        if (BlockSlab.NONE != blockReference)
        {
            slab.free(blockReference, block.sizeClass());
        }
        return true;
    }

    private void shrink()
    {
        if (BlockSlab.NONE == blockReference || block.used() > block.capacity() >> 2)
        {
            return;
        }
        if (block.used() <= (PeerBlock.capacity(HEAD_BYTES, isIpv6) + 1) >> 1)
        {
            final int sizeClass = block.sizeClass();
            other.wrap(headAddress, HEAD_BYTES, isIpv6, false).copySlots(block);
            if (0 == block.used())
            {
                head.emptySince(nowSec);
            }
            head.inline(block.used(), block.leechers());
            slab.free(blockReference, sizeClass);
        }
        else if (block.sizeClass() > 0)
        {
            moveTo(block.sizeClass() - 1);
        }
    }

    private void collapse()
    {
        final int leaf = directory.onlyLeaf();
        if (BlockSlab.NONE != leaf)
        {
            final int root = head.reference() & ~DIRECTORY_FLAG;
            head.reference(leaf);
            slab.free(root, BlockSlab.CLASS_PAGE);
        }
    }

    private void expire(final PeerBlock place)
    {
        final int leechers = place.leechers();
        final int expired = place.expire(nowUnit);
        if (expired > 0)
        {
            totals.expired += expired;
            settle(-expired, place.leechers() - leechers, -place.expiredRemote());
        }
    }

    /** Carry a change of the current block, if it is one, into the swarm's and the store's totals. */
    private void settle(final int peersDelta, final int leechersDelta, final long remoteDelta)
    {
        if (0 == (peersDelta | leechersDelta | remoteDelta))
        {
            return;
        }
        totals.addPeers(isIpv6, peersDelta, peersDelta - leechersDelta);
        if (!head.isInline())
        {
            head.count(peersDelta, leechersDelta, remoteDelta);
        }
        else if (0 == head.peers())
        {
            head.emptySince(nowSec);
        }
        final long remote = head.remote();
        if (0 != (remote | remoteDelta))
        {
            totals.addRemote(head.peers(), peersDelta, remote, remoteDelta);
        }
    }

    private void becomeEmpty()
    {
        head.emptySince(nowSec);
        head.inline(0, 0);
        block.wrap(headAddress, HEAD_BYTES, isIpv6, false);
    }
}
