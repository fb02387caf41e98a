package io.tributary.bench.trace.info;

import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.info.AnswerTimes.Request;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;

import static io.tributary.bench.trace.info.HandMadeCapture.announce;
import static io.tributary.bench.trace.info.HandMadeCapture.announceAnswer;
import static io.tributary.bench.trace.info.HandMadeCapture.connect;
import static io.tributary.bench.trace.info.HandMadeCapture.connectAnswer;
import static io.tributary.bench.trace.info.HandMadeCapture.error;
import static io.tributary.bench.trace.info.HandMadeCapture.scrape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is counted, of captures made for it. */
class TraceSummaryTest
{
    private static final int STARTED = 2;
    private static final int STOPPED = 3;
    private static final String CLIENT = "198.51.100.7";
    private static final String OTHER = "2001:db8::7";
    private static final String TRACKER_OF_OTHER = "2001:db8::1";
    private static final long ID = 0x1122_3344_5566_7788L;

    @Test
    void shouldTieAnswersToRequests()
    {
        final AnswerTimes answers = new HandMadeCapture()
            .ask(0, CLIENT, connect(7)).answer(3, CLIENT, connectAnswer(7, ID))
            .ask(10, CLIENT, connect(7)).ask(20, CLIENT, connect(7)).answer(25, CLIENT, connectAnswer(7, ID))
            .ask(30, CLIENT, scrape(ID, 8, 40)).answer(31, CLIENT, error(8, "no"))
            .ask(40, CLIENT, announce(ID, 9, 1, 0)).answer(41, CLIENT, announceAnswer(10, 60))
            .summary().answers();

        assertThat(answers.requests(Request.CONNECT)).isEqualTo(3);
        assertThat(answers.answered(Request.CONNECT)).isEqualTo(2);
        assertThat(answers.unanswered(Request.CONNECT)).isEqualTo(1);
        assertThat(answers.latenciesNs(Request.CONNECT).getMinValue() / 1e6).isCloseTo(3, within(0.01));
        assertThat(answers.latenciesNs(Request.CONNECT).getMaxValue() / 1e6).isCloseTo(15, within(0.01));
        assertThat(answers.refused(Request.SCRAPE)).isEqualTo(1);
        assertThat(answers.unanswered(Request.ANNOUNCE)).isEqualTo(1);
        assertThat(answers.strayCount()).isEqualTo(1);
    }

    @Test
    void shouldKeepFamiliesAndClientsApart()
    {
        final TraceSummary summary = new HandMadeCapture()
            .ask(0, CLIENT, connect(1))
            .add(0, CLIENT, 5001, HandMadeCapture.TRACKER, HandMadeCapture.PORT, connect(1))
            .add(0, OTHER, 5000, TRACKER_OF_OTHER, HandMadeCapture.PORT, connect(1))
            .summary();

        assertThat(summary.trackers().value()).isEqualTo(2);
        assertThat(summary.clients().addresses()).isEqualTo(new Count(2, true));
        assertThat(summary.clients().endpoints()).isEqualTo(new Count(3, true));
        assertThat(summary.clients().ipv6Addresses()).isEqualTo(1);
        assertThat(summary.counts().count(DatagramKind.CONNECT, false)).isEqualTo(2);
        assertThat(summary.counts().count(DatagramKind.CONNECT, true)).isEqualTo(1);
    }

    @Test
    void shouldMeasureIntervalsUpToRegularAnnounces()
    {
        final String tracker = "192.0.2.99";
        final SwarmCensus swarms = new HandMadeCapture()
            .ask(0, CLIENT, announce(ID, 1, 1, STARTED))
            .ask(5_000, CLIENT, announce(ID, 2, 2, STARTED))
            .ask(60_000, CLIENT, announce(ID, 3, 1, 0))
            .ask(90_000, CLIENT, announce(ID, 4, 1, STOPPED))
            .ask(200_000, CLIENT, announce(ID, 5, 1, STARTED))
            .ask(230_000, CLIENT, announce(ID, 6, 1, 0))
            .add(240_000, CLIENT, 5000, tracker, HandMadeCapture.PORT, connect(1))
            .add(240_001, CLIENT, 5000, tracker, HandMadeCapture.PORT, announce(ID, 7, 1, 0))
            .ask(240_002, "198.51.100.8", announce(ID, 8, 1, 0))
            .summary().swarms();

        assertThat(swarms.waitsMs().getTotalCount()).isEqualTo(2);
        assertThat(swarms.waitsMs().getMinValue()).isCloseTo(30_000, within(20L));
        assertThat(swarms.waitsMs().getMaxValue()).isCloseTo(60_000, within(40L));
        assertThat(swarms.swarms()).isEqualTo(new Count(2, true));
        assertThat(swarms.peers()).isEqualTo(new Count(3, true));
        assertThat(swarms.sizes()).containsExactlyInAnyOrder(2, 1);
    }

