package io.tributary.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_ANNOUNCE;
import static io.tributary.codec.UdpTrackerProtocol.PEER_ID_LENGTH;

/**
 * Announce request, BEP 15. Client to tracker, the same over IPv4 and IPv6; 98 bytes, then options (BEP 41, see
 * {@link UrlDataOptions}). Everything after the connection id is the client's claim: values are handed out as they
 * came, event and numWant may be any number.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                         connection id                         |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *  8|                          action  1                            |
 *   +---------------------------------------------------------------+
 * 12|                        transaction id                         |
 *   +---------------------------------------------------------------+
 * 16|                     info-hash  (20 bytes)                     |
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 * 36|                      peer id  (20 bytes)                      |
 *  ...                                                             ...
 *   +---------------------------------------------------------------+
 * 56|                          downloaded                           |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * 64|                             left                              |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * 72|                           uploaded                            |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * 80|      event  (0 none, 1 completed, 2 started, 3 stopped)       |
 *   +---------------------------------------------------------------+
 * 84|            IPv4 address  (0: use the source's)                |
 *   +---------------------------------------------------------------+
 * 88|                              key                              |
 *   +---------------------------------------------------------------+
 * 92|             numWant  (signed; negative: default)              |
 *   +-------------------------------+-------------------------------+
 * 96|             port              |          options              |
 *   +-------------------------------+                              ...
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class AnnounceRequestFlyweight
{
    public static final int CONNECTION_ID_OFFSET = 0;
    public static final int ACTION_OFFSET = 8;
    public static final int TRANSACTION_ID_OFFSET = 12;
    public static final int INFO_HASH_OFFSET = 16;
    public static final int PEER_ID_OFFSET = 36;
    public static final int DOWNLOADED_OFFSET = 56;
    public static final int LEFT_OFFSET = 64;
    public static final int UPLOADED_OFFSET = 72;
    public static final int EVENT_OFFSET = 80;
    public static final int IPV4_ADDRESS_OFFSET = 84;
    public static final int KEY_OFFSET = 88;
    public static final int NUM_WANT_OFFSET = 92;
    public static final int PORT_OFFSET = 96;
    public static final int OPTIONS_OFFSET = 98;
    public static final int LENGTH_MIN = OPTIONS_OFFSET;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public AnnounceRequestFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * Options included.
     *
     * @return the length given to {@link #wrap}.
     */
    public int encodedLength()
    {
        return length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return DecodeError.TRUNCATED.ordinal();
        }

        return (ACTION_ANNOUNCE == action() ? DecodeError.NONE : DecodeError.UNEXPECTED_ACTION).ordinal();
    }

    public long connectionId()
    {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight connectionId(final long connectionId)
    {
        buffer.putLong(offset + CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
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

    /**
     * Writes the action too.
     *
     * @param transactionId chosen by the client, echoed by the tracker.
     * @return this.
     */
    public AnnounceRequestFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_ANNOUNCE, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Where the 20 bytes of the info-hash start in {@link #buffer()}; see {@link InfoHash}.
     *
     * @return an absolute offset.
     */
    public int infoHashOffset()
    {
        return offset + INFO_HASH_OFFSET;
    }

    public AnnounceRequestFlyweight infoHash(final DirectBuffer source, final int sourceOffset)
    {
        InfoHash.copy(source, sourceOffset, buffer, offset + INFO_HASH_OFFSET);
        return this;
    }

    /**
     * Where the 20 bytes of the peer id start in {@link #buffer()}.
     *
     * @return an absolute offset.
     */
    public int peerIdOffset()
    {
        return offset + PEER_ID_OFFSET;
    }

    public AnnounceRequestFlyweight peerId(final DirectBuffer source, final int sourceOffset)
    {
        buffer.putBytes(offset + PEER_ID_OFFSET, source, sourceOffset, PEER_ID_LENGTH);
        return this;
    }

    public long downloaded()
    {
        return buffer.getLong(offset + DOWNLOADED_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight downloaded(final long downloaded)
    {
        buffer.putLong(offset + DOWNLOADED_OFFSET, downloaded, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public long left()
    {
        return buffer.getLong(offset + LEFT_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight left(final long left)
    {
        buffer.putLong(offset + LEFT_OFFSET, left, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public long uploaded()
    {
        return buffer.getLong(offset + UPLOADED_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight uploaded(final long uploaded)
    {
        buffer.putLong(offset + UPLOADED_OFFSET, uploaded, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int event()
    {
        return buffer.getInt(offset + EVENT_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight event(final int event)
    {
        buffer.putInt(offset + EVENT_OFFSET, event, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int ipv4Address()
    {
        return buffer.getInt(offset + IPV4_ADDRESS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight ipv4Address(final int ipv4Address)
    {
        buffer.putInt(offset + IPV4_ADDRESS_OFFSET, ipv4Address, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int key()
    {
        return buffer.getInt(offset + KEY_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight key(final int key)
    {
        buffer.putInt(offset + KEY_OFFSET, key, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int numWant()
    {
        return buffer.getInt(offset + NUM_WANT_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceRequestFlyweight numWant(final int numWant)
    {
        buffer.putInt(offset + NUM_WANT_OFFSET, numWant, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int port()
    {
        return buffer.getShort(offset + PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public AnnounceRequestFlyweight port(final int port)
    {
        buffer.putShort(offset + PORT_OFFSET, (short)port, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int optionsOffset()
    {
        return offset + OPTIONS_OFFSET;
    }

    public int optionsLength()
    {
        return length - OPTIONS_OFFSET;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "AnnounceRequest{connectionId=0x" + Long.toHexString(connectionId()) +
            ", transactionId=" + transactionId() +
            ", infoHash=" + InfoHash.toHex(buffer, infoHashOffset()) +
            ", downloaded=" + downloaded() +
            ", left=" + left() +
            ", uploaded=" + uploaded() +
            ", event=" + event() +
            ", numWant=" + numWant() +
            ", port=" + port() +
            ", optionsLength=" + optionsLength() + "}";
    }
}
