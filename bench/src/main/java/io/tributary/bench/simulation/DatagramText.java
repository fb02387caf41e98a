package io.tributary.bench.simulation;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * The header of a TSUP datagram in words, for traces, and what traffic is counted by.
 */
final class DatagramText
{
    static final int ACTION_FIRST = 128;
    /** SYN to ERROR. */
    static final int ACTIONS = 10;

    private static final int ACTION_OFFSET = 8;
    private static final int TRANSACTION_OFFSET = 12;
    private static final int FLAGS_OFFSET = 18;
    private static final int ACK_BIT = 1;
    private static final String[] NAMES =
    {
        "SYN", "HELLO", "SUMMARY", "UPDATE", "CANDIDATURE", "LEADER", "BYE", "DIGEST", "RESYNC", "ERROR"
    };

    private DatagramText()
    {
    }

    static String of(final byte[] bytes)
    {
        if (bytes.length < FLAGS_OFFSET)
        {
            return bytes.length + " bytes";
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        return String.format("%-11s %4d bytes, connection %016x, transaction %08x, flags %02x",
            name(action(bytes)), bytes.length, buffer.getLong(0, ByteOrder.BIG_ENDIAN),
            buffer.getInt(TRANSACTION_OFFSET, ByteOrder.BIG_ENDIAN),
            bytes.length > FLAGS_OFFSET ? bytes[FLAGS_OFFSET] & 0xFF : 0);
    }

    /** 0 for SYN to 9 for ERROR; -1 for what is no TSUP. */
    static int action(final byte[] bytes)
    {
        if (bytes.length < FLAGS_OFFSET)
        {
            return -1;
        }
        final int action = new UnsafeBuffer(bytes).getInt(ACTION_OFFSET, ByteOrder.BIG_ENDIAN) - ACTION_FIRST;
        return action >= 0 && action < ACTIONS ? action : -1;
    }

    /** Whether the acknowledgement bit is set, in actions that have one in both versions. */
    static boolean isAcknowledgement(final byte[] bytes)
    {
        return bytes.length > FLAGS_OFFSET && 0 != (bytes[FLAGS_OFFSET] & ACK_BIT);
    }

    static String name(final int action)
    {
        return action < 0 ? "(no TSUP)" : NAMES[action];
    }
}
