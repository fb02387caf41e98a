package io.tributary.tracker.swarm;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.EpochClock;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The swarm store over a Chronicle Map of heads and a slab of blocks.
 *
 * <p>A call looks its swarm up once, under that entry's update lock, and works in place: no key object, no value
 * object, no copy. Hot path: allocates nothing, and the only exception that can pass through is Chronicle's for a full
 * segment, which ends here. Single-threaded.
 */
public final class ChronicleSwarmStore implements SwarmStore
{
    private final ChronicleMap<byte[], byte[]> heads;
    private final BlockSlab slab;
    private final SwarmKey key;
    private final PeerTable table;
    private final RemoteMerge merge;
    private final PeerSampler sampler = new PeerSampler();
    private final SwarmSweeper sweeper;
    private final SwarmWalker walker;
    private final StoreTotals totals;
    private final SplittableRandom random;
    private final StoreMark mark;
    private final EpochClock clock;
    private final PointerBytesStore keyStore = BytesStore.nativePointer();
    private final PointerBytesStore emptyHead = BytesStore.nativePointer();
    private final long emptyHeadAddress;
    private final long headsBytes;
    private SwarmLimits limits;
    private SwarmListener listener;
    private boolean isClosed;

    ChronicleSwarmStore(
        final StoreParts parts,
        final SwarmLimits limits,
        final long seed,
        final StoreMark mark,
        final EpochClock clock)
    {
        this.heads = parts.heads();
        this.slab = parts.slab();
        this.totals = parts.totals();
        this.key = new SwarmKey(parts.keyHash());
        this.table = new PeerTable(slab, parts.peerHash(), totals);
        this.random = new SplittableRandom(seed);
        this.limits = limits;
        this.mark = mark;
        this.clock = clock;
        this.headsBytes = heads.offHeapMemoryUsed();
        this.merge = new RemoteMerge(table, totals, slab, headsBytes, limits);
        this.walker = new SwarmWalker(heads, new SwarmKey(parts.keyHash()));
        this.sweeper = new SwarmSweeper(heads, new SwarmKey(parts.keyHash()), table, totals, limits);

        keyStore.set(key.address(), SwarmKey.LENGTH);
        emptyHeadAddress = UnsafeApi.allocateMemory(PeerTable.HEAD_BYTES);
        UnsafeApi.setMemory(emptyHeadAddress, PeerTable.HEAD_BYTES, (byte)0);
        emptyHead.set(emptyHeadAddress, PeerTable.HEAD_BYTES);
        totals.bytesMax = limits.bytesMax();
        updateBytes();
    }

    @Override
    public void announce(final SwarmAnnounce announce)
    {
        reset(announce);
        announceUnderLock(announce);
        updateBytes();
        if (null != listener && announce.outcome.isOwnChange())
        {
            listener.onAnnounced(announce);
        }
    }

    @Override
    public void merge(final RemotePeers batch)
    {
        batch.isNewSwarm = false;
        mergeUnderLock(batch);
        updateBytes();
    }

