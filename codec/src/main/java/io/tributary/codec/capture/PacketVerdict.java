package io.tributary.codec.capture;

/** What a captured packet is: a UDP datagram, or why not. The ordinal is the index of its counter. */
public enum PacketVerdict
{
    /** A UDP datagram, whole or put together from fragments. Its payload may be cut by the snap length. */
    DATAGRAM("UDP datagrams"),

    /** A link layer that is none of {@link LinkType}. */
    LINK_TYPE_UNKNOWN("of an unknown link type"),

    /** Another protocol than IP on the link: ARP, say. */
    NOT_IP("not IP"),

    /** Cut by the snap length before the end of the UDP header. */
    TRUNCATED("cut by the snap length before the UDP header"),

    /** Already on the wire it ended before its headers do. */
    TOO_SHORT("shorter than their headers"),

    /** The version in the IP header is not what the link layer announced, or neither 4 nor 6. */
    IP_VERSION_INVALID("with a wrong IP version"),

    /** An IPv4 header shorter than 20 bytes or longer than its packet. */
    IP_HEADER_LENGTH_INVALID("with a wrong IP header length"),

    /** An IP packet that says to be longer than what was on the wire. */
    IP_LENGTH_INVALID("with a wrong IP length"),

    /** IP, but another protocol, or none that can be read: TCP, ICMP, a tunnel, encrypted. */
    NOT_UDP("IP but not UDP"),

    /** A fragment that is kept until the others arrive. */
    FRAGMENT_PENDING("fragments kept for the rest"),

    /** A fragment cut by the snap length: its datagram cannot be put together. */
    FRAGMENT_TRUNCATED("fragments cut by the snap length"),

    /** A fragment of an impossible place or length. */
    FRAGMENT_INVALID("fragments of a wrong place or length"),

    /** The same fragment once more. */
    FRAGMENT_DUPLICATE("fragments seen before"),

    /** A fragment over part of another: the datagram is given up (RFC 5722). */
    FRAGMENT_OVERLAPPING("fragments that overlap others"),

    /** A UDP length below 8 or beyond the IP packet. */
    UDP_LENGTH_INVALID("with a wrong UDP length");

    private static final PacketVerdict[] VALUES = values();

    /** Length of an array of counters. */
    public static final int COUNT = VALUES.length;

    private final String label;

    PacketVerdict(final String label)
    {
        this.label = label;
    }

    public static PacketVerdict of(final int ordinal)
    {
        return VALUES[ordinal];
    }

    /**
     * For reports: what is counted, to be read after a number and the word "packets" or "fragments".
     *
     * @return for example {@code IP but not UDP}.
     */
    public String label()
    {
        return label;
    }

    /** Why a header that ends at a place of the packet was not captured whole. */
    static PacketVerdict missing(final int neededLength, final int originalLength)
    {
        return originalLength >= neededLength ? TRUNCATED : TOO_SHORT;
    }
}
