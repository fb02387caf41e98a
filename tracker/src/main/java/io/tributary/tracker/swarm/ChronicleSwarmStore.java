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
    private final SwarmSweeper sweeper;
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
        throw new UnsupportedOperationException("not built yet");
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
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public boolean hasOwnPeers(final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace)
    {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public int walk(final int from, final int budget, final SwarmSink sink)
    {
        throw new UnsupportedOperationException("not built yet");
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
                counts.set(0, 0, 0);
                return;
            }
            openTable(entry.value(), namespace, 0);
            final int leechers = table.leechers();
            counts.set(table.peers() - leechers, table.completed(), leechers);
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
            announce.outcome = announce.isStopped ? remove() : refresh(announce);
        }
        else
        {
            announce.outcome = announce.isStopped ? AnnounceOutcome.UNKNOWN : insert(announce);
        }
        announce.leechers = table.leechers();
        announce.seeders = table.peers() - announce.leechers;
    }

    private AnnounceOutcome remove()
    {
        table.remove();
        return AnnounceOutcome.REMOVED;
    }

    private AnnounceOutcome refresh(final SwarmAnnounce announce)
    {
        final boolean wasCompleted = PeerMeta.isCompleted(table.meta());
        if (announce.isCompleted && !wasCompleted)
        {
            table.countCompleted();
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
            return AnnounceOutcome.BYTE_BUDGET;
        }
        if (announce.isCompleted)
        {
            table.countCompleted();
        }
        return AnnounceOutcome.INSERTED;
    }

    private int meta(final SwarmAnnounce announce, final boolean wasCompleted)
    {
        final int expiryUnit = PeerMeta.expiryUnit(announce.nowSec, limits.lifeSec(announce.intervalSec));
        announce.endSec = PeerMeta.startSec(expiryUnit);
        return PeerMeta.of(
            announce.isSeeder, announce.isCompleted || wasCompleted, PeerMeta.ORIGIN_OWN, expiryUnit);
    }

    /** Insert an empty head; null when done, else why not. */
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
        try
        {
            context.insert(
                context.absentEntry(), context.wrapValueBytesAsData(emptyHead, 0, PeerTable.HEAD_BYTES));
        }
        catch (final IllegalStateException ignore)
        {
            return AnnounceOutcome.SEGMENT_FULL;
        }
        totals.addSwarms(SwarmNamespace.isIpv6(announce.namespace), 1);
        return null;
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