    @Override
    public int peers(
        final DirectBuffer infoHashBuffer,
        final int infoHashOffset,
        final int namespace,
        final int nowSec,
        final int originMask,
        final boolean isSeedersFirst,
        final int countMax,
        final long random,
        final PeerSink sink)
    {
        key.scramble(infoHashBuffer, infoHashOffset, namespace);
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.queryContext(keyStore, 0, SwarmKey.LENGTH))
        {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            if (null == entry)
            {
                return 0;
            }
            openTable(entry.value(), namespace, nowSec);
            return sampler.sample(table, nowSec, originMask, isSeedersFirst, countMax, random, sink);
        }
    }

    @Override
    public boolean hasOwnPeers(final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace)
    {
        key.scramble(infoHashBuffer, infoHashOffset, namespace);
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.queryContext(keyStore, 0, SwarmKey.LENGTH))
        {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            if (null == entry)
            {
                return false;
            }
            openTable(entry.value(), namespace, 0);
            return table.head().ownPeers() > 0;
        }
    }

    @Override
    public int walk(final int from, final int budget, final SwarmSink sink)
    {
        return walker.walk(from, budget, sink);
    }

    @Override
    public void listener(final SwarmListener listener)
    {
        this.listener = listener;
    }

    private void announceUnderLock(final SwarmAnnounce announce)
    {
        key.scramble(announce.infoHashBuffer, announce.infoHashOffset, announce.namespace);
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.queryContext(keyStore, 0, SwarmKey.LENGTH))
        {
            context.updateLock().lock();
            MapEntry<byte[], byte[]> entry = context.entry();
            if (null == entry)
            {
                final AnnounceOutcome outcome = admitSwarm(context, announce);
                if (null != outcome)
                {
                    answerUnknown(announce, outcome);
                    return;
                }
                announce.isNewSwarm = true;
                entry = context.entry();
            }
            openTable(entry.value(), announce.namespace, announce.nowSec);
            announceTo(announce);
        }
    }

    private void mergeUnderLock(final RemotePeers batch)
    {
        key.scramble(batch.infoHashBuffer, batch.infoHashOffset, batch.namespace);
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.queryContext(keyStore, 0, SwarmKey.LENGTH))
        {
            context.updateLock().lock();
            MapEntry<byte[], byte[]> entry = context.entry();
            if (null == entry)
            {
                final MergeOutcome refusal = merge.refusal(batch);
                if (null != refusal || !insertHead(context, batch.namespace))
                {
                    merge.refuse(batch, null == refusal ? MergeOutcome.REFUSED_SWARM_BUDGET : refusal);
                    return;
                }
                batch.isNewSwarm = true;
                entry = context.entry();
            }
            openTable(entry.value(), batch.namespace, batch.nowSec);
            merge.apply(batch);
        }
    }

    private static void reset(final SwarmAnnounce announce)
    {
        announce.endpointCount = 0;
        announce.isNewSwarm = false;
        announce.wasOwn = false;
        announce.wasSeeder = false;
        announce.previousEndSec = 0;
        announce.endSec = 0;
        announce.question = SwarmAnnounce.NO_QUESTION;
        announce.isYoung = false;
    }

    @Override
    public void scrape(
        final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace, final SwarmCounts counts)
    {
        key.scramble(infoHashBuffer, infoHashOffset, namespace);
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.queryContext(keyStore, 0, SwarmKey.LENGTH))
        {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            if (null == entry)
            {
                counts.set(0, 0, 0, 0);
                return;
            }
            openTable(entry.value(), namespace, 0);
            final int leechers = table.leechers();
            final SwarmHead head = table.head();
            counts.set(head.peers() - leechers, head.completed(), leechers, head.remote());
        }
    }

    @Override
    public int sweep(final int nowSec)
    {
        mark.alive(nowSec);
        final int work = sweeper.sweep(nowSec);
        if (work > 0)
        {
            updateBytes();
        }
        return work;
    }

    @Override
    public StoreTotals totals()
    {
        return totals;
    }

    /**
     * Take over new limits, on the store's thread. Sizes of memory stay as they were opened.
     *
     * @param limits new budgets.
     */
    public void limits(final SwarmLimits limits)
    {
        this.limits = limits;
        totals.bytesMax = limits.bytesMax();
        sweeper.limits(limits);
        merge.limits(limits);
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            heads.close();
            slab.close();
            UnsafeApi.freeMemory(emptyHeadAddress);
            mark.closedCleanly(TimeUnit.MILLISECONDS.toSeconds(clock.time()));
            mark.close();
        }
    }

    private void announceTo(final SwarmAnnounce announce)
    {
        final boolean isKnown = table.find(announce.peer);
        announce.intervalSec = table.peers() <= limits.smallSwarmPeers() ?
            announce.intervalSmallSec : announce.intervalLargeSec;
        if (!announce.isStopped && announce.numWant > 0)
        {
            announce.endpointCount = table.select(
                announce.isSeeder, announce.numWant, random.nextLong(), announce.reply, announce.endpointsOffset);
        }

        if (isKnown)
        {
            final int meta = table.meta();
            announce.wasOwn = PeerMeta.ORIGIN_OWN == PeerMeta.origin(meta);
            announce.wasSeeder = PeerMeta.isSeeder(meta);
            announce.previousEndSec = PeerMeta.endSec(meta, announce.nowSec);
            announce.outcome = announce.isStopped ? remove(announce) : refresh(announce);
        }
        else
        {
            announce.outcome = announce.isStopped ? AnnounceOutcome.UNKNOWN : insert(announce);
        }
        announce.leechers = table.leechers();
        announce.seeders = table.peers() - announce.leechers;
    }

    /** A client stops at the tracker it tells so: what other trackers say of it stays until they withdraw it. */
    private AnnounceOutcome remove(final SwarmAnnounce announce)
    {
        if (!announce.wasOwn)
        {
            announce.endSec = announce.previousEndSec;
            return AnnounceOutcome.UNKNOWN;
        }
        table.remove();
        return AnnounceOutcome.REMOVED;
    }

    private AnnounceOutcome refresh(final SwarmAnnounce announce)
    {
        final boolean wasCompleted = PeerMeta.isCompleted(table.meta());
        if (announce.isCompleted && !wasCompleted)
        {
            table.head().countCompleted();
        }
        table.update(meta(announce, wasCompleted));
        return AnnounceOutcome.REFRESHED;
    }

    private AnnounceOutcome insert(final SwarmAnnounce announce)
    {
        final int peers = table.peers();
        if (peers >= limits.peersPerSwarmMax())
        {
            return AnnounceOutcome.SWARM_FULL;
        }
        if (totals.peers() >= limits.peersMax())
        {
            return AnnounceOutcome.PEER_BUDGET;
        }
        if (peers > limits.smallSwarmPeers() && limits.isPeerReserve(totals.peers()))
        {
            return AnnounceOutcome.PEER_BUDGET;
        }
        if (peers > limits.smallSwarmPeers() && limits.isByteReserve(slab.bytesUsed(), headsBytes))
        {
            return AnnounceOutcome.BYTE_BUDGET;
        }
        if (!table.insert(announce.peer, meta(announce, false)))
        {
            announce.endSec = 0;
            return AnnounceOutcome.BYTE_BUDGET;
        }
        if (announce.isCompleted)
        {
            table.head().countCompleted();
        }
        return AnnounceOutcome.INSERTED;
    }

    /** A renewal never shortens a life, although intervals are jittered: so the end of a life only ever moves on. */
    private int meta(final SwarmAnnounce announce, final boolean wasCompleted)
    {
        final int drawnUnit = PeerMeta.expiryUnit(announce.nowSec, limits.lifeSec(announce.intervalSec));
        final int expiryUnit = announce.wasOwn && announce.previousEndSec > PeerMeta.startSec(drawnUnit) ?
            PeerMeta.unit(announce.previousEndSec) : drawnUnit;
        announce.endSec = PeerMeta.startSec(expiryUnit);
        return PeerMeta.of(
            announce.isSeeder, announce.isCompleted || wasCompleted, PeerMeta.ORIGIN_OWN, expiryUnit);
    }

    /** Create the swarm of an announce; null when done, else why not. */
    private AnnounceOutcome admitSwarm(
        final ExternalMapQueryContext<byte[], byte[], ?> context, final SwarmAnnounce announce)
    {
        if (announce.isStopped)
        {
            return AnnounceOutcome.UNKNOWN;
        }
        if (totals.peers() >= limits.peersMax())
        {
            return AnnounceOutcome.PEER_BUDGET;
        }
        if (totals.swarms() >= limits.swarmsMax())
        {
            return AnnounceOutcome.SWARM_BUDGET;
        }
        return insertHead(context, announce.namespace) ? null : AnnounceOutcome.SEGMENT_FULL;
    }

    /** Insert an empty head; false when its segment is full. */
    private boolean insertHead(final ExternalMapQueryContext<byte[], byte[], ?> context, final int namespace)
    {
        try
        {
            context.insert(
                context.absentEntry(), context.wrapValueBytesAsData(emptyHead, 0, PeerTable.HEAD_BYTES));
        }
        catch (final IllegalStateException ignore)
        {
            return false;
        }
        totals.addSwarms(SwarmNamespace.isIpv6(namespace), 1);
        return true;
    }

    private static void answerUnknown(final SwarmAnnounce announce, final AnnounceOutcome outcome)
    {
        announce.outcome = outcome;
        announce.intervalSec = announce.intervalSmallSec;
        announce.leechers = 0;
        announce.seeders = 0;
    }

    private void openTable(final Data<byte[]> value, final int namespace, final int nowSec)
    {
        table.open(value.bytes().addressForRead(value.offset()), SwarmNamespace.isIpv6(namespace), key.owner(), nowSec);
    }

    private void updateBytes()
    {
        final long slabBytes = slab.bytesUsed();
        totals.bytesUsed = headsBytes + slabBytes;
        totals.pagesUsed = slabBytes / BlockSlab.PAGE_BYTES;
    }
}
