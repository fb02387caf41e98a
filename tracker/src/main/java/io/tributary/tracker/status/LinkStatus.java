package io.tributary.tracker.status;

import org.agrona.DirectBuffer;

/**
 * One reading of one link. Immutable.
 */
public final class LinkStatus
{
    /** How far a connection has come; the ordinals are known to readers of the status file. */
    public enum State
    {
        /** Nothing is sent: the neighbour is behind NAT and has not been heard of. */
        IDLE,
        /** SYN sent, at the hello interval. */
        CONNECTING,
        /** The neighbour's SYN was answered. */
        CONFIRMING,
        CONNECTED,
        /** No answer, or a refusal, or a good-bye; SYN at the reconnect interval. */
        WAITING,
        /** The name has no address that can be used, so there is nobody to send to. */
        NO_ADDRESS;

        private static final State[] STATES = values();
    }

    private static final String[] ACTION_LABELS =
        {"syn", "hello", "summary", "update", "candidature", "leader", "bye", "digest", "resync", "error"};

    private final int slot;
    private final String name;
    private final long[] values = new long[LinkField.count()];
    private final long[] traffic = new long[OverlayLayout.ACTIONS * OverlayLayout.TRAFFIC_COUNT];

    LinkStatus(final int slot, final DirectBuffer copy)
    {
        this.slot = slot;
        final int nameLength = copy.getInt(OverlayLayout.NAME_LENGTH_OFFSET);
        this.name = copy.getStringWithoutLengthAscii(OverlayLayout.NAME_OFFSET,
            Math.max(0, Math.min(nameLength, OverlayLayout.NAME_LENGTH_MAX)));
        for (int i = 0; i < values.length; i++)
        {
            values[i] = copy.getLong(OverlayLayout.LINK_FIELDS_OFFSET + i * Long.BYTES);
        }
        for (int i = 0; i < traffic.length; i++)
        {
            traffic[i] = copy.getLong(OverlayLayout.TRAFFIC_OFFSET + i * Long.BYTES);
        }
    }

    /**
     * What an action is called in text and JSON.
     *
     * @param action 128 to 137.
     * @return lower case.
     */
    public static String actionLabel(final int action)
    {
        return ACTION_LABELS[action - OverlayLayout.ACTION_MIN];
    }

    public int slot()
    {
        return slot;
    }

    public String name()
    {
        return name;
    }

    public long value(final LinkField field)
    {
        return values[field.ordinal()];
    }

    public boolean is(final LinkField field)
    {
        return 0 != value(field);
    }

    public State state()
    {
        final long ordinal = value(LinkField.STATE);
        return ordinal >= 0 && ordinal < State.STATES.length ? State.STATES[(int)ordinal] : State.IDLE;
    }

    /**
     * Why the last packet of those dropped was.
     *
     * @return null if none was.
     */
    public LinkDrop lastDrop()
    {
        return LinkDrop.ofCode(value(LinkField.LAST_DROP));
    }

    /**
     * Where the neighbour is.
     *
     * @return numeric.
     */
    public String address()
    {
        return AddressText.of(is(LinkField.IS_IPV6), value(LinkField.ADDRESS_HIGH), value(LinkField.ADDRESS_LOW),
            (int)value(LinkField.PORT));
    }

    /**
     * The neighbour's tracker id.
     *
     * @return 32 hexadecimal digits.
     */
    public String trackerId()
    {
        return AddressText.trackerId(value(LinkField.TRACKER_ID_HIGH), value(LinkField.TRACKER_ID_LOW));
    }

    public long packetsIn(final int action)
    {
        return traffic(action, 0);
    }

    public long bytesIn(final int action)
    {
        return traffic(action, 1);
    }

    public long packetsOut(final int action)
    {
        return traffic(action, 2);
    }

    public long bytesOut(final int action)
    {
        return traffic(action, 3);
    }

    private long traffic(final int action, final int column)
    {
        return traffic[(action - OverlayLayout.ACTION_MIN) * OverlayLayout.TRAFFIC_COUNT + column];
    }
}
