package io.tributary.bench.trace.info;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.trace.TraceException;
import io.tributary.bench.trace.TraceReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a capture holds, there is a report of it, in which nothing is lost. */
class TraceInfoFuzzTest
{
    private static final int RUNS = 150;
    private static final int HEAD_LENGTH = 24;

    @TempDir
    private Path directory;

    static LongStream seeds()
    {
        final Long chosen = Long.getLong("test.seed");
        return null != chosen ? LongStream.of(chosen) : LongStream.of(1, 2, new SecureRandom().nextLong());
    }

    private static byte[] resource(final String name) throws IOException
    {
        try (InputStream stream = TraceInfoFuzzTest.class.getResourceAsStream("/" + name + ".pcap"))
        {
            return stream.readAllBytes();
        }
    }

    /** Mostly payload and headers of packets; record headers are hit, too, by accident. */
    private static byte[] mutated(final byte[] original, final SplittableRandom random)
    {
        final byte[] bytes = original.clone();
        final int changes = 1 << random.nextInt(12);
        for (int i = 0; i < changes; i++)
        {
            final int place = HEAD_LENGTH + random.nextInt(bytes.length - HEAD_LENGTH);
            bytes[place] = (byte)(random.nextBoolean() ? bytes[place] ^ 1 << random.nextInt(8) : random.nextInt(4));
        }

        return bytes;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReportAnyCapture(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[][] originals =
        {
            resource("libtorrent-swarms-via-opentracker"), resource("tsup-v1-original-mesh"), resource("tsup-v2-mesh")
        };
        long malformed = 0;
        for (int i = 0; i < RUNS; i++)
        {
            final byte[] bytes = mutated(originals[random.nextInt(originals.length)], random);
            final int port = random.nextBoolean() ? TraceReader.PORT_ANY : 6969;
            final TraceSummary summary = new TraceSummary(port, new TraceBounds(1 << 6, 1 << 4, 1 << 4));
            try (TraceReader reader = TraceReader.of(
                "fuzzed", Channels.newChannel(new ByteArrayInputStream(bytes)), port))
            {
                read(reader, summary);
                assertThat(TextReport.render(reader, summary)).startsWith("fuzzed: pcap");
                assertThat(new ObjectMapper().readTree(JsonReport.render(reader, summary, null)).path("file").asText())
                    .isEqualTo("fuzzed");
                Plots.write(summary, directory);
                assertNothingLost(summary);
                malformed += summary.counts().count(DatagramKind.MALFORMED);
            }
        }

        assertThat(malformed).as("seed %d", seed).isPositive();
    }

    private static void read(final TraceReader reader, final TraceSummary summary)
    {
        try
        {
            reader.forEach(summary);
        }
        catch (final TraceException ex)
        {
            assertThat(ex).hasMessageStartingWith("fuzzed: at byte ");
        }
    }

    private static void assertNothingLost(final TraceSummary summary)
    {
        long kinds = 0;
        for (final DatagramKind kind : DatagramKind.values())
        {
            kinds += summary.counts().count(kind);
        }
        assertThat(kinds).isEqualTo(summary.counts().total());

        long defects = 0;
        for (final Defect defect : Defect.values())
        {
            defects += Defect.NONE == defect ? 0 : summary.counts().defects(defect);
        }
        assertThat(defects).isEqualTo(summary.counts().count(DatagramKind.MALFORMED));

        long overlay = summary.overlay().otherPackets();
        for (final Conversation conversation : summary.overlay().conversations())
        {
            overlay += conversation.fromFirst() + conversation.fromSecond();
        }
        assertThat(overlay).isEqualTo(summary.counts().count(DatagramKind.OVERLAY));
    }
}
