package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings.Version;
import io.tributary.tracker.overlay.SessionNetwork.Datagram;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import static io.tributary.tracker.overlay.SessionFixture.keyed;
import static io.tributary.tracker.overlay.SessionFixture.link;
import static io.tributary.tracker.overlay.SessionNetwork.MS;
import static io.tributary.tracker.overlay.SessionNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random and broken packets from a configured neighbour's address: no exception, no answer longer than what it
 * answers, no damage to a live session. Half of them are real packets with bytes changed, cut off or added.
 */
class SessionFuzzTest
{
    private static final int PACKETS = 20_000;
    private static final PacketAuthenticator AUTHENTICATOR = new PacketAuthenticator();
    private static final PacketKey KEY =
        new PacketKey(7, "sesame".getBytes(StandardCharsets.US_ASCII), PacketAuthenticator.sha256());

    private byte[] packet(final SplittableRandom random, final List<Datagram> real)
    {
        final byte[] bytes;
        if (random.nextBoolean())
        {
            bytes = new byte[random.nextInt(130)];
            random.nextBytes(bytes);
            if (bytes.length >= 18)
            {
                final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
                buffer.putInt(8, OverlayProtocol.ACTION_SYN + random.nextInt(12), ByteOrder.BIG_ENDIAN);
                buffer.putShort(16, (short)SessionFixture.PORT, ByteOrder.BIG_ENDIAN);
            }
        }
        else
        {
            final byte[] whole = real.get(random.nextInt(real.size())).bytes();
            final int length = random.nextInt(4) > 0 ? whole.length : random.nextInt(whole.length + 20);
            bytes = Arrays.copyOf(whole, length);
            for (int i = random.nextInt(4); i > 0 && length > 0; i--)
            {
                bytes[random.nextInt(length)] = (byte)random.nextInt();
            }
        }
        return bytes;
    }

    /** Strangers that forge the address: connection ids, or the key, keep them out. */
    @ParameterizedTest
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldStandForgedPackets(final long seed)
    {
        for (final boolean isKeyed : new boolean[]{false, true})
        {
            final SessionFixture pair = new SessionFixture(seed);
            connect(pair, isKeyed);
            final SplittableRandom random = new SplittableRandom(seed);
            // what a stranger can know: packets of another session
            final SessionFixture other = new SessionFixture(seed + 1);
            other.a = other.node(1, 77);
            other.b = other.node(2, 78);
            connect(other, isKeyed);
            final List<Datagram> real = List.copyOf(other.network.sent);

            for (int i = 0; i < PACKETS; i++)
            {
                final byte[] bytes = packet(random, real);
                pair.network.sent.clear();
                pair.network.inject(pair.addressB, pair.a, bytes);
                assertThat(pair.network.sent).hasSizeLessThanOrEqualTo(1).allSatisfy(answer ->
                    assertThat(answer.bytes().length).isLessThanOrEqualTo(bytes.length));
                pair.network.run(10 * MS);
            }
            assertThat(pair.a.events).containsExactly("connected b");
            assertThat(pair.b.events).containsExactly("connected a");
            assertThat(pair.a.receivedActions).isEmpty();
            assertThat(pair.a.neighbour("b").counters().dropsTotal()).isGreaterThan(PACKETS / 4);
        }
    }

    /** A neighbour gone mad, which knows ids and key: it may lose its own session, but harms nothing else. */
    @ParameterizedTest
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldStandAMadNeighbour(final long seed)
    {
        for (final boolean isKeyed : new boolean[]{false, true})
        {
            final SessionFixture pair = new SessionFixture(seed);
            final SessionNode c = pair.node(3, 1);
            c.links(link("a", pair.addressA, Version.AUTO));
            connect(pair, isKeyed, link("c", SessionFixture.address(3), Version.AUTO));
            final List<Datagram> real = List.copyOf(pair.network.sent);
            final SplittableRandom random = new SplittableRandom(seed);
            final Neighbour neighbour = pair.a.neighbour("b");
            for (int i = 0; i < PACKETS; i++)
            {
                pair.network.inject(pair.addressB, pair.a, authentic(packet(random, real), neighbour, isKeyed, random));
                pair.network.run(10 * MS);
                assertThat(neighbour.inFlight()).isLessThan(InFlight.CAPACITY);
            }
            assertThat(pair.a.neighbour("c").isConnected()).isTrue();
            assertThat(c.events).containsExactly("connected a");
            assertThat(pair.a.receivedActions).isNotEmpty();
            pair.network.run(300 * SECOND);
            assertThat(pair.a.isConnectedTo("b")).isTrue();
            assertThat(pair.b.isConnectedTo("a")).isTrue();
        }
    }

    private static byte[] authentic(
        final byte[] bytes, final Neighbour neighbour, final boolean isKeyed, final SplittableRandom random)
    {
        if (bytes.length < 36)
        {
            return bytes;
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final boolean isSyn = OverlayProtocol.ACTION_SYN == buffer.getInt(8, ByteOrder.BIG_ENDIAN);
        if (random.nextInt(4) > 0)
        {
            buffer.putLong(0, random.nextInt(4) > 0 ? neighbour.ownId : neighbour.nextOwnId, ByteOrder.BIG_ENDIAN);
        }
        if (!isSyn)
        {
            buffer.putInt(12, neighbour.replayWindow.highest() + random.nextInt(3), ByteOrder.BIG_ENDIAN);
            buffer.putByte(19, (byte)(isKeyed ? 7 : 0));
        }
        if (isKeyed)
        {
            AUTHENTICATOR.sign(KEY, buffer, 0, bytes.length - 16);
        }
        return bytes;
    }

    private static void connect(final SessionFixture pair, final boolean isKeyed, final LinkSettings... more)
    {
        final List<LinkSettings> links = new ArrayList<>(List.of(more));
        links.add(isKeyed ? keyed("b", pair.addressB, "sesame", 7) : link("b", pair.addressB, Version.AUTO));
        pair.a.links(links.toArray(new LinkSettings[0]));
        pair.b.links(isKeyed ? keyed("a", pair.addressA, "sesame", 7) : link("a", pair.addressA, Version.AUTO));
        pair.network.run(SECOND);
        pair.b.sendTracked("a", OverlayProtocol.ACTION_UPDATE, InFlightKind.LOG, 40);
        pair.network.run(30 * SECOND);
        pair.a.receivedActions.clear();
    }
}
