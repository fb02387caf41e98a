package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * SYN of both versions: the whole packet, header included. Version 1 ends after the flags and ignores what follows;
 * version 2 appends a block by which each side tells the other what it is, and, on a link with a key, a tag.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|          connection id  (-1 in a first SYN)                   |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *  8|                         action  128                           |
 *   +---------------------------------------------------------------+
 * 12|                        transaction id                         |
 *   +-------------------------------+---------------+---------------+
 * 16|     listening port            |     flags     |  'T'          |
 *   +---------------+---------------+---------------+---------------+
 * 20|  '2'          |   version     |    key id     | capabilities  |
 *   +---------------+---------------+---------------+---------------+
 * 24| capabilities  |  link kind    |  hello interval (100 ms)      |
 *   +---------------+---------------+-------------------------------+
 * 28| disconnect interval (100 ms)  |  longest datagram accepted    |
 *   +-------------------------------+-------------------------------+
 * 32|                     tracker id  (16 bytes)                    |
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 * 48|               boot epoch  (ms since 1970)                     |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * 56|                     own connection id                         |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * 64|                 tag  (16 bytes, if key id is not 0)           |
 *  ...                                                             ...
 * </pre>
 * A version above 2 may append to the block, before the tag, but moves nothing in it. Owned by one thread.
 */
public final class SynFlyweight
{
    public static final int CONNECTION_ID_OFFSET = 0;
    public static final int ACTION_OFFSET = 8;
    public static final int TRANSACTION_ID_OFFSET = 12;
    public static final int PORT_OFFSET = 16;
    public static final int FLAGS_OFFSET = 18;
    public static final int MAGIC_OFFSET = 19;
    public static final int VERSION_OFFSET = 21;
    public static final int KEY_ID_OFFSET = 22;
    public static final int CAPABILITIES_OFFSET = 23;
    public static final int LINK_KIND_OFFSET = 25;
    public static final int HELLO_OFFSET = 26;
    public static final int DISCONNECT_OFFSET = 28;
    public static final int DATAGRAM_LENGTH_MAX_OFFSET = 30;
    public static final int TRACKER_ID_OFFSET = 32;
    public static final int BOOT_EPOCH_OFFSET = 48;
    public static final int OWN_CONNECTION_ID_OFFSET = 56;
    public static final int TAG_OFFSET = 64;

    /** Of version 1; anything shorter is no SYN. */
    public static final int LENGTH_MIN = 19;

    /** Of version 2, without a tag. */
    public static final int LENGTH_VERSION_TWO = 64;

    /** Of version 2, with a tag. */
    public static final int LENGTH_MAX = LENGTH_VERSION_TWO + OverlayProtocol.TAG_LENGTH;

    /** "T2". */
    public static final int MAGIC = 0x5432;

    /** Unit of the intervals. */
    public static final int INTERVAL_UNIT_MS = 100;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;

    public SynFlyweight wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /**
     * Begin a SYN of version 1: 19 bytes, action and empty flags written.
     *
     * @param buffer to write to.
     * @param offset of the packet in it.
     * @return this.
     */
    public SynFlyweight wrapEncodeVersionOne(final MutableDirectBuffer buffer, final int offset)
    {
        return wrapEncode(buffer, offset, LENGTH_MIN);
    }

