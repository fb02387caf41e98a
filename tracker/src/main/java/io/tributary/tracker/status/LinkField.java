package io.tributary.tracker.status;

import java.util.Locale;

/**
 * What the status file tells of a link, beside name and traffic; each a long, in this order.
 */
public enum LinkField
{
    /** 1 for a link of the external network, 0 for one of the internal. */
    IS_EXTERNAL,
    /** Ordinal of {@link LinkStatus.State}. */
    STATE,
    /** Protocol version of the connection, 0 without one. */
    VERSION,
    /** 1 when packets are authenticated. */
    IS_KEYED,
    /** 1 when the neighbour is a border tracker. */
    IS_BORDER,
    /** 1 when the address is one of IPv6. */
    IS_IPV6,
    /** First eight bytes of the address, 0 for IPv4. */
    ADDRESS_HIGH,
    ADDRESS_LOW,
    PORT,
    /** First eight bytes of the neighbour's tracker id. */
    TRACKER_ID_HIGH,
    TRACKER_ID_LOW,
    /** Smoothed, -1 when not known. */
    ROUND_TRIP_US,
    /** Epoch milliseconds, 0 for never. */
    LAST_HEARD_MS,
    /** Epoch milliseconds, 0 when not connected. */
    CONNECTED_SINCE_MS,
    /** How often a connection came to stand. */
    CONNECTIONS,
    /** Datagrams that were not acknowledged in time, so that what they held was sent again. */
    RETRANSMISSIONS,
    /** Datagrams from the neighbour's address that were of no use. */
    PACKETS_DROPPED,
    /** Code of the last ERROR that the neighbour sent, 0 for none. */
    ERROR_CODE,
    RECORDS_SENT,
    RECORDS_ACCEPTED,
    RECORDS_DUPLICATE,
    RECORDS_LOOPED,
    RECORDS_REFUSED,
    RECORDS_EXPIRED,
    /** Records of this neighbour kept now. */
    RECORDS_HELD,
    /** Facts of the change log not yet sent. */
    LAG,
    SHARED_SWARMS,
    /** Swarms that the neighbour says it leads. */
    MANDATES_INTERNAL,
    MANDATES_EXTERNAL,
    /** 1 when the neighbour's neighbours are not ours: the mesh has a gap. */
    IS_MESH_INCOMPLETE,
    /** {@link LinkDrop#code} of the last of the packets dropped, 0 for none. */
    LAST_DROP;

    private static final LinkField[] FIELDS = values();

    /**
     * Name in JSON.
     *
     * @return snake case.
     */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    static int count()
    {
        return FIELDS.length;
    }
}
