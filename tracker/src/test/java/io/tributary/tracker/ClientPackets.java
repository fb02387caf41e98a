package io.tributary.tracker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What clients send, written field by field from BEP 15 and BEP 41 and not with the tracker's own codec.
 */
public final class ClientPackets
{
    public static final long MAGIC = 0x41727101980L;
    public static final int CONNECT = 0;
    public static final int ANNOUNCE = 1;
    public static final int SCRAPE = 2;
    public static final int ERROR = 3;
    public static final int NONE = 0;
    public static final int COMPLETED = 1;
    public static final int STARTED = 2;
    public static final int STOPPED = 3;
    public static final int TRANSACTION_ID = 0x7A31_C0DE;

    private ClientPackets()
    {
    }

    public static byte[] connect()
    {
        return header(MAGIC, CONNECT);
    }

    public static byte[] header(final long connectionId, final int action)
    {
        return ByteBuffer.allocate(16).putLong(connectionId).putInt(action).putInt(TRANSACTION_ID).array();
    }

    public static byte[] scrape(final long connectionId, final byte[]... infoHashes)
    {
        final ByteBuffer packet = ByteBuffer.allocate(16 + 20 * infoHashes.length)
            .put(header(connectionId, SCRAPE));
        for (final byte[] infoHash : infoHashes)
        {
            packet.put(infoHash);
        }
        return packet.array();
    }

    /** Twenty bytes that differ for different numbers. */
    public static byte[] infoHash(final int number)
    {
        final byte[] infoHash = new byte[20];
        Arrays.fill(infoHash, (byte)0xA5);
        ByteBuffer.wrap(infoHash).putInt(4, number).putInt(16, ~number);
        return infoHash;
    }

    public static Announce announce()
    {
        return new Announce();
    }

    /** Fields of an announce request, with those of a leecher on port 6881 to begin with. */
    public static final class Announce
    {
        private byte[] infoHash = ClientPackets.infoHash(1);
        private long left = 1;
        private int event = NONE;
        private int address;
        private int numWant = -1;
        private int port = 6881;
        private byte[] options = {};

        public Announce infoHash(final byte[] newInfoHash)
        {
            infoHash = newInfoHash;
            return this;
        }

        public Announce left(final long newLeft)
        {
            left = newLeft;
            return this;
        }

        public Announce seeder()
        {
            return left(0);
        }

        public Announce event(final int newEvent)
        {
            event = newEvent;
            return this;
        }

        public Announce address(final int newAddress)
        {
            address = newAddress;
            return this;
        }

        public Announce numWant(final int newNumWant)
        {
            numWant = newNumWant;
            return this;
        }

        public Announce port(final int newPort)
        {
            port = newPort;
            return this;
        }

        public Announce options(final byte... newOptions)
        {
            options = newOptions;
            return this;
        }

        public byte[] bytes(final long connectionId)
        {
            return ByteBuffer.allocate(98 + options.length)
                .putLong(connectionId)
                .putInt(ANNOUNCE)
                .putInt(TRANSACTION_ID)
                .put(infoHash)
                .put("-XX0001-abcdefghijkl".getBytes(StandardCharsets.US_ASCII))
                .putLong(0)
                .putLong(left)
                .putLong(0)
                .putInt(event)
                .putInt(address)
                .putInt(0x0BAD_CAFE)
                .putInt(numWant)
                .putShort((short)port)
                .put(options)
                .array();
        }
    }
}
