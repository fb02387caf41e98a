package io.tributary.bench.trace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Captures for tests, written without the code under test: IP packets of every kind that the reader tells apart, behind
 * each link layer, as a pcap file.
 */
final class SampleCaptures
{
    /** Link types with what stands before an IPv4 and before an IPv6 packet. */
    enum Link
    {
        ETHERNET(1, "020000000001 020000000002 0800", "020000000001 020000000002 86dd"),
        VLAN(1, "020000000001 020000000002 8100 0064 0800", "020000000001 020000000002 8100 0064 86dd"),
        VLAN_STACKED(
            1,
            "020000000001 020000000002 88a8 0001 8100 0064 0800",
            "020000000001 020000000002 88a8 0001 8100 0064 86dd"),
        RAW(101, "", ""),
        NULL(0, "02000000", "1e000000"),
        NULL_BIG(0, "00000002", "0000001c"),
        LOOP(108, "00000002", "00000018"),
        COOKED_1(113, "0000 0001 0006 0200000000010000 0800", "0004 0304 0006 0000000000000000 86dd"),
        COOKED_2(
            276, "0800 0000 00000001 0304 00 06 0000000000000000", "86dd 0000 00000001 0001 04 06 0200000000010000"),
        COOKED_1_VLAN(
            113, "0000 0001 0006 0200000000010000 8100 0064 0800", "0000 0001 0006 0200000000010000 8100 0064 86dd"),
        COOKED_2_VLAN(
            276,
            "8100 0000 00000001 0001 00 06 0200000000010000 0064 0800",
            "8100 0000 00000001 0001 00 06 0200000000010000 0064 86dd");

        private final int linkType;
        private final byte[] ipv4;
        private final byte[] ipv6;

        Link(final int linkType, final String ipv4, final String ipv6)
        {
            this.linkType = linkType;
            this.ipv4 = bytes(ipv4);
            this.ipv6 = bytes(ipv6);
        }

        byte[] frame(final byte[] packet)
        {
            return join(4 == packet[0] >> 4 ? ipv4 : ipv6, packet);
        }
    }

    private static final int UDP = 17;
    private static final byte[] IPV4_ADDRESSES = bytes("c0000201 c6336402");
    private static final byte[] IPV6_ADDRESSES =
        bytes("20010db8000000000000000000000001 20010db8000000000000000000000002");

    private SampleCaptures()
    {
    }

    static byte[] bytes(final String hex)
    {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] join(final byte[]... parts)
    {
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (final byte[] part : parts)
        {
            whole.writeBytes(part);
        }

        return whole.toByteArray();
    }

    static byte[] udp(final int payloadLength, final SplittableRandom random)
    {
        final byte[] payload = new byte[payloadLength];
        random.nextBytes(payload);
        final ByteBuffer head = ByteBuffer.allocate(8).putShort((short)(40_000 + random.nextInt(1000)))
            .putShort((short)50_001).putShort((short)(8 + payloadLength)).putShort((short)0);
        return join(head.array(), payload);
    }

    static byte[] ipv4(final int protocol, final int identification, final int fragment, final byte[]... parts)
    {
        final byte[] options = parts.length > 1 ? parts[0] : new byte[0];
        final byte[] body = parts[parts.length - 1];
        final int headLength = 20 + options.length;
        final ByteBuffer head = ByteBuffer.allocate(12).put((byte)(0x40 | headLength / 4)).put((byte)0)
            .putShort((short)(headLength + body.length)).putShort((short)identification).putShort((short)fragment)
            .put((byte)64).put((byte)protocol).putShort((short)0);
        return join(head.array(), IPV4_ADDRESSES, options, body);
    }

    static byte[] ipv6(final int nextHeader, final byte[]... parts)
    {
        final byte[] body = join(parts);
        final ByteBuffer head = ByteBuffer.allocate(8).putInt(0x6000_0000).putShort((short)body.length)
            .put((byte)nextHeader).put((byte)64);
        return join(head.array(), IPV6_ADDRESSES, body);
    }

    /** In the order of the list: pieces of at most so many bytes. */
    static List<byte[]> ipv4Fragments(final byte[] datagram, final int identification, final int length)
    {
        final List<byte[]> fragments = new ArrayList<>();
        for (int place = 0; place < datagram.length; place += length)
        {
            final int end = Math.min(datagram.length, place + length);
            fragments.add(ipv4(
                UDP, identification, (end < datagram.length ? 0x2000 : 0) | place / 8, slice(datagram, place, end)));
        }

        return fragments;
    }

    static List<byte[]> ipv6Fragments(final byte[] datagram, final int identification, final int length)
    {
        final List<byte[]> fragments = new ArrayList<>();
        for (int place = 0; place < datagram.length; place += length)
        {
            final int end = Math.min(datagram.length, place + length);
            final ByteBuffer head = ByteBuffer.allocate(8).put((byte)UDP).put((byte)0)
                .putShort((short)(place | (end < datagram.length ? 1 : 0))).putInt(identification);
            fragments.add(ipv6(44, head.array(), slice(datagram, place, end)));
        }

        return fragments;
    }

