package io.tributary.tracker.status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OverlayStatusTest
{
    private static final long START_MS = 1_800_000_000_000L;
    private static final int SLOTS = 3;

    @TempDir
    private Path directory;
    private Path file;
    private TrackerCounters counters;
    private OverlayStatusWriter writer;

    @BeforeEach
    void start() throws IOException
    {
        file = directory.resolve(TrackerCounters.FILE_NAME);
        counters = TrackerCounters.prepared(file, () -> START_MS, 4242, SLOTS);
        counters.publish();
        writer = new OverlayStatusWriter(counters);
    }

    @AfterEach
    void stop()
    {
        counters.close();
    }

    @Test
    void shouldTellNothingOfATrackerWithoutLinks() throws IOException
    {
        writer.beginOverlay().set(OverlayField.SWARMS, 5).end();

        final StatusView view = StatusView.read(file, START_MS);
        assertThat(view.overlay().links()).isEmpty();
        assertThat(OverlayReporter.render(view)).isEmpty();
        assertThat(StatusReporter.render(view)).doesNotContain("Overlay", "Links");
    }

    @Test
    void shouldKeepEveryFieldOfEverySlotApart() throws IOException
    {
        for (int slot = 0; slot < SLOTS; slot++)
        {
            fill(slot, 1_000 * slot);
        }
        writer.beginOverlay();
        for (final OverlayField field : OverlayField.values())
        {
            writer.set(field, 100 + field.ordinal());
        }
        writer.end();

        final OverlayStatus overlay = StatusView.read(file, START_MS).overlay();
        assertThat(OverlayField.values()).allSatisfy(
            field -> assertThat(overlay.value(field)).isEqualTo(100 + field.ordinal()));
        assertThat(overlay.links()).extracting(LinkStatus::name).containsExactly("link 0", "link 1", "link 2");
        assertThat(overlay.links()).allSatisfy(link ->
        {
            final long base = 1_000L * link.slot();
            assertThat(LinkField.values()).allSatisfy(
                field -> assertThat(link.value(field)).isEqualTo(base + field.ordinal()));
            for (int action = 128; action <= 137; action++)
            {
                assertThat(List.of(link.packetsIn(action), link.bytesIn(action), link.packetsOut(action),
                    link.bytesOut(action))).containsExactly(base + action, base + action + 200, base + action + 400,
                    base + action + 600);
            }
        });
    }

    @Test
    void shouldForgetALinkThatIsRemovedAndAllOfItsNumbers() throws IOException
    {
        fill(0, 1);
        fill(1, 1);
        writer.clearLink(0);
        assertThat(StatusView.read(file, START_MS).overlay().links()).extracting(LinkStatus::slot).containsExactly(1);

        writer.beginLink(0, "other").end();
        final LinkStatus other = StatusView.read(file, START_MS).overlay().links().get(0);
        assertThat(other.name()).isEqualTo("other");
        assertThat(LinkField.values()).allSatisfy(field -> assertThat(other.value(field)).isZero());
        assertThat(other.bytesOut(137)).isZero();
    }

    @Test
    void shouldTellWhichLinksAreConnected()
    {
        writer.beginLink(0, "a").set(LinkField.STATE, LinkStatus.State.CONNECTED.ordinal()).end();
        writer.beginLink(2, "b").set(LinkField.STATE, LinkStatus.State.CONFIRMING.ordinal()).end();

        assertThat(OverlayStatus.of(counters).connectedLinks()).containsExactly("a");
    }

    @Test
    void shouldCutLongNames() throws IOException
    {
        writer.beginLink(2, "x".repeat(63) + "yz").end();

        assertThat(StatusView.read(file, START_MS).overlay().links().get(0).name()).isEqualTo("x".repeat(63) + "y");
    }

    /** Both fields are written by one thread as one; a reader must never see one without the other. */
    @Test
    void shouldReadEachLinkAsOfOneMoment() throws Exception
    {
        final AtomicBoolean isOver = new AtomicBoolean();
        final Thread loop = new Thread(() ->
        {
            for (long i = 1; !isOver.get(); i++)
            {
                writer.beginLink(1, "north").set(LinkField.IS_EXTERNAL, i).traffic(137, 0, 0, 0, i).end();
            }
        });
        loop.start();
        try
        {
            for (int i = 0; i < 20_000; i++)
            {
                final OverlayStatus overlay = OverlayStatus.read(counters.region(),
                    StatusLayout.overlayOffset(TrackerCounter.count()), SLOTS, Integer.MAX_VALUE);
                for (final LinkStatus link : overlay.links())
                {
                    assertThat(link.bytesOut(137)).isEqualTo(link.value(LinkField.IS_EXTERNAL));
                }
            }
        }
        finally
        {
            isOver.set(true);
            loop.join();
        }
    }

    @Test
    void shouldGiveUpOnAWriterThatDiedInTheMiddle() throws IOException
    {
        fill(0, 7);
        writer.beginLink(0, "link 0");

        assertThat(StatusView.read(file, START_MS).overlay().links()).hasSize(1);
    }

    /** IM2: links and their state. */
    @Test
    void shouldRenderRolesAndLinks() throws IOException
    {
        writer.beginOverlay().set(OverlayField.TRACKER_ID_HIGH, 0x0123_4567_89AB_CDEFL)
            .set(OverlayField.TRACKER_ID_LOW, 1).set(OverlayField.IS_BORDER, 1)
            .set(OverlayField.MANDATES_INTERNAL, 12).set(OverlayField.MANDATES_EXTERNAL, 3)
            .set(OverlayField.SWARMS, 1_234).set(OverlayField.SWARMS_MAX, 1_000_000)
            .set(OverlayField.RECORDS, 500_000).set(OverlayField.RECORDS_MAX, 1_000_000)
            .set(OverlayField.CHANGES, 262).set(OverlayField.CHANGES_MAX, 262_144).set(OverlayField.ORIGINS, 4).end();
        writer.beginLink(0, "north").set(LinkField.STATE, LinkStatus.State.CONNECTED.ordinal())
            .set(LinkField.VERSION, 2).set(LinkField.IS_KEYED, true).set(LinkField.ADDRESS_LOW, 0xC000_0201L)
            .set(LinkField.PORT, 6969).set(LinkField.TRACKER_ID_LOW, 2).set(LinkField.ROUND_TRIP_US, 432)
            .set(LinkField.LAST_HEARD_MS, START_MS - 1_500).set(LinkField.CONNECTED_SINCE_MS, START_MS - 61_000)
            .set(LinkField.RETRANSMISSIONS, 3)
            .set(LinkField.CONNECTIONS, 1).set(LinkField.RECORDS_SENT, 77).set(LinkField.RECORDS_ACCEPTED, 1_234)
            .set(LinkField.RECORDS_HELD, 1_229).set(LinkField.LAG, 9).set(LinkField.SHARED_SWARMS, 1_000)
            .set(LinkField.IS_BORDER, true).traffic(128, 1, 64, 2, 144).traffic(131, 100, 130_000, 0, 0).end();
        writer.beginLink(2, "a neighbour with a long name").set(LinkField.STATE, LinkStatus.State.WAITING.ordinal())
            .set(LinkField.IS_EXTERNAL, true).set(LinkField.IS_IPV6, true)
            .set(LinkField.ADDRESS_HIGH, 0x2001_0db8_0000_0000L).set(LinkField.ADDRESS_LOW, 1)
            .set(LinkField.PORT, 65_535).set(LinkField.ROUND_TRIP_US, -1)
            .set(LinkField.ERROR_CODE, 1).set(LinkField.PACKETS_DROPPED, 6)
            .set(LinkField.LAST_DROP, LinkDrop.TAG_WRONG.code())
            .set(LinkField.IS_MESH_INCOMPLETE, true).end();

        final String text = OverlayReporter.render(StatusView.read(file, START_MS));

        assertThat(text).isEqualTo(
            """
            Overlay
              tracker id 0123456789abcdef0000000000000001, border tracker
              leads 12 swarms in the internal network, 3 in the external
              swarms 1,234 (0.1% full), records 500,000 (50.0% full)
              change log 262 (0.1% full), origins 4, open questions 0
            Links
                                     kind     state      ver round trip     heard    swarms
              north                  internal connected    2     0.4 ms     1.5 s     1,000
                192.0.2.1:6969, keyed
                tracker 00000000000000000000000000000002, connected for 00:01:01, border
                leads 0 internal, 0 external; lag 9
                connections 1, retransmissions 3, dropped 0
                records held 1,229, accepted 1,234, duplicate 0,
                  looped 0, refused 0, expired 0; sent 77
                                        packets in     bytes in   packets out    bytes out
                syn                              1         64 B             2        144 B
                update                         100    127.0 KiB             0          0 B
              a neighbour with a lon external waiting      -          -     never         0
                [2001:db8::1]:65535, no key
                its neighbours are not all ours: links are missing
                it refused: it has this link as one of the other kind (internal, external)
                connections 0, retransmissions 0, dropped 6
                last dropped: authentication failed, the keys differ
                records held 0, accepted 0, duplicate 0,
                  looped 0, refused 0, expired 0; sent 0
            """);
        assertThat(StatusReporter.render(StatusView.read(file, START_MS))).endsWith(text);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    /** A slot may have been another link's. */
    @Test
    void shouldShowALinkWithoutAddress() throws IOException
    {
        fill(1, 5_000);
        writer.linkWithoutAddress(1, new LinkWithoutAddress("north", true));

        assertThat(OverlayReporter.render(StatusView.read(file, START_MS))).endsWith(
            """
              north                  external no address   -          -     never         0
                no address found that this tracker could send to; the log says more
            """);
    }

    @Test
    void shouldNotLetTwoAskAtATime() throws IOException
    {
        try (SwarmInquiry first = SwarmInquiry.open(file))
        {
            first.ask(new byte[20]);
            assertThatThrownBy(() -> SwarmInquiry.open(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("somebody else asks");
        }
        SwarmInquiry.open(file).close();
    }

    @Test
    void shouldAnswerEachQuestionOnceAndTheRightOne() throws IOException
    {
        final SwarmQueryMailbox mailbox = new SwarmQueryMailbox(counters);
        final SwarmQuery query = (infoHash, offset, description) ->
            description.known().count(SwarmDescription.OWN, infoHash.getByte(offset), 0);
        assertThat(mailbox.poll(query)).isZero();

        try (SwarmInquiry abandoned = SwarmInquiry.open(file))
        {
            abandoned.ask(infoHash(1));
        }
        try (SwarmInquiry inquiry = SwarmInquiry.open(file))
        {
            assertThat(mailbox.poll(query)).isEqualTo(1);
            inquiry.ask(infoHash(2));
            assertThat(inquiry.isAnswered()).isFalse();
            assertThat(mailbox.poll(query)).isEqualTo(1);
            assertThat(mailbox.poll(query)).isZero();
            assertThat(inquiry.isAnswered()).isTrue();
            assertThat(inquiry.answer().peers(SwarmDescription.OWN)).isEqualTo(2);
        }
    }

    @Test
    void shouldDescribeASwarmWithAsManyPeersAsFit() throws IOException
    {
        final SwarmQueryMailbox mailbox = new SwarmQueryMailbox(counters);
        try (SwarmInquiry inquiry = SwarmInquiry.open(file))
        {
            inquiry.ask(infoHash(3));
            mailbox.poll((infoHash, offset, description) -> describe(description));
            final SwarmDescription swarm = inquiry.answer();

            assertThat(swarm.isKnown()).isTrue();
            assertThat(swarm.peers(SwarmDescription.EXTERNAL)).isEqualTo(9_000);
            assertThat(swarm.seeders(SwarmDescription.EXTERNAL)).isEqualTo(4_000);
            assertThat(swarm.peers(SwarmDescription.INTERNAL)).isZero();
            assertThat(swarm.leader(false)).isEqualTo(SwarmDescription.NO_LEADER);
            assertThat(swarm.leader(true)).isEqualTo(2);
            assertThat(swarm.links()).containsExactly(1, 2);
            assertThat(swarm.peers()).hasSize((65_536 - 64 - 2 * 8) / 48).startsWith(
                new SwarmDescription.Peer("[2001:db8::]:0", SwarmDescription.EXTERNAL, true, 60, 2,
                    "00000000000000070000000000000008"),
                new SwarmDescription.Peer("[2001:db8::1]:1", SwarmDescription.EXTERNAL, true, 60, 2,
                    "00000000000000070000000000000008"));
        }
    }

    private static void describe(final SwarmDescriptionEncoder description)
    {
        description.known().count(SwarmDescription.EXTERNAL, 9_000, 4_000).leaders(SwarmDescription.NO_LEADER, 2);
        description.link(1);
        description.link(2);
        int peers = 0;
        while (description.peer(
            true, 0x2001_0db8_0000_0000L, peers, peers, true, SwarmDescription.EXTERNAL, 60, 2, 7, 8))
        {
            peers++;
        }
        assertThat(description.link(3)).isFalse();
    }

    private void fill(final int slot, final long base)
    {
        writer.beginLink(slot, "link " + slot);
        for (final LinkField field : LinkField.values())
        {
            writer.set(field, base + field.ordinal());
        }
        for (int action = 128; action <= 137; action++)
        {
            writer.traffic(action, base + action, base + action + 200, base + action + 400, base + action + 600);
        }
        writer.end();
    }

    private static byte[] infoHash(final int first)
    {
        final byte[] infoHash = new byte[20];
        infoHash[0] = (byte)first;
        return infoHash;
    }
}
