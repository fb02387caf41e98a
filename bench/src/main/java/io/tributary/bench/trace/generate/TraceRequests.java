package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;
import io.tributary.bench.load.TorrentHashes;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.ScrapeRequestFlyweight;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import static io.tributary.codec.UdpTrackerProtocol.EVENT_NONE;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STARTED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STOPPED;
import static io.tributary.codec.UdpTrackerProtocol.PEER_ID_LENGTH;

/**
 * Writes the requests of clients into a buffer. Allocates nothing after construction.
 */
final class TraceRequests
{
    private static final int PEER_ID_MIDDLE = 31;
    private static final int PEER_ID_TAIL = 32;
    private static final int KEY = 33;
    private static final int TORRENT_SIZE = 34;
    private static final int PROGRESS = 35;
    private static final int UPLOADED = 36;
    private static final long TORRENT_BYTES_MIN = 1L << 26;
    private static final int TORRENT_DOUBLINGS = 9;

    private final ConnectRequestFlyweight connect = new ConnectRequestFlyweight();
    private final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
    private final ScrapeRequestFlyweight scrape = new ScrapeRequestFlyweight();
    private final TorrentHashes hashes;
    private final SwarmLayers layers;
    private final Permutation shuffle;
    private final ClientLives lives;
    private final byte[][] prefixes;
    private final int crowdSwarm;
    private final int scrapeHashes;
    private final long seed;

    TraceRequests(final TraceShape shape, final SwarmLayers layers, final ClientLives lives)
    {
        this.layers = layers;
        this.lives = lives;
        this.seed = shape.seed();
        this.hashes = new TorrentHashes(seed);
        this.shuffle = new Permutation(layers.places(), seed);
        this.crowdSwarm = shape.population().swarms();
        this.scrapeHashes = shape.mix().scrapeHashes();
        this.prefixes = prefixes(shape.population().prefixes());
    }

    int connect(final MutableDirectBuffer buffer, final int offset, final int transactionId)
    {
        connect.wrap(buffer, offset, ConnectRequestFlyweight.LENGTH).transactionId(transactionId);
        return ConnectRequestFlyweight.LENGTH;
    }

    /**
     * The announce that is next on a visit.
     *
     * @param visit         of the client.
     * @param connectionId  the client's, or a stale one.
     * @param buffer        destination.
     * @param offset        where in it.
     * @param transactionId of the request.
     * @return bytes written.
     */
    int announce(
        final Visit visit,
        final long connectionId,
        final MutableDirectBuffer buffer,
        final int offset,
        final int transactionId)
    {
        final int swarm = swarm(visit, 0);
        final long peerSeed = Mix64.mix(visit.clientSeed, visit.placeIndex);
        final int event = event(visit, peerSeed);
        announce.wrap(buffer, offset, AnnounceRequestFlyweight.LENGTH_MIN)
            .connectionId(connectionId)
            .transactionId(transactionId)
            .event(event)
            .ipv4Address(0)
            .key((int)Mix64.mix(visit.clientSeed, KEY))
            .numWant(EVENT_STOPPED == event ? 0 : visit.numWant)
            .port(visit.source.port());
        hashes.put(swarm, buffer, announce.infoHashOffset());
        putPeerId(visit, buffer, announce.peerIdOffset());
        putProgress(visit, peerSeed, swarm);
        return AnnounceRequestFlyweight.LENGTH_MIN;
    }

    int scrape(final Visit visit, final MutableDirectBuffer buffer, final int offset, final int transactionId)
    {
        final int length = ScrapeRequestFlyweight.length(scrapeHashes);
        scrape.wrap(buffer, offset, length).connectionId(visit.connectionId).transactionId(transactionId);
        for (int i = 0; i < scrapeHashes; i++)
        {
            hashes.put(swarm(visit, i), buffer, scrape.infoHashOffset(i));
        }
        return length;
    }

    /** Only what a tracker sees first: no request behind it. */
    static int header(
        final MutableDirectBuffer buffer, final int offset, final long connectionId, final int action, final int id)
    {
        buffer.putLong(offset + RequestHeaderFlyweight.CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + RequestHeaderFlyweight.ACTION_OFFSET, action, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + RequestHeaderFlyweight.TRANSACTION_ID_OFFSET, id, ByteOrder.BIG_ENDIAN);
        return RequestHeaderFlyweight.LENGTH;
    }

    private int swarm(final Visit visit, final int skipped)
    {
        return visit.isCrowd ? crowdSwarm : layers.swarm(shuffle.at((visit.placeIndex + skipped) % layers.places()));
    }

    private int event(final Visit visit, final long peerSeed)
    {
        if (visit.isCrowd)
        {
            return 0 == visit.age ? EVENT_STARTED : EVENT_NONE;
        }
        return lives.event(peerSeed, visit.age, visit.isLast);
    }

    private void putPeerId(final Visit visit, final MutableDirectBuffer buffer, final int offset)
    {
        final byte[] prefix = prefixes[visit.prefixIndex];
        buffer.putLong(offset, Mix64.mix(visit.clientSeed, ~PEER_ID_MIDDLE), ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 8, Mix64.mix(visit.clientSeed, PEER_ID_MIDDLE), ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 16, (int)Mix64.mix(visit.clientSeed, PEER_ID_TAIL), ByteOrder.BIG_ENDIAN);
        buffer.putBytes(offset, prefix);
    }

    private void putProgress(final Visit visit, final long peerSeed, final int swarm)
    {
        final long sizeBits = Mix64.mix(~seed - TORRENT_SIZE, swarm);
        final long size = (TORRENT_BYTES_MIN << Draws.below(sizeBits, TORRENT_DOUBLINGS)) + (sizeBits >>> 40);
        final boolean isSeeder = !visit.isCrowd && lives.isSeeder(peerSeed, visit.age);
        final boolean isCompleter = isSeeder && !lives.startsAsSeeder(peerSeed);
        final long left = isSeeder ? 0 : left(size, peerSeed, visit);
        announce
            .left(left)
            .downloaded(isSeeder && !isCompleter ? 0 : size - left)
            .uploaded((Mix64.mix(peerSeed, UPLOADED) >>> 40) * visit.age);
    }

    /** Everything at first; less from round to round. */
    private static long left(final long size, final long peerSeed, final Visit visit)
    {
        final double step = 1 + Draws.fraction(Mix64.mix(peerSeed, PROGRESS));
        return 0 == visit.age ? size : Math.max(1, (long)(size / (1 + step * visit.age)));
    }

    private static byte[][] prefixes(final WeightedTexts texts)
    {
        final byte[][] prefixes = new byte[texts.count()][];
        for (int i = 0; i < prefixes.length; i++)
        {
            final String text = texts.value(i);
            if (text.length() > PEER_ID_LENGTH || !StandardCharsets.US_ASCII.newEncoder().canEncode(text))
            {
                throw new IllegalArgumentException("--prefixes '" + text + "': allowed are up to " + PEER_ID_LENGTH +
                    " characters of ASCII, such as -qB5000-=3,-TR4060-=1");
            }
            prefixes[i] = text.getBytes(StandardCharsets.US_ASCII);
        }
        return prefixes;
    }
}
