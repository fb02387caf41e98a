package io.tributary.bench.trace.info;

import io.tributary.bench.trace.TraceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HexFormat;

import static io.tributary.bench.trace.info.HandMadeCapture.announce;
import static io.tributary.bench.trace.info.HandMadeCapture.announceAnswer;
import static io.tributary.bench.trace.info.HandMadeCapture.connect;
import static io.tributary.bench.trace.info.HandMadeCapture.connectAnswer;
import static io.tributary.bench.trace.info.HandMadeCapture.scrape;
import static org.assertj.core.api.Assertions.assertThat;

/** One capture for each reason, and what is just not malformed. */
class MalformedDatagramsTest
{
    private static final String CLIENT = "198.51.100.7";
    private static final TraceBounds BOUNDS = new TraceBounds(1 << 12, 1 << 8, 1 << 8);

    private static byte[] hex(final String text)
    {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static HandMadeCapture capture(final Defect defect)
    {
        final HandMadeCapture capture = new HandMadeCapture();
        switch (defect)
        {
            case REQUEST_TOO_SHORT:
                return capture.ask(0, CLIENT, Arrays.copyOf(connect(1), 15));

            case CONNECT_WITHOUT_PROTOCOL_ID:
                return capture.ask(0, CLIENT, hex("0000041727101981 00000000 00000001"));

            case ANNOUNCE_TOO_SHORT:
                return capture.ask(0, CLIENT, Arrays.copyOf(announce(-2, 1, 2, 0), 97));

            case SCRAPE_TOO_SHORT:
                return capture.ask(0, CLIENT, scrape(-2, 1, 19));

            case REQUEST_ACTION_UNKNOWN:
                return capture.ask(0, CLIENT, hex("1122334455667788 00000003 00000001"));

            case ANSWER_TOO_SHORT:
                return capture.answer(0, CLIENT, hex("00000003 000000"));

            case CONNECT_ANSWER_TOO_SHORT:
                return capture.answer(0, CLIENT, Arrays.copyOf(connectAnswer(1, 2), 15));

            case ANNOUNCE_ANSWER_TOO_SHORT:
                return capture.answer(0, CLIENT, Arrays.copyOf(announceAnswer(1, 2), 19));

            case ANNOUNCE_ANSWER_PEER_CUT:
                return capture.answer(0, CLIENT, announceAnswer(1, 1800, new byte[7]));

            case SCRAPE_ANSWER_ENTRY_CUT:
                return capture.answer(0, CLIENT, hex("00000002 00000001 0000000000000000000000"));

            case ANSWER_ACTION_UNKNOWN:
                return capture.answer(0, CLIENT, hex("00000004 00000001 0000000000000000"));

            case OVERLAY_TOO_SHORT:
                return capture.ask(0, CLIENT, hex("1122334455667788 00000081 00000001 1b"));

            case OVERLAY_ACTION_UNKNOWN:
                return capture.ask(0, CLIENT, hex("1122334455667788 0000008a 00000001 1b39 0000"));

            case OVERLAY_BODY_INVALID:
                return capture.ask(0, CLIENT, hex("1122334455667788 00000082 00000001 1b39 0000 00"));

            default:
                throw new IllegalArgumentException(defect.name());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldNameTheReason(final Defect defect)
    {
        final TraceSummary summary = capture(defect).summary(HandMadeCapture.PORT, BOUNDS);

        assertThat(summary.counts().defects(defect)).isEqualTo(1);
        assertThat(summary.counts().count(DatagramKind.MALFORMED)).isEqualTo(1);
        assertThat(summary.counts().total()).isEqualTo(1);
        try (TraceReader reader = capture(defect).reader(HandMadeCapture.PORT))
        {
            reader.forEach((datagram) -> {});
            assertThat(TextReport.render(reader, summary)).contains("\nMalformed ", "\n  " + defect.label() + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0000041727101980 00000000 00000001 ff, CONNECT",
        "1122334455667788 00000002 00000001 0101010101010101010101010101010101010101 02, SCRAPE",
        "1122334455667788 00000081 00000000 1b39, OVERLAY"})
    void shouldTakeWhatIsLongEnough(final String payload, final DatagramKind kind)
    {
        final TraceSummary summary =
            new HandMadeCapture().ask(0, CLIENT, hex(payload)).summary(HandMadeCapture.PORT, BOUNDS);

        assertThat(summary.counts().count(kind)).isEqualTo(1);
        assertThat(summary.counts().defects(Defect.NONE)).isEqualTo(1);
    }

    @Test
    void shouldBlameTheSnapLengthForWhatItCutOff()
    {
        final TraceSummary cut = new HandMadeCapture(20 + 8 + 15).ask(0, CLIENT, announce(-2, 1, 2, 2))
            .summary(HandMadeCapture.PORT, BOUNDS);
        assertThat(cut.counts().count(DatagramKind.CUT)).isEqualTo(1);
        assertThat(cut.counts().cutCount()).isEqualTo(1);

        final TraceSummary half = new HandMadeCapture(20 + 8 + 97).ask(0, CLIENT, announce(-2, 1, 2, 2))
            .ask(0, CLIENT, Arrays.copyOf(announce(-2, 1, 2, 2), 97)).summary(HandMadeCapture.PORT, BOUNDS);
        assertThat(half.counts().count(DatagramKind.ANNOUNCE_CUT)).isEqualTo(1);
        assertThat(half.counts().defects(Defect.ANNOUNCE_TOO_SHORT)).isEqualTo(1);
        assertThat(half.swarms().swarms()).isEqualTo(new Count(0, true));
    }

    /** Without a port, a tracker is who was asked for a connection or had an announce. */
    @Test
    void shouldNotCallOtherTrafficMalformed()
    {
        final TraceSummary summary = new HandMadeCapture()
            .add(0, CLIENT, 53, "198.51.100.8", 53, hex("0102030405"))
            .add(0, CLIENT, 6881, "198.51.100.8", 6881, hex("2100aabb0000000000000000000000000000aabbccdd"))
            .add(0, CLIENT, 6881, "198.51.100.9", 7000, announce(-2, 1, 2, 7))
            .summary();
        assertThat(summary.counts().count(DatagramKind.UNKNOWN)).isEqualTo(3);

        final TraceSummary known = new HandMadeCapture()
            .ask(0, CLIENT, connect(1))
            .ask(1, CLIENT, hex("2100aabb00000000 00100000 00000000aabbccdd"))
            .answer(2, CLIENT, hex("64313a7264323a6964"))
            .summary();
        assertThat(known.counts().defects(Defect.REQUEST_ACTION_UNKNOWN)).isEqualTo(1);
        assertThat(known.counts().defects(Defect.ANSWER_ACTION_UNKNOWN)).isEqualTo(1);
    }
}