    @Test
    void shouldClassSwarmsByPowersOfTwo()
    {
        final long[] classes = SwarmCensus.sizeClasses(new long[]{0, 1, 2, 3, 4, 7, 8, 1 << 20});
        assertThat(classes).startsWith(2, 2, 2, 1, 0);
        assertThat(classes[20]).isEqualTo(1);
        assertThat(SwarmSection.sizeClass(0)).isEqualTo("1 peer");
        assertThat(SwarmSection.sizeClass(10)).isEqualTo("1,024-2,047 peers");
    }

    @Test
    void shouldKnowHowOldConnectionIdsAre()
    {
        final ConnectionIdAges ids = new HandMadeCapture()
            .ask(0, CLIENT, connect(1)).answer(0, CLIENT, connectAnswer(1, ID))
            .ask(60_000, CLIENT, announce(ID, 2, 1, 0))
            .ask(61_000, CLIENT, announce(ID, 3, 1, 0))
            .ask(121_000, CLIENT, scrape(ID, 4, 20))
            .ask(122_000, CLIENT, scrape(ID + 1, 5, 20))
            .ask(122_000, "198.51.100.8", scrape(ID, 5, 20))
            .answer(122_001, CLIENT, connectAnswer(6, ID))
            .ask(122_002, CLIENT, announce(ID, 7, 1, 0))
            .summary().connectionIds();

        assertThat(ids.agesUs().getTotalCount()).isEqualTo(4);
        assertThat(ids.overClientLimitCount()).isEqualTo(2);
        assertThat(ids.overTrackerLimitCount()).isEqualTo(1);
        assertThat(ids.unknownCount()).isEqualTo(2);
        assertThat(ids.agesUs().getMinValue()).isEqualTo(1_000);
    }

    @Test
    void shouldReadWhatAnnouncesSay()
    {
        final byte[] options = HexFormat.of().parseHex("0203" + "2f612f" + "00");
        final byte[] cut = HexFormat.of().parseHex("02ff2f");
        final AnnounceCensus announces = new HandMadeCapture()
            .ask(0, CLIENT, announce(ID, 1, 1, 0, 0, -1, 6881, "-TR4050-abcdefghijkl"))
            .ask(1, CLIENT, announce(ID, 2, 1, 0, 5, -7, 0, "-TR4050-abcdefghijkl"))
            .ask(2, "198.51.100.8", join(announce(ID, 3, 1, 9, 5, 200, 1, "-TR4050-abcdefghijkl"), options))
            .ask(3, CLIENT, join(announce(ID, 4, 1, 0, 5, 0, 1, "M7-11-0--abcdefghijk"), cut))
            .summary().announces();

        assertThat(announces.seedingCount()).isEqualTo(1);
        assertThat(announces.portZeroCount()).isEqualTo(1);
        assertThat(announces.withOptionsCount()).isEqualTo(2);
        assertThat(announces.withUrlDataCount()).isEqualTo(1);
        assertThat(announces.optionsCutCount()).isEqualTo(1);
        assertThat(announces.numWants().rows()).containsExactly(
            new Tally.Row(-1, 2), new Tally.Row(0, 1), new Tally.Row(200, 1));
        assertThat(announces.software().rows())
            .extracting((row) -> AnnounceCensus.prefixText(row.value()) + " " + row.count())
            .containsExactly("-TR4050- 3", "other peer ids 1");
        assertThat(announces.softwareClients().rows()).extracting(Tally.Row::count).containsExactly(2L);
    }

