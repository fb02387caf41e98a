package io.tributary.bench.trace.info;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.HdrHistogram.Histogram;

/**
 * Swarms and how many peers announce to them, and how long a peer waits until its next announce. A peer is an address
 * with the port that it announces. Waiting is counted for each tracker by itself, and only up to announces without an
 * event: the others come when something happens.
 */
final class SwarmCensus
{
    static final int SIZE_CLASSES = 32;

    private static final long WAIT_MAX_MS = 7 * 86_400_000L;
    private static final long STOPPED = Long.MIN_VALUE;
    private static final long NS_PER_MS = 1_000_000;
    private static final int DIGITS = 3;

    private final FingerprintTable swarms;
    private final FingerprintTable peers;
    private final FingerprintTable announces;
    private final Histogram waitsMs = new Histogram(1, WAIT_MAX_MS, DIGITS);

    SwarmCensus(final int slotsMax)
    {
        swarms = new FingerprintTable(slotsMax, true);
        peers = new FingerprintTable(slotsMax, false);
        announces = new FingerprintTable(slotsMax, true);
    }

    void add(final Message message, final AnnounceRequestFlyweight announce)
    {
        final long swarm = Fingerprints.ofInfoHash(announce.buffer(), announce.infoHashOffset());
        final long peer = Fingerprints.of(swarm, message.sourceAddress, announce.port());
        int slot = swarms.find(swarm);
        if (FingerprintTable.ABSENT == slot && swarms.addIfAbsent(swarm))
        {
            slot = swarms.find(swarm);
        }

        if (FingerprintTable.ABSENT != slot && peers.addIfAbsent(peer))
        {
            swarms.value(slot, swarms.value(slot) + 1);
        }

        addWait(Fingerprints.of(peer, message.destination), message.timeNs(), announce.event());
    }

    private void addWait(final long fingerprint, final long timeNs, final int event)
    {
        final long value = UdpTrackerProtocol.EVENT_STOPPED == event ? STOPPED : timeNs;
        final int slot = announces.find(fingerprint);
        if (FingerprintTable.ABSENT == slot)
        {
            announces.add(fingerprint, value);
            return;
        }

        final long previous = announces.value(slot);
        announces.value(slot, value);
        if (STOPPED != previous && UdpTrackerProtocol.EVENT_NONE == event)
        {
            final long waitMs = (timeNs - previous) / NS_PER_MS;
            waitsMs.recordValue(Math.min(WAIT_MAX_MS, Math.max(0, waitMs)));
        }
    }

    Count swarms()
    {
        return swarms.count();
    }

    /** Pairs of swarm and peer; those of swarms without room are not among them. */
    Count peers()
    {
        return new Count(peers.size(), peers.count().isExact() && swarms.count().isExact());
    }

    /** Peers of each swarm, in no order. */
    long[] sizes()
    {
        return swarms.values();
    }

    /** Milliseconds between announces of a peer. */
    Histogram waitsMs()
    {
        return waitsMs;
    }

    /** Swarms by size: index i holds those of 2^i to 2^(i + 1) - 1 peers. */
    static long[] sizeClasses(final long[] sizes)
    {
        final long[] classes = new long[SIZE_CLASSES];
        for (final long size : sizes)
        {
            classes[Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(size))]++;
        }

        return classes;
    }
}
