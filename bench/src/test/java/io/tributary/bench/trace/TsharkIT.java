package io.tributary.bench.trace;

import io.tributary.bench.trace.SampleCaptures.Link;
import io.tributary.codec.Endpoint;
import io.tributary.codec.capture.EnhancedPacketFlyweight;
import io.tributary.codec.capture.InterfaceDescriptionFlyweight;
import io.tributary.codec.capture.LinkType;
import io.tributary.codec.capture.PacketDirection;
import io.tributary.codec.capture.PacketVerdict;
import io.tributary.codec.capture.PcapHeaderFlyweight;
import io.tributary.codec.capture.PcapRecordFlyweight;
import io.tributary.codec.capture.SectionHeaderFlyweight;
import io.tributary.codec.capture.UdpPacketEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Packet by packet, what we read of a capture is what tshark reads: number, time, addresses, ports, UDP length, and the
 * payload's bytes, put together from fragments where need be.
 */
class TsharkIT
{
    private static final long SEED = 20_261_122;
    private static final int WRITTEN = 100;
    private static final String CUT_FIRST_FRAGMENT =
        "(ip.flags.mf == 1 && ip.frag_offset == 0 && frame.cap_len < frame.len)";

    @TempDir
    private Path directory;

    @BeforeEach
    void needTshark()
    {
        for (final String program : List.of("tshark", "editcap", "mergecap", "text2pcap", "tcpdump"))
        {
            final boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
            assumeTrue(isInstalled, program + " is not installed: nothing to compare with");
        }
    }

