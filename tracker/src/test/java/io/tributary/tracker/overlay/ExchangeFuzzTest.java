package io.tributary.tracker.overlay;

import io.tributary.tracker.overlay.OverlayBus.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A neighbour gone mad, connected and believed: it sends garbage behind good headers. It harms itself, nobody else, and
 * takes no more room than its link allows.
 */
class ExchangeFuzzTest
{
    private static final int HEADER_VERSION_ONE = 18;
    private static final int HEADER_VERSION_TWO = 20;
    private static final int PEERS_PER_SWARM_MAX = 30;

    private final OverlayBus bus = new OverlayBus();

    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    @AfterEach
    void close()
    {
        bus.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldOutliveGarbageOfAVersionTwoNeighbour(final long seed)
    {
        outliveGarbage(seed, LinkSettings.Version.TWO, HEADER_VERSION_TWO);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldOutliveGarbageOfAVersionOneNeighbour(final long seed)
    {
        outliveGarbage(seed, LinkSettings.Version.ONE, HEADER_VERSION_ONE);
    }

    private void outliveGarbage(final long seed, final LinkSettings.Version version, final int header)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Node mad = bus.node();
        final Node victim = bus.node();
        final Node friend = bus.node();
        bus.link(mad, victim, false, version, PEERS_PER_SWARM_MAX);
        bus.link(victim, friend, true, LinkSettings.Version.TWO, 200);
        bus.run(SEC);
        bus.filter(packet ->
        {
            if (packet.from == mad.index)
            {
                spoil(packet.bytes, header, random);
            }
            return true;
        });
        for (int i = 0; i < 400; i++)
        {
            mad.announce(random.nextInt(20), random.nextInt(5000), random.nextBoolean(), 0 == random.nextInt(5));
            victim.announce(random.nextInt(20), 10_000 + i % 50, false, false);
            friend.announce(random.nextInt(20), 20_000 + i % 50, false, false);
            bus.run(random.nextInt(200) * MS);
            assertThat(bus.sent.size()).as("no storm").isLessThan(400 * 40);
        }
        for (int swarm = 0; swarm < 20; swarm++)
        {
            victim.announce(swarm, 11_000 + swarm, true, false);
            friend.announce(swarm, 21_000 + swarm, true, false);
        }
        bus.run(5 * SEC);

        for (int swarm = 0; swarm < 20; swarm++)
        {
            assertThat(victim.peers(swarm)).contains(peer(11_000 + swarm), peer(21_000 + swarm));
            assertThat(friend.peers(swarm)).contains(peer(11_000 + swarm), peer(21_000 + swarm));
            assertThat(victim.peers(swarm)).hasSizeLessThanOrEqualTo(50 + 1 + 50 + 1 + PEERS_PER_SWARM_MAX);
        }
    }

    /** Behind the header everything may be wrong; sometimes nothing is. */
    private static void spoil(final byte[] bytes, final int header, final SplittableRandom random)
    {
        final int action = bytes[11] & 0xFF;
        if (128 == action || 129 == action || bytes.length <= header || 0 == random.nextInt(3))
        {
            return;
        }
        for (int i = 1 + random.nextInt(8); i > 0; i--)
        {
            bytes[header + random.nextInt(bytes.length - header)] = (byte)random.nextInt();
        }
    }
}
