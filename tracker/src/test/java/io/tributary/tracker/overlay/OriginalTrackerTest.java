package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/** The model of the original behaves as the original was captured, and has the defects that ours must live with. */
class OriginalTrackerTest
{
    /** What the captured trackers were set to, as their packets show. */
    private static final OriginalTracker.Settings CAPTURED =
        new OriginalTracker.Settings(3, 5, 20, 60, 5, 3600, 23, 60, true);
    private static final String PRESENT = "000102030405060708090a0b0c0d0e0f10111213";
    private static final int LOOPBACK = 0x7F00_0001;
    /** Our wire is so much slower than the captured one. */
    private static final int SLOWNESS = 12;

    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** A.2. */
    @Test
    void shouldUnifyInARoundTripAndAHalf()
    {
        final OriginalTracker[] pair = mesh(2, OriginalTracker.settings(), true);

        final String hash = OriginalTracker.hash(OverlayBus.infoHash(1)).substring(0, 8);
        assertThat(bus.sent.stream().map(packet -> VersionOneText.of(packet.bytes))).containsExactly(
            "SYN", "SYN ACK", "SUMMARY +" + hash, "UPDATE S " + hash + "{}", "UPDATE S ACK " + hash + "{}");
        pair[0].announce(1, 1);
        bus.run(35 * SEC);
        assertThat(pair[1].peers(1)).containsExactly(peer(1));
    }

    /** Everything said before the first election, between all that were connected. */
    @Test
    void shouldSayWhatWasCaptured()
    {
        final OriginalTracker[] trackers = new OriginalTracker[3];
        for (int i = 0; i < trackers.length; i++)
        {
            trackers[i] = new OriginalTracker(bus, new Endpoint().ipv4(LOOPBACK + i, OverlayBus.PORT), CAPTURED, i);
        }
        link(trackers);
        trackers[0].register(PRESENT);
        trackers[1].register(PRESENT);
        bus.run(10 * MS);
        bus.sent.clear();
        trackers[0].start(new boolean[] {true, true});
        trackers[1].isDown = true;
        trackers[2].isDown = true;

        final List<Capture.Datagram> capture =
            Capture.originalMesh().stream().filter(datagram -> datagram.sinceNs() < 24 * SEC).toList();
        announceAsCaptured(capture, trackers);

        final Map<String, Set<String>> captured = new TreeMap<>();
        capture.stream().filter(datagram -> OverlayBus.PORT == datagram.source().port() &&
            OverlayBus.PORT == datagram.destination().port())
            .forEach(datagram -> note(captured, datagram.source(), datagram.destination(), datagram.bytes()));
        final Map<String, Set<String>> said = new TreeMap<>();
        bus.sent.forEach(packet -> note(said, packet.source, packet.destination, packet.bytes));
        assertThat(said).isEqualTo(captured).hasSize(6);
    }

    /** A.9-10. */
    @Test
    void shouldRefuseSynAcksAfterSynsHaveCrossed()
    {
        final OriginalTracker[] pair = mesh(2, OriginalTracker.settings(), false);

        bus.run(35 * SEC);
        assertThat(pair[0].isConnected(0)).isFalse();
        assertThat(pair[1].isConnected(0)).isFalse();
    }

    /** A.9-1, EL3: a leader collects, and gives everyone also what is its own. */
    @Test
    void shouldKeepAGhostThatALeaderEchoes()
    {
        final OriginalTracker[] trackers = mesh(3, OriginalTracker.settings(), true);
        trackers[0].lead(1, false);
        trackers[0].announceLeadership(0, 1);
        trackers[0].announceLeadership(1, 1);
        trackers[1].announce(1, 1);
        trackers[2].announce(1, 2);
        bus.run(2 * OverlayBus.LIFE_SEC * SEC);

        assertThat(trackers[1].peers(1)).contains(peer(1), peer(2));
    }

    /** A.5 and A.9-7. */
    @Test
    void shouldElectAndWaitForEverForTheDead()
    {
        final OriginalTracker.Settings settings =
            new OriginalTracker.Settings(10, 30, 40, 60, 5, 600, 60, 1800, true);
        final OriginalTracker[] trackers = mesh(3, settings, true);
        bus.run(200 * SEC);
        assertThat(trackers[0].isLeading(1, false)).isTrue();
        assertThat(trackers[1].isLeading(1, false)).isFalse();
        assertThat(trackers[0].isCampaigning()).isFalse();

        bus.filter(packet -> !packet.source.isSameAs(trackers[2].endpoint()) ||
            OriginalTracker.ACTION_CANDIDATURE != packet.action());
        bus.run(700 * SEC);
        trackers[2].isDown = true;
        bus.run(3600 * SEC);
        assertThat(trackers[0].isCampaigning()).isTrue();
    }

    private void announceAsCaptured(final List<Capture.Datagram> capture, final OriginalTracker[] trackers)
    {
        long burstNs = 0;
        long previousNs = 0;
        final long startNs = bus.nowNs();
        for (final Capture.Datagram datagram : capture)
        {
            burstNs = datagram.sinceNs() - previousNs > SEC ? datagram.sinceNs() : burstNs;
            previousNs = datagram.sinceNs();
            if (datagram.isAnnounce())
            {
                final long dueNs = startNs + burstNs + SLOWNESS * (datagram.sinceNs() - burstNs);
                bus.run(Math.max(0, dueNs - bus.nowNs()));
                final ByteBuffer in = ByteBuffer.wrap(datagram.bytes());
                trackers[datagram.destination().ipv4Address() - LOOPBACK].announce(
                    HexFormat.of().formatHex(datagram.bytes(), 16, 36), datagram.source().ipv4Address(),
                    in.getShort(96) & 0xFFFF, datagram.isStopped());
                // The first announce came before the others were there.
                startOthers(trackers);
            }
        }
        bus.run(startNs + 23 * SEC - bus.nowNs());
    }

    private void startOthers(final OriginalTracker[] trackers)
    {
        if (trackers[1].isDown)
        {
            bus.run(2 * MS);
            trackers[1].start(new boolean[] {false, false});
            trackers[2].start(new boolean[] {false, false});
        }
    }

    private static void note(
        final Map<String, Set<String>> said, final Endpoint from, final Endpoint to, final byte[] bytes)
    {
        said.computeIfAbsent(from + " to " + to, key -> new TreeSet<>()).add(VersionOneText.of(bytes));
    }

    /** Originals that all have swarm 1; one after the other opens its links to the others, or all at once. */
    private OriginalTracker[] mesh(final int count, final OriginalTracker.Settings settings, final boolean isOrderly)
    {
        final List<OriginalTracker> trackers = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            trackers.add(new OriginalTracker(bus, new Endpoint().ipv4(0x0A00_0001 + i, OverlayBus.PORT), settings, i));
            trackers.get(i).register(OriginalTracker.hash(OverlayBus.infoHash(1)));
        }
        final OriginalTracker[] array = trackers.toArray(OriginalTracker[]::new);
        link(array);
        for (int i = count - 1; i >= 0; i--)
        {
            final boolean[] isDelayed = new boolean[count - 1];
            for (int j = 0; j < isDelayed.length; j++)
            {
                isDelayed[j] = isOrderly && j >= i;
            }
            array[i].start(isDelayed);
        }
        bus.run(100 * MS);
        return array;
    }

    private static void link(final OriginalTracker[] trackers)
    {
        for (final OriginalTracker from : trackers)
        {
            for (final OriginalTracker to : trackers)
            {
                if (from != to)
                {
                    from.link(to.endpoint(), false);
                }
            }
        }
    }
}
