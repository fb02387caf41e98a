package io.tributary.bench.jmh;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.tracker.request.ConnectionIds;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Datagrams of the peers of a population, ready in memory, with valid connection ids; endless, by repetition. One
 * announce in {@link #STOPPED_ONE_IN} says stopped; the peer's next one brings it back. One thread.
 * <pre>
 *   per record, 128 bytes:
 *   0   length of the datagram (4)
 *   4   source (6, compact)
 *   16  the datagram, at most 112 bytes
 * </pre>
 */
final class RequestTrace
{
    private static final int COUNT = 1 << 18;
    private static final int RECORD_LENGTH = 128;
    private static final int SOURCE_OFFSET = 4;
    private static final int DATAGRAM_OFFSET = 16;
    private static final int SCRAPE_HASHES = 4;
    private static final int STOPPED_ONE_IN = 16;
    private static final int NUM_WANT = 30;

    private final UnsafeBuffer records = new UnsafeBuffer(ByteBuffer.allocateDirect(COUNT * RECORD_LENGTH));
    private final Endpoint source = new Endpoint();
    private final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
    private final ConnectRequestFlyweight connect = new ConnectRequestFlyweight();
    private final ScrapeRequestFlyweight scrape = new ScrapeRequestFlyweight();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private int position;

    RequestTrace(
        final Population population, final RequestMix mix, final ConnectionIds connectionIds, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < COUNT; i++)
        {
            final int peer = random.nextInt(population.peerCount());
            final double draw = random.nextDouble();
            final int start = i * RECORD_LENGTH;
            Population.endpoint(peer, source);
            source.putCompact(records, start + SOURCE_OFFSET);
            final long connectionId = connectionIds.issue(source, FilledStore.NOW_SEC);
            final int length = mix.isAnnounce(draw) ? putAnnounce(start, population, peer, connectionId, random) :
                mix.isConnect(draw) ? putConnect(start, random) :
                putScrape(start, population, connectionId, random);
            records.putInt(start, length);
        }
    }

    void advance()
    {
        position = (position + RECORD_LENGTH) & (COUNT * RECORD_LENGTH - 1);
    }

    UnsafeBuffer buffer()
    {
        return records;
    }

    int offset()
    {
        return position + DATAGRAM_OFFSET;
    }

    int length()
    {
        return records.getInt(position);
    }

    Endpoint source()
    {
        return source.getCompact(records, position + SOURCE_OFFSET, false);
    }

    private int putAnnounce(
        final int start,
        final Population population,
        final int peer,
        final long connectionId,
        final SplittableRandom random)
    {
        final boolean isStopped = 0 == random.nextInt(STOPPED_ONE_IN);
        Population.infoHash(population.torrentOf(peer), infoHash, 0);
        announce.wrap(records, start + DATAGRAM_OFFSET, AnnounceRequestFlyweight.LENGTH_MIN)
            .connectionId(connectionId)
            .transactionId(random.nextInt())
            .infoHash(infoHash, 0)
            .left(Population.isSeeder(peer) ? 0 : 1)
            .event(isStopped ? UdpTrackerProtocol.EVENT_STOPPED : UdpTrackerProtocol.EVENT_NONE)
            .numWant(NUM_WANT)
            .port(source.port());
        return AnnounceRequestFlyweight.LENGTH_MIN;
    }

    private int putConnect(final int start, final SplittableRandom random)
    {
        connect.wrap(records, start + DATAGRAM_OFFSET, ConnectRequestFlyweight.LENGTH)
            .transactionId(random.nextInt());
        return ConnectRequestFlyweight.LENGTH;
    }

    private int putScrape(
        final int start, final Population population, final long connectionId, final SplittableRandom random)
    {
        final int length = ScrapeRequestFlyweight.length(SCRAPE_HASHES);
        scrape.wrap(records, start + DATAGRAM_OFFSET, length)
            .connectionId(connectionId)
            .transactionId(random.nextInt());
        for (int i = 0; i < SCRAPE_HASHES; i++)
        {
            Population.infoHash(random.nextInt(population.torrentCount()), infoHash, 0);
            scrape.infoHash(i, infoHash, 0);
        }
        return length;
    }
}