    /**
     * Begin a SYN of version 2: 64 bytes, or 80 with a key; action, empty flags, magic, version, key id and empty
     * capabilities written. The tag is the caller's to compute over everything before it.
     *
     * @param buffer to write to.
     * @param offset of the packet in it.
     * @param keyId  of the link's key, or {@link OverlayProtocol#NO_KEY}.
     * @return this.
     */
    public SynFlyweight wrapEncodeVersionTwo(final MutableDirectBuffer buffer, final int offset, final int keyId)
    {
        wrapEncode(buffer, offset, OverlayProtocol.NO_KEY == keyId ? LENGTH_VERSION_TWO : LENGTH_MAX);
        buffer.putShort(offset + MAGIC_OFFSET, (short)MAGIC, ByteOrder.BIG_ENDIAN);
        buffer.putByte(offset + VERSION_OFFSET, (byte)OverlayProtocol.VERSION_TWO);
        buffer.putByte(offset + KEY_ID_OFFSET, (byte)keyId);
        return capabilities(0);
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * Tag included.
     *
     * @return 19, 64 or 80 for what {@link #validate()} found fine or what is being written.
     */
    public int encodedLength()
    {
        return length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return OverlayProtocol.TRUNCATED;
        }

        if (OverlayProtocol.ACTION_SYN != action())
        {
            return OverlayProtocol.UNEXPECTED_ACTION;
        }

        return hasMagic() ? validateCapabilities() : OverlayProtocol.NONE;
    }

    /**
     * Whether the block of version 2 is there. A packet of 19 bytes, or with something else after them, is version 1.
     *
     * @return whether the getters from {@link #version()} on may be used.
     */
    public boolean hasCapabilities()
    {
        return length >= LENGTH_VERSION_TWO && hasMagic();
    }

    /**
     * Whether the packet ends with a tag.
     *
     * @return false for version 1.
     */
    public boolean hasTag()
    {
        return hasCapabilities() && OverlayProtocol.NO_KEY != keyId();
    }

    public long connectionId()
    {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public SynFlyweight connectionId(final long connectionId)
    {
        target.putLong(offset + CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int action()
    {
        return buffer.getInt(offset + ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int transactionId()
    {
        return buffer.getInt(offset + TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public SynFlyweight transactionId(final int transactionId)
    {
        target.putInt(offset + TRANSACTION_ID_OFFSET, transactionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int port()
    {
        return buffer.getShort(offset + PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public SynFlyweight port(final int port)
    {
        target.putShort(offset + PORT_OFFSET, (short)port, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public SynFlyweight flags(final int flags)
    {
        target.putByte(offset + FLAGS_OFFSET, (byte)flags);
        return this;
    }

    public boolean isAck()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_ACK);
    }

    /**
     * Version 2 only; version 1 knows no such flag.
     *
     * @return whether this is the third leg of the handshake.
     */
    public boolean isConfirm()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_CONFIRM);
    }

    public int version()
    {
        return buffer.getByte(offset + VERSION_OFFSET) & 0xFF;
    }

    public int keyId()
    {
        return buffer.getByte(offset + KEY_ID_OFFSET) & 0xFF;
    }

    public int capabilities()
    {
        return buffer.getShort(offset + CAPABILITIES_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public SynFlyweight capabilities(final int capabilities)
    {
        target.putShort(offset + CAPABILITIES_OFFSET, (short)capabilities, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public boolean isBorder()
    {
        return 0 != (capabilities() & OverlayProtocol.CAPABILITY_BORDER);
    }

    /**
     * What the sender takes the link for.
     *
     * @return {@link OverlayProtocol#KIND_INTERNAL} or {@link OverlayProtocol#KIND_EXTERNAL}.
     */
    public int linkKind()
    {
        return buffer.getByte(offset + LINK_KIND_OFFSET) & 0xFF;
    }

    public SynFlyweight linkKind(final int linkKind)
    {
        target.putByte(offset + LINK_KIND_OFFSET, (byte)linkKind);
        return this;
    }

    public int helloMs()
    {
        return interval(HELLO_OFFSET);
    }

    /**
     * Rounded down to 100 ms, at most 6,553.5 s.
     *
     * @param helloMs not negative.
     * @return this.
     */
    public SynFlyweight helloMs(final long helloMs)
    {
        return interval(HELLO_OFFSET, helloMs);
    }

    public int disconnectMs()
    {
        return interval(DISCONNECT_OFFSET);
    }

    /**
     * Rounded down to 100 ms, at most 6,553.5 s.
     *
     * @param disconnectMs not negative.
     * @return this.
     */
    public SynFlyweight disconnectMs(final long disconnectMs)
    {
        return interval(DISCONNECT_OFFSET, disconnectMs);
    }

    /**
     * Longest UDP payload the sender accepts.
     *
     * @return as sent, may be too small to be of use.
     */
    public int datagramLengthMax()
    {
        return buffer.getShort(offset + DATAGRAM_LENGTH_MAX_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public SynFlyweight datagramLengthMax(final int datagramLengthMax)
    {
        target.putShort(offset + DATAGRAM_LENGTH_MAX_OFFSET, (short)datagramLengthMax, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public long trackerIdHigh()
    {
        return buffer.getLong(offset + TRACKER_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public long trackerIdLow()
    {
        return buffer.getLong(offset + TRACKER_ID_OFFSET + 8, ByteOrder.BIG_ENDIAN);
    }

    public SynFlyweight trackerId(final long high, final long low)
    {
        target.putLong(offset + TRACKER_ID_OFFSET, high, ByteOrder.BIG_ENDIAN);
        target.putLong(offset + TRACKER_ID_OFFSET + 8, low, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public long bootEpochMs()
    {
        return buffer.getLong(offset + BOOT_EPOCH_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public SynFlyweight bootEpochMs(final long bootEpochMs)
    {
        target.putLong(offset + BOOT_EPOCH_OFFSET, bootEpochMs, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * What the sender wants to find in packets to it.
     *
     * @return the connection id of the sender's side of the session.
     */
    public long ownConnectionId()
    {
        return buffer.getLong(offset + OWN_CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public SynFlyweight ownConnectionId(final long ownConnectionId)
    {
        target.putLong(offset + OWN_CONNECTION_ID_OFFSET, ownConnectionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Where the 16 bytes of the tag start in {@link #buffer()}: they are the last. Only if {@link #hasTag()}.
     *
     * @return an absolute offset.
     */
    public int tagOffset()
    {
        return offset + length - OverlayProtocol.TAG_LENGTH;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        final String start = "Syn{connectionId=0x" + Long.toHexString(connectionId()) +
            ", transactionId=" + transactionId() +
            ", port=" + port() +
            ", flags=" + flags();
        return !hasCapabilities() ? start + "}" : start +
            ", version=" + version() +
            ", keyId=" + keyId() +
            ", capabilities=" + capabilities() +
            ", linkKind=" + linkKind() +
            ", helloMs=" + helloMs() +
            ", disconnectMs=" + disconnectMs() +
            ", datagramLengthMax=" + datagramLengthMax() +
            ", bootEpochMs=" + bootEpochMs() +
            ", ownConnectionId=0x" + Long.toHexString(ownConnectionId()) + "}";
    }

    private SynFlyweight wrapEncode(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.target = buffer;
        this.offset = offset;
        this.length = length;
        buffer.putInt(offset + ACTION_OFFSET, OverlayProtocol.ACTION_SYN, ByteOrder.BIG_ENDIAN);
        return flags(0);
    }

    private boolean hasMagic()
    {
        return length >= VERSION_OFFSET &&
            MAGIC == (buffer.getShort(offset + MAGIC_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF);
    }

    private int validateCapabilities()
    {
        if (length < LENGTH_VERSION_TWO)
        {
            return OverlayProtocol.TRUNCATED;
        }

        final int expectedLength = OverlayProtocol.NO_KEY == keyId() ? LENGTH_VERSION_TWO : LENGTH_MAX;
        if (length < expectedLength)
        {
            return OverlayProtocol.TRUNCATED;
        }

        final boolean isLengthFine = length == expectedLength || version() > OverlayProtocol.VERSION_TWO;
        final boolean isVersionFine = version() >= OverlayProtocol.VERSION_TWO;
        return isLengthFine && isVersionFine && linkKind() <= OverlayProtocol.KIND_EXTERNAL ?
            OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
    }

    private int interval(final int fieldOffset)
    {
        return (buffer.getShort(offset + fieldOffset, ByteOrder.BIG_ENDIAN) & 0xFFFF) * INTERVAL_UNIT_MS;
    }

    private SynFlyweight interval(final int fieldOffset, final long intervalMs)
    {
        final long units = Math.min(0xFFFF, intervalMs / INTERVAL_UNIT_MS);
        target.putShort(offset + fieldOffset, (short)units, ByteOrder.BIG_ENDIAN);
        return this;
    }
}
