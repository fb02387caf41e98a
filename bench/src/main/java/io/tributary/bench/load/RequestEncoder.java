package io.tributary.bench.load;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.ScrapeRequestFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Requests as patched templates: one direct buffer for each kind, of which only what differs from the last request is
 * written. Every method returns such a buffer, ready to be sent and valid until the next call. Allocates nothing after
 * construction.
 */
final class RequestEncoder
{
    private static final long PEER_ID_PREFIX = 0x2D_54_59_30_31_30_30_2DL; // "-TY0100-"
    private static final long LEFT_OF_LEECHER = 1L << 30;

    private final PeerPopulation population;
    private final PeerLife life;
    private final TorrentHashes torrentHashes;
    private final long peerIdSeed;
    private final int scrapeHashes;

    private final ByteBuffer connectBuffer = ByteBuffer.allocateDirect(ConnectRequestFlyweight.LENGTH);
    private final ByteBuffer announceBuffer = ByteBuffer.allocateDirect(AnnounceRequestFlyweight.LENGTH_MIN);
    private final ByteBuffer scrapeBuffer;
    private final UnsafeBuffer announceView = new UnsafeBuffer(announceBuffer);
    private final UnsafeBuffer scrapeView;
    private final ConnectRequestFlyweight connect = new ConnectRequestFlyweight();
    private final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
    private final ScrapeRequestFlyweight scrape = new ScrapeRequestFlyweight();

    RequestEncoder(
        final PeerPopulation population,
        final PeerLife life,
        final TorrentHashes torrentHashes,
        final RequestMix mix,
        final long seed)
    {
        this.population = population;
        this.life = life;
        this.torrentHashes = torrentHashes;
        this.scrapeHashes = mix.scrapeHashes();
        this.peerIdSeed = Mix64.mix(~seed);
        this.scrapeBuffer = ByteBuffer.allocateDirect(ScrapeRequestFlyweight.length(scrapeHashes));
        this.scrapeView = new UnsafeBuffer(scrapeBuffer);

        connect.wrap(new UnsafeBuffer(connectBuffer), 0, connectBuffer.capacity());
        announce.wrap(announceView, 0, announceBuffer.capacity()).numWant(mix.numWant());
        scrape.wrap(scrapeView, 0, scrapeBuffer.capacity());
        announceView.putLong(announce.peerIdOffset(), PEER_ID_PREFIX, ByteOrder.BIG_ENDIAN);
    }

    ByteBuffer connect(final int transactionId)
    {
        connect.transactionId(transactionId);
        return connectBuffer.clear();
    }

    ByteBuffer announce(final long connectionId, final int transactionId, final int peer, final int event)
    {
        final long mixed = Mix64.mix(peerIdSeed, peer);
        final int peerIdOffset = announce.peerIdOffset();
        announceView.putInt(peerIdOffset + 8, peer, ByteOrder.BIG_ENDIAN);
        announceView.putLong(peerIdOffset + 12, mixed, ByteOrder.BIG_ENDIAN);
        torrentHashes.put(population.torrent(peer), announceView, announce.infoHashOffset());
        announce
            .connectionId(connectionId)
            .transactionId(transactionId)
            .left(life.isSeeder(peer) ? 0 : LEFT_OF_LEECHER)
            .event(event)
            .key((int)mixed)
            .port(population.port(peer));
        return announceBuffer.clear();
    }

    /** Torrents are drawn as announces draw them: by their number of peers. */
    ByteBuffer scrape(final long connectionId, final int transactionId, final SplittableRandom random)
    {
        scrape.connectionId(connectionId).transactionId(transactionId);
        for (int i = 0; i < scrapeHashes; i++)
        {
            final int torrent = population.torrent(random.nextInt(population.peers()));
            torrentHashes.put(torrent, scrapeView, scrape.infoHashOffset(i));
        }
        return scrapeBuffer.clear();
    }
}
