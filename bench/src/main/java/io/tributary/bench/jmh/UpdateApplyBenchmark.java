package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.UpdateFlyweight;
import io.tributary.tracker.swarm.PeerMeta;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.SplittableRandom;

/**
 * What a record that a neighbour sends costs: full UPDATE packets of version 2 from datagram to swarm store, their
 * acknowledgements included. A measured invocation applies as many packets as it takes for 2,000 records; they are
 * written before it, which is not measured, because each packet needs a number, a tag and newer stamps.
 *
 * <p>The neighbour tells of as many clients as there are swarms. {@code RENEWED}: all are known, and each packet says
 * that they live on. {@code NEW}: none is; when all have been told of, they are taken away again, unmeasured.
 */
public class UpdateApplyBenchmark
{
    private static final int RECORDS = 2000;

    /** What is told. */
    public enum News
    {
        RENEWED, NEW
    }

    /** A tracker of so many swarms with two and a half times as many clients, and its neighbour. */
    @State(Scope.Thread)
    public static class Link
    {
        private static final int LIFE_SEC = 2700;
            /** The life of every second renewal differs, so that the store has to be changed. */
        private static final int LIFE_STEP_SEC = 900;
        private static final int DATAGRAMS_MAX = 80;
        private static final int SWEEPS_PER_RECORD = 1024;
        private static final long SWEEP_NS = 50 * LinkedTracker.MS;
        private static final int PATTERN_SEED = 5;

        @Param({"10000", "1000000"})
        public int swarms;

        @Param({"ZIPF", "COLD"})
        public AccessPattern access;

        @Param({"RENEWED", "NEW"})
        public News news;

        @Param({"1", "10", "100"})
        public int recordsPerSwarm;

        @Param({"false", "true"})
        public boolean isKeyed;

        private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
        private final Endpoint endpoint = new Endpoint();
        private Population population;
        private FilledStore store;
        private LinkedTracker tracker;
        private PlayedNeighbour neighbour;
        private UpdateDatagrams datagrams;
        private int[] torrents;
        private int records;
        private int first;
        private int stamp;
        private long sent;

        @Setup
        public void connect()
        {
            records = swarms / RECORDS * RECORDS;
            population = Population.of(swarms, swarms / 2 * 5);
            store = new FilledStore(population);
            tracker = new LinkedTracker(store, swarms, records, 1, isKeyed);
            neighbour = tracker.neighbour(0);
            datagrams = new UpdateDatagrams(
                DATAGRAMS_MAX, neighbour.bodyLimit(), neighbour.trackerIdHigh(), neighbour.trackerIdLow());
            torrents = new int[records / recordsPerSwarm];
            final SplittableRandom random = new SplittableRandom(PATTERN_SEED);
            for (int i = 0; i < torrents.length; i++)
            {
                torrents[i] = population.torrentOf(access.drawPeer(population, random));
            }

            tellAll(LIFE_SEC);
            checkRemote(records);
            if (News.NEW == news)
            {
                takeAway();
            }
        }

        @Setup(Level.Invocation)
        public void write()
        {
            if (first == records)
            {
                first = 0;
                stamp++;
                if (News.NEW == news)
                {
                    takeAway();
                }
            }
            write(lifeSec());
            first += RECORDS;
        }

        @TearDown
        public void close()
        {
            checkRemote(News.NEW == news ? first : records);
            checkLives();
            if (neighbour.acknowledgements() != sent)
            {
                throw new IllegalStateException(neighbour.acknowledgements() + " acknowledgements of " + sent);
            }
            tracker.close();
            store.close();
        }

        private int apply()
        {
            for (int i = 0; i < datagrams.count(); i++)
            {
                tracker.receive(neighbour, datagrams.buffer(), datagrams.offset(i), datagrams.length(i));
            }
            return datagrams.count();
        }

        private int lifeSec()
        {
            return LIFE_SEC + (News.RENEWED == news ? (stamp & 1) * LIFE_STEP_SEC : 0);
        }

        private void write(final int lifeSec)
        {
            datagrams.clear();
            for (int record = first; record < first + RECORDS; )
            {
                Population.infoHash(torrents[record / recordsPerSwarm], infoHash, 0);
                datagrams.beginSwarm(infoHash, 0);
                for (final int end = record + recordsPerSwarm; record < end; record++)
                {
                    final int peer = population.peerCount() + record;
                    Population.endpoint(peer, endpoint);
                    datagrams.add(Population.isSeeder(peer) ? UpdateFlyweight.RECORD_FLAG_SEEDER : 0, stamp, lifeSec,
                        endpoint);
                }
                datagrams.endSwarm();
            }
            datagrams.end();
            for (int i = 0; i < datagrams.count(); i++)
            {
                datagrams.length(i, neighbour.seal(
                    datagrams.buffer(), datagrams.offset(i), datagrams.bodyLength(i), OverlayProtocol.ACTION_UPDATE));
            }
            sent += datagrams.count();
        }

        /** Tell of every client once. */
        private void tellAll(final int lifeSec)
        {
            for (first = 0; first < records; first += RECORDS)
            {
                write(lifeSec);
                apply();
            }
            first = 0;
            stamp++;
        }

        /** All lives are over; the tracker forgets the clients. */
        private void takeAway()
        {
            tellAll(0);
            for (int i = records / SWEEPS_PER_RECORD + 1; i >= 0; i--)
            {
                tracker.pass(SWEEP_NS);
                tracker.turn();
            }
            checkRemote(0);
        }

        /** A sample of a very large swarm need not hold a certain client, so one of the last is looked for. */
        private void checkLives()
        {
            int livesSec = -1;
            for (int record = first - 1; livesSec < 0 && record >= first - RECORDS; record -= recordsPerSwarm)
            {
                livesSec = lifeSecOf(record);
            }
            if (Math.abs(livesSec - lifeSec()) > LIFE_STEP_SEC / 2)
            {
                throw new IllegalStateException("a client lives for " + livesSec + " s");
            }
        }

        /** The store keeps ends of life in units of its own; -1 if the client is not in the sample. */
        private int lifeSecOf(final int record)
        {
            final Endpoint told = new Endpoint();
            Population.endpoint(population.peerCount() + record, told);
            Population.infoHash(torrents[record / recordsPerSwarm], infoHash, 0);
            final int[] livesSec = {-1};
            store.store().peers(infoHash, 0, FilledStore.NAMESPACE, FilledStore.NOW_SEC, 1 << PeerMeta.ORIGIN_INTERNAL,
                false, Integer.MAX_VALUE, 0, (peer, isSeeder, origin, endSec) ->
                {
                    livesSec[0] = peer.isSameAs(told) ? endSec - FilledStore.NOW_SEC : livesSec[0];
                });
            return livesSec[0];
        }

        private void checkRemote(final long expected)
        {
            if (store.store().totals().remotePeers() != expected)
            {
                throw new IllegalStateException(
                    store.store().totals().remotePeers() + " peers of the neighbour, not " + expected);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int apply(final Link link)
    {
        return link.apply();
    }
}
