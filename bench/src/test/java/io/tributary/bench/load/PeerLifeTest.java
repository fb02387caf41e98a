package io.tributary.bench.load;

import io.tributary.codec.UdpTrackerProtocol;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PeerLifeTest
{
    private static final int PEERS = 20_000;
    private static final long SEED = 42;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void shouldKeepThePresentAndTheSeedersConstant()
    {
        final RequestMix mix = new RequestMix(1, 0, 0, 1, 0.1, 0.05, 30);
        final PeerLife life = life(0.6, mix);
        for (int peer = 0; peer < PEERS; peer++)
        {
            assertThat(life.start(peer, random)).isEqualTo(UdpTrackerProtocol.EVENT_STARTED);
        }

        final long[] events = new long[4];
        for (int i = 0; i < 100 * PEERS; i++)
        {
            events[life.next(random.nextInt(PEERS), random)]++;
        }

        int present = 0;
        int seeders = 0;
        for (int peer = 0; peer < PEERS; peer++)
        {
            present += life.isPresent(peer) ? 1 : 0;
            seeders += life.isPresent(peer) && life.isSeeder(peer) ? 1 : 0;
        }
        assertThat(present / (double)PEERS).isCloseTo(1 / 1.1, Offset.offset(0.02));
        assertThat(seeders / (double)present).isCloseTo(0.6, Offset.offset(0.02));
        assertThat(events[UdpTrackerProtocol.EVENT_COMPLETED]).isPositive();
        assertThat(events[UdpTrackerProtocol.EVENT_STARTED] / (double)events[UdpTrackerProtocol.EVENT_STOPPED])
            .isCloseTo(1, Offset.offset(0.02));
    }

    @Test
    void shouldStartAgainAfterAStop()
    {
        final PeerLife life = life(1, new RequestMix(1, 0, 0, 1, 1, 0, 30));

        life.start(3, random);
        assertThat(life.next(3, random)).isEqualTo(UdpTrackerProtocol.EVENT_STOPPED);
        assertThat(life.isSeeder(3)).as("says at the end what it was").isTrue();
        assertThat(life.next(3, random)).isEqualTo(UdpTrackerProtocol.EVENT_STARTED);
    }

    @Test
    void shouldRefuseMoreCompletionsThanStopsCanBalance()
    {
        assertThatThrownBy(() -> life(0.5, new RequestMix(1, 0, 0, 1, 0.01, 0.5, 30)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("completions 0.5");
    }

    private static PeerLife life(final double seederShare, final RequestMix mix)
    {
        return new PeerLife(
            new PeerPopulation(new PopulationShape(100, PEERS, 1, 1, seederShare, SEED)), seederShare, mix);
    }
}