    private Path run(final Path output, final String... command)
    {
        final Path errors = directory.resolve("errors");
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
            final int code = process.waitFor();
            assertThat(code).as(Arrays.toString(command) + Files.readString(errors)).isZero();
            return output;
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(Arrays.toString(command), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    private Path converted(final Path source, final String name, final String... options)
    {
        final Path target = directory.resolve(name);
        final List<String> command = new ArrayList<>(List.of("editcap"));
        command.addAll(List.of(options));
        command.addAll(List.of(source.toString(), target.toString()));
        run(directory.resolve("output"), command.toArray(new String[0]));
        return target;
    }

    private Path file(final String name, final byte[] bytes)
    {
        try
        {
            return Files.write(directory.resolve(name), bytes);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(name, ex);
        }
    }

    private Path sample(final Link link)
    {
        return file(link + ".pcap", SampleCaptures.pcap(link, SEED, ByteOrder.LITTLE_ENDIAN, true));
    }

    /** An interface for each link layer. */
    private Path merged()
    {
        final Path merged = directory.resolve("merged.pcapng");
        final List<String> command = new ArrayList<>(List.of("mergecap", "-F", "pcapng", "-w", merged.toString()));
        for (final Link link : Link.values())
        {
            command.add(file(link + ".pcap",
                SampleCaptures.pcap(link, SEED + link.ordinal(), ByteOrder.LITTLE_ENDIAN, true)).toString());
        }

        run(directory.resolve("output"), command.toArray(new String[0]));
        return merged;
    }

    /**
     * Datagrams quoted in an ICMP error, and those without a whole header, are none of ours. Of a first fragment that
     * is cut tshark shows what it can with IPv4, but not with IPv6; to us neither is a datagram.
     */
    private List<String> rowsOfTshark(final Path capture) throws IOException
    {
        final Path rows = run(directory.resolve("rows"),
            "tshark", "-n", "-r", capture.toString(),
            "-Y", "udp.checksum && !icmp && !icmpv6 && !" + CUT_FIRST_FRAGMENT,
            "-T", "fields", "-E", "separator=|", "-E", "occurrence=l",
            "-e", "frame.number", "-e", "frame.time_epoch", "-e", "ip.src", "-e", "ip.dst", "-e", "ipv6.src",
            "-e", "ipv6.dst", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "udp.length", "-e", "udp.payload");
        return Files.readAllLines(rows).stream().map(TsharkIT::row).toList();
    }

    private static String row(final String line)
    {
        final String[] fields = line.split("\\|", -1);
        final String timeNs =
            fields[1].isEmpty() ? "" : new BigDecimal(fields[1]).movePointRight(9).toBigInteger().toString();
        return String.join(" ",
            fields[0],
            timeNs,
            endpoint(fields[2] + fields[4], fields[6]),
            endpoint(fields[3] + fields[5], fields[7]),
            String.valueOf(Integer.parseInt(fields[8]) - 8),
            fields[9].replace(":", ""));
    }

    private static String endpoint(final String address, final String port)
    {
        try
        {
            final ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
            final int portNumber = Integer.parseInt(port);
            return (4 == bytes.capacity() ? new Endpoint().ipv4(bytes.getInt(), portNumber) :
                new Endpoint().ipv6(bytes.getLong(), bytes.getLong(), portNumber)).toString();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(address, ex);
        }
    }

    private static List<String> rowsOfOurs(final Path capture, final boolean hasTimes)
    {
        final List<String> rows = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(capture.toString(), TraceReader.PORT_ANY))
        {
            reader.forEach(datagram -> rows.add(row(datagram, hasTimes)));
        }

        return rows;
    }

    private static String row(final TraceDatagram datagram, final boolean hasTimes)
    {
        final byte[] payload = new byte[datagram.length()];
        datagram.buffer().getBytes(datagram.offset(), payload);
        return String.join(" ",
            String.valueOf(datagram.packetNumber()),
            hasTimes ? String.valueOf(datagram.timeNs()) : "",
            datagram.source().toString(),
            datagram.destination().toString(),
            String.valueOf(datagram.originalLength()),
            HexFormat.of().formatHex(payload));
    }

    private void assertSame(final Path capture, final int rowsMin) throws IOException
    {
        final List<String> ours = rowsOfOurs(capture, true);
        assertThat(ours).isEqualTo(rowsOfTshark(capture));
        assertThat(ours.size()).isGreaterThanOrEqualTo(rowsMin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libtorrent-swarms-via-opentracker.pcap", "tsup-v1-original-mesh.pcap"})
    void shouldReadTheSharedCapturesAsTsharkDoes(final String name) throws IOException
    {
        final Path capture = TraceReaderTest.resource(name);
        assertSame(capture, 408);
        assertSame(converted(capture, "trace.pcapng", "-F", "pcapng"), 408);
        assertSame(converted(capture, "short.pcapng", "-F", "pcapng", "-s", "60"), 408);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadEachLinkLayerAsTsharkDoes(final Link link) throws IOException
    {
        assertSame(sample(link), 50);
    }

    @Test
    void shouldReadWhatEditcapWritesAsTsharkDoes() throws IOException
    {
        final Path capture = sample(Link.COOKED_2);
        assertSame(converted(capture, "trace.pcapng", "-F", "pcapng"), 50);
        assertSame(converted(capture, "micro.pcap", "-F", "pcap"), 50);
        assertSame(converted(capture, "shifted.pcap", "-F", "nsecpcap", "-t", "-0.123456789"), 50);
    }

    /** Down to lengths that cut the headers, behind every link layer. */
    @ParameterizedTest
    @ValueSource(strings = {"20", "28", "34", "44", "60", "70", "96"})
    void shouldReadWhatIsCutAsTsharkDoes(final String length) throws IOException
    {
        assertSame(converted(merged(), "cut.pcapng", "-F", "pcapng", "-s", length), 0);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldReadAllKindsOfPcapAsTsharkDoes(final boolean isBigEndian, final boolean isNanoseconds)
        throws IOException
    {
        final ByteOrder byteOrder = isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertSame(file("trace.pcap", SampleCaptures.pcap(Link.COOKED_2, SEED, byteOrder, isNanoseconds)), 50);
    }

    @Test
    void shouldReadManyInterfacesAndSectionsAsTsharkDoes() throws IOException
    {
        final Path merged = merged();
        assertSame(merged, Link.values().length * 50);

        final byte[] sections = SampleCaptures.join(
            Files.readAllBytes(merged),
            Files.readAllBytes(converted(sample(Link.VLAN), "vlan.pcapng", "-F", "pcapng")),
            Files.readAllBytes(file("big.pcapng", SampleCaptures.bigEndianPcapng(SEED))));
        assertSame(file("sections.pcapng", sections), (Link.values().length + 2) * 50);
        assertSame(directory.resolve("big.pcapng"), 50);
    }

    @ParameterizedTest
    @CsvSource({"228, 4", "229, 6"})
    void shouldReadOneFamilyAsTsharkDoes(final int linkType, final int version) throws IOException
    {
        final List<byte[]> packets = SampleCaptures.packets(SEED).stream()
            .filter(packet -> version == packet[0] >> 4).toList();
        assertSame(file("trace.pcap", SampleCaptures.pcap(linkType, packets, ByteOrder.LITTLE_ENDIAN, true)), 20);
    }

    @Test
    void shouldReadWhatTcpdumpWritesAsTsharkDoes() throws IOException
    {
        final Path capture = directory.resolve("tcpdump.pcap");
        for (final String precision : List.of("micro", "nano"))
        {
            run(capture, "tcpdump", "-r", sample(Link.COOKED_2).toString(), "-w", "-",
                "--time-stamp-precision=" + precision);
            assertSame(capture, 50);
        }
    }

    /** They have no time: tshark says nothing of it. */
    @Test
    void shouldReadSimplePacketsAsTsharkDoes() throws IOException
    {
        final ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x0A0D_0D0A).putInt(28).putInt(0x1A2B_3C4D).putShort((short)1).putShort((short)0).putLong(-1)
            .putInt(28);
        file.putInt(1).putInt(20).putShort((short)101).putShort((short)0).putInt(90).putInt(20);
        for (final byte[] frame : SampleCaptures.frames(Link.RAW, SEED))
        {
            final int captured = Math.min(90, frame.length);
            final int padded = (captured + 3) & ~3;
            file.putInt(3).putInt(16 + padded).putInt(frame.length).put(frame, 0, captured)
                .put(new byte[padded - captured]).putInt(16 + padded);
        }

        final Path capture = file("simple.pcapng", Arrays.copyOf(file.array(), file.position()));
        assertThat(rowsOfOurs(capture, false)).hasSizeGreaterThan(40).isEqualTo(rowsOfTshark(capture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcap", "pcapng", "nsecpcap"})
    void shouldReadWhatText2pcapWritesAsTsharkDoes(final String format) throws IOException
    {
        final Path text = file("text", "0000 64 31 3a 61 64 32 3a 69\n0008 64\n\n0000 41 42 43\n".getBytes());
        final Path capture = directory.resolve("text." + format);
        run(directory.resolve("output"), "text2pcap", "-F", format, "-u", "40001,50001", "-4", "192.0.2.1,192.0.2.2",
            text.toString(), capture.toString());
        assertSame(capture, 2);
    }

    @Test
    void shouldCountWhatTsharkDoesNotCallUdp() throws IOException
    {
        final Path capture = sample(Link.ETHERNET);
        try (TraceReader reader = TraceReader.open(capture.toString(), TraceReader.PORT_ANY))
        {
            final long datagrams = reader.forEach(datagram -> {});
            assertThat(datagrams).isEqualTo(rowsOfTshark(capture).size());
            assertThat(reader.packetCount(PacketVerdict.NOT_UDP)).isEqualTo(3);
            assertThat(reader.packetCount(PacketVerdict.FRAGMENT_PENDING))
                .isEqualTo(reader.packetCount() - datagrams - 3);
            assertThat(reader.fragments().pendingCount()).isEqualTo(1);
        }
    }

    /** What the encoders write has good checksums, the times to the nanosecond, and the direction in pcapng. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldWriteWhatTsharkReads(final boolean isPcapng, final boolean isBigEndian) throws IOException
    {
        final Path capture = file(
            "written", written(isPcapng, isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
        assertSame(capture, WRITTEN);
        final Path rows = run(directory.resolve("rows"),
            "tshark", "-n", "-r", capture.toString(), "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
            "-T", "fields", "-E", "separator=|", "-e", "udp.checksum.status", "-e", "ip.checksum.status",
            "-e", "frame.packet_flags_direction");
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < WRITTEN; i++)
        {
            expected.add("1|" + (0 == i % 2 ? "1" : "") + "|" + (isPcapng ? "0x0000000" + (1 + i % 2) : ""));
        }

        assertThat(Files.readAllLines(rows)).isEqualTo(expected);
    }

    private static byte[] written(final boolean isPcapng, final ByteOrder byteOrder)
    {
        final byte[] file = new byte[1 << 16];
        final UnsafeBuffer buffer = new UnsafeBuffer(file);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[WRITTEN]);
        final EnhancedPacketFlyweight block = new EnhancedPacketFlyweight();
        int position = isPcapng ? SectionHeaderFlyweight.LENGTH_MIN : PcapHeaderFlyweight.LENGTH;
        if (isPcapng)
        {
            new SectionHeaderFlyweight().wrap(buffer, 0, byteOrder).encode();
            new InterfaceDescriptionFlyweight().wrap(buffer, position, byteOrder).encode(LinkType.RAW, 65_535);
            position += InterfaceDescriptionFlyweight.ENCODED_LENGTH;
        }
        else
        {
            new PcapHeaderFlyweight().wrap(buffer, 0, byteOrder).encode(LinkType.RAW, 65_535);
        }

        for (int i = 0; i < WRITTEN; i++)
        {
            final long timeNs = 1_795_339_289_123_456_789L + i;
            final boolean isIpv6 = 0 != i % 2;
            payload.setMemory(0, i, (byte)(7 * i));
            final int headLength = isPcapng ? EnhancedPacketFlyweight.PACKET_OFFSET : PcapRecordFlyweight.LENGTH;
            final int length = UdpPacketEncoder.encode(
                buffer, position + headLength, endpoint(isIpv6, i), endpoint(isIpv6, 1000 + i), payload, 0, i);
            if (isPcapng)
            {
                position += block.wrap(buffer, position, byteOrder)
                    .encode(0, timeNs, length, length, isIpv6 ? PacketDirection.OUT : PacketDirection.IN);
            }
            else
            {
                new PcapRecordFlyweight().wrap(buffer, position, byteOrder).encode(timeNs, length, length);
                position += headLength + length;
            }
        }

        return Arrays.copyOf(file, position);
    }

    private static Endpoint endpoint(final boolean isIpv6, final int host)
    {
        return isIpv6 ? new Endpoint().ipv6(0x2001_0DB8_0000_0000L, host, 40_000 + host) :
            new Endpoint().ipv4(0x0A00_0000 + host, 40_000 + host);
    }
}
