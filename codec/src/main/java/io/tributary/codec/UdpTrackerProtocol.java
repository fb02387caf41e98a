package io.tributary.codec;

/**
 * Numbers fixed by the UDP tracker protocol (BEP 15) and its options (BEP 41). Lengths are in bytes and are minimums:
 * neither side may insist on an exact length.
 */
public final class UdpTrackerProtocol
{
    public static final long PROTOCOL_ID = 0x0000_0417_2710_1980L;

    public static final int ACTION_CONNECT = 0;
    public static final int ACTION_ANNOUNCE = 1;
    public static final int ACTION_SCRAPE = 2;
    public static final int ACTION_ERROR = 3;

    public static final int EVENT_NONE = 0;
    public static final int EVENT_COMPLETED = 1;
    public static final int EVENT_STARTED = 2;
    public static final int EVENT_STOPPED = 3;

    /** The client leaves the number of peers to the tracker; any negative number means the same. */
    public static final int NUM_WANT_DEFAULT = -1;

    public static final int PEER_ID_LENGTH = 20;

    /** As many as BEP 15 allows a client to ask for in one packet; such a datagram is fragmented by IP on Ethernet. */
    public static final int SCRAPE_HASHES_MAX = 74;

    public static final int OPTION_END_OF_OPTIONS = 0x00;
    public static final int OPTION_NOP = 0x01;
    public static final int OPTION_URL_DATA = 0x02;

    public static final int IPV4_HEADER_LENGTH = 20;
    public static final int IPV6_HEADER_LENGTH = 40;
    public static final int UDP_HEADER_LENGTH = 8;

    /** Largest payload of an unfragmented datagram on Ethernet over IPv4. */
    public static final int IPV4_PAYLOAD_LENGTH_MAX = 1500 - IPV4_HEADER_LENGTH - UDP_HEADER_LENGTH;

    /** Largest payload of an unfragmented datagram on Ethernet over IPv6. */
    public static final int IPV6_PAYLOAD_LENGTH_MAX = 1500 - IPV6_HEADER_LENGTH - UDP_HEADER_LENGTH;

    private static final long TRANSACTION_ID_MASK = 0xFFFF_FFFFL;

    private UdpTrackerProtocol()
    {
    }

    /**
     * Action and transaction id are neighbours in every packet, so that one store writes both.
     */
    static long actionAndTransactionId(final int action, final int transactionId)
    {
        return ((long)action << 32) | (transactionId & TRANSACTION_ID_MASK);
    }
}