    private static byte[] join(final byte[] first, final byte[] second)
    {
        final byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    @Test
    void shouldCountErrorsByText()
    {
        final TraceSummary summary = new HandMadeCapture()
            .ask(0, CLIENT, connect(1))
            .answer(1, CLIENT, error(1, "Connection ID mismatch.\0"))
            .answer(2, CLIENT, error(2, "overload\033[31m"))
            .answer(3, CLIENT, error(3, "Connection ID mismatch.\0"))
            .answer(4, CLIENT, error(4, ""))
            .summary();

        assertThat(summary.errors().tally().rows())
            .extracting((row) -> summary.errors().text(row) + " " + row.count())
            .containsExactlyInAnyOrder("Connection ID mismatch.? 2", "overload?[31m 1", " 1");
    }

    @Test
    void shouldSayAtLeastWhenThereIsNoRoomForMore()
    {
        final HandMadeCapture capture = new HandMadeCapture();
        for (int i = 0; i < 1_000; i++)
        {
            capture.ask(i, "203.0." + i / 250 + "." + i % 250, announce(ID, i, i, 0));
        }

        final TraceBounds bounds = new TraceBounds(1 << 8, 1 << 4, 1 << 4);
        final TraceSummary summary = capture.summary(TraceReader.PORT_ANY, bounds);
        final int most = bounds.distinctSlots() / 4 * 3;
        assertThat(summary.clients().addresses()).isEqualTo(new Count(most, false));
        assertThat(summary.clients().endpoints().text()).isEqualTo("at least 192");
        assertThat(summary.swarms().peers()).isEqualTo(new Count(most, false));
        assertThat(summary.answers().forgottenCount()).isEqualTo(1_000 - bounds.recentCapacity());
        assertThat(summary.counts().count(DatagramKind.ANNOUNCE)).isEqualTo(1_000);
    }

    @Test
    void shouldNotCallPeersExactOnceASwarmFoundNoRoom()
    {
        final HandMadeCapture capture = new HandMadeCapture();
        for (int i = 0; i < 100; i++)
        {
            capture.ask(i, CLIENT, announce(ID, i, i, 0));
        }

        final TraceBounds bounds = new TraceBounds(1 << 6, 1 << 4, 1 << 4);
        final SwarmCensus swarms = capture.summary(TraceReader.PORT_ANY, bounds).swarms();
        assertThat(swarms.swarms()).isEqualTo(new Count(48, false));
        assertThat(swarms.peers()).isEqualTo(new Count(48, false));
    }

    @Test
    void shouldLearnWhichVersionTrackersSpeak()
    {
        final byte[] synOne = HexFormat.of().parseHex("ffffffffffffffff0000008000000001" + "0a9600");
        final byte[] synAcknowledgement = HexFormat.of().parseHex("11223344556677880000008000000001" + "0a9601");
        final byte[] hello = HexFormat.of().parseHex("11223344556677880000008100000000" + "0a96");
        final OverlayCensus overlay = new HandMadeCapture()
            .add(0, "192.0.2.1", 2710, "192.0.2.2", 2710, synOne)
            .add(1, "192.0.2.2", 40_000, "192.0.2.1", 2710, synAcknowledgement)
            .add(2, "192.0.2.1", 2710, "192.0.2.2", 2710, hello)
            .add(3, "192.0.2.1", 2710, "192.0.2.3", 2710, hello)
            .summary().overlay();

        assertThat(overlay.conversations()).hasSize(2);
        final Conversation first = overlay.conversations().get(0);
        assertThat(first.first()).hasToString("192.0.2.1:2710");
        assertThat(first.second()).hasToString("192.0.2.2:2710");
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.fromFirst()).isEqualTo(2);
        assertThat(first.fromSecond()).isEqualTo(1);
        assertThat(overlay.requests(1, 0)).isEqualTo(1);
        assertThat(overlay.acknowledgements(1, 0)).isEqualTo(1);
        assertThat(overlay.requests(1, 1)).isEqualTo(2);
    }
}