    private static byte[] slice(final byte[] bytes, final int start, final int end)
    {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** UDP in all its forms, and what is none. */
    static List<byte[]> packets(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 20; i++)
        {
            packets.add(ipv4(UDP, i, 0x4000, udp(random.nextInt(200), random)));
            packets.add(ipv6(UDP, udp(random.nextInt(200), random)));
        }

        packets.add(ipv4(UDP, 0, 0, udp(0, random)));
        packets.add(ipv4(UDP, 0, 0, bytes("0101010101010100"), udp(98, random)));
        packets.add(ipv4(UDP, 0, 0, bytes("01".repeat(40)), udp(98, random)));
        packets.add(ipv4(UDP, 0, 0, udp(1472, random)));
        packets.add(ipv4(UDP, 0, 0, udp(65_507, random)));
        packets.add(ipv4(6, 0, 0, bytes("1ae1 1b39 00000001 00000000 5002 ffff 0000 0000")));
        packets.add(ipv4(1, 0, 0, bytes("0800 0000 0001 0001 61626364")));
        packets.add(ipv6(0, bytes("11 00 010400000000"), udp(16, random)));
        packets.add(ipv6(60, bytes("2b 00 010400000000"), bytes("11 00 0000 00000000"), udp(33, random)));
        packets.add(ipv6(44, bytes("11 00 0000 00000007"), udp(34, random)));
        packets.add(ipv6(59));
        addFragments(packets, random, (int)(seed % 1000) * 10);
        return packets;
    }

    private static void addFragments(
        final List<byte[]> packets, final SplittableRandom random, final int identification)
    {
        packets.addAll(ipv4Fragments(udp(4000, random), identification + 1, 1480));
        packets.addAll(ipv6Fragments(udp(4000, random), identification + 0x10_0001, 1448));
        packets.addAll(ipv4Fragments(udp(60_000, random), identification + 2, 1480));

        final List<byte[]> mixed = new ArrayList<>(ipv4Fragments(udp(300, random), identification + 3, 64));
        mixed.addAll(ipv4Fragments(udp(301, random), identification + 4, 96));
        mixed.addAll(ipv6Fragments(udp(302, random), identification + 0x10_0002, 64));
        while (!mixed.isEmpty())
        {
            packets.add(mixed.remove(random.nextInt(mixed.size())));
        }

        packets.add(ipv4Fragments(udp(3000, random), identification + 5, 1480).get(1));
    }

    static List<byte[]> frames(final Link link, final long seed)
    {
        return packets(seed).stream().map(link::frame).toList();
    }

    /** Times start at 1,795,339,289 seconds and go on in steps that are no multiple of anything. */
    static byte[] pcap(
        final int linkType, final List<byte[]> frames, final ByteOrder byteOrder, final boolean isNanoseconds)
    {
        final int length = frames.stream().mapToInt(frame -> 16 + frame.length).sum();
        final ByteBuffer file = ByteBuffer.allocate(24 + length).order(byteOrder)
            .putInt(isNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4).putShort((short)2).putShort((short)4).putLong(0)
            .putInt(262_144).putInt(linkType);
        long timeNs = 1_795_339_289_000_000_000L;
        for (final byte[] frame : frames)
        {
            timeNs += 12_345_678;
            file.putInt((int)(timeNs / 1_000_000_000))
                .putInt((int)(timeNs % 1_000_000_000 / (isNanoseconds ? 1 : 1000)))
                .putInt(frame.length).putInt(frame.length).put(frame);
        }

        return file.array();
    }

    static byte[] pcap(final Link link, final long seed, final ByteOrder byteOrder, final boolean isNanoseconds)
    {
        return pcap(link.linkType, frames(link, seed), byteOrder, isNanoseconds);
    }

    /** A pcapng file of raw IP, ticks of 2^-20 seconds since a minute before, a comment, blocks that nobody knows. */
    static byte[] bigEndianPcapng(final long seed)
    {
        final List<byte[]> frames = frames(Link.RAW, seed);
        final ByteBuffer file = ByteBuffer.allocate(1 << 20);
        file.putInt(0x0A0D_0D0A).putInt(28).putInt(0x1A2B_3C4D).putInt(0x0001_0000).putLong(-1).putInt(28);
        file.putInt(1).putInt(44).putShort((short)101).putShort((short)0).putInt(0)
            .putInt(0x0009_0001).putInt(0x9400_0000).putInt(0x000E_0008).putLong(1_795_339_229L).putInt(0).putInt(44);
        long ticks = 60L << 20;
        for (final byte[] frame : frames)
        {
            ticks += 777_777;
            final int padded = (frame.length + 3) & ~3;
            file.putInt(0x0BAD_CAFE).putInt(16).putInt(0).putInt(16);
            file.putInt(6).putInt(44 + padded).putInt(0).putLong(ticks).putInt(frame.length).putInt(frame.length)
                .put(frame).put(new byte[padded - frame.length]).putInt(0x0001_0003).put(new byte[]{'h', 'e', 'y', 0})
                .putInt(0).putInt(44 + padded);
        }

        return Arrays.copyOf(file.array(), file.position());
    }
}
