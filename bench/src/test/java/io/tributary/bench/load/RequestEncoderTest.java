package io.tributary.bench.load;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/** Offsets and numbers are those of BEP 15. */
class RequestEncoderTest
{
    private static final PopulationShape SHAPE = new PopulationShape(50, 400, 4, 4, 0.5, 9);
    private static final RequestMix MIX = new RequestMix(1, 0.25, 0.005, 3, 0.02, 0.01, 30);

    private final PeerPopulation population = new PeerPopulation(SHAPE);
    private final PeerLife life = new PeerLife(population, 0.5, MIX);
    private final SplittableRandom random = new SplittableRandom(9);
    private final RequestEncoder encoder =
        new RequestEncoder(population, life, new TorrentHashes(9), MIX, SHAPE.seed());

    @Test
    void shouldEncodeAConnect()
    {
        assertThat(HexFormat.of().formatHex(bytes(encoder.connect(0xCAFEBABE))))
            .isEqualTo("0000041727101980" + "00000000" + "cafebabe");
    }

    @Test
    void shouldEncodeAnAnnounce()
    {
        life.start(17, random);
        final ByteBuffer request = ByteBuffer.wrap(bytes(encoder.announce(0x0102030405060708L, 77, 17, 2)));

        assertThat(request.capacity()).isEqualTo(98);
        assertThat(request.getLong(0)).isEqualTo(0x0102030405060708L);
        assertThat(request.getInt(8)).isEqualTo(1);
        assertThat(request.getInt(12)).isEqualTo(77);
        assertThat(request.getLong(64) == 0).isEqualTo(life.isSeeder(17));
        assertThat(request.getInt(80)).isEqualTo(2);
        assertThat(request.getInt(84)).isZero();
        assertThat(request.getInt(92)).isEqualTo(30);
        assertThat(request.getShort(96) & 0xFFFF).isEqualTo(population.port(17));
    }

    @Test
    void shouldGiveEachPeerAnIdOfItsOwn()
    {
        final Set<String> peerIds = new HashSet<>();
        for (int peer = 0; peer < population.peers(); peer++)
        {
            peerIds.add(HexFormat.of().formatHex(bytes(encoder.announce(1, 1, peer, 0)), 36, 56));
        }
        assertThat(peerIds).hasSize(population.peers());
    }

    @Test
    void shouldEncodeAScrapeOfKnownTorrents()
    {
        final Set<String> known = new HashSet<>();
        for (int peer = 0; peer < population.peers(); peer++)
        {
            known.add(HexFormat.of().formatHex(bytes(encoder.announce(1, 1, peer, 0)), 16, 36));
        }
        final byte[] bytes = bytes(encoder.scrape(5, 6, random));

        assertThat(bytes).hasSize(16 + 3 * 20);
        assertThat(ByteBuffer.wrap(bytes).getInt(8)).isEqualTo(2);
        for (int i = 0; i < 3; i++)
        {
            assertThat(known).contains(HexFormat.of().formatHex(bytes, 16 + 20 * i, 36 + 20 * i));
        }
    }

    private static byte[] bytes(final ByteBuffer buffer)
    {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
