package io.tributary.tracker.overlay;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a packet of version 1 says, as text without connection and transaction id, to be compared and read. Written
 * without our codec.
 */
final class VersionOneText
{
    private static final String[] ACTIONS = {"SYN", "HELLO", "SUMMARY", "UPDATE", "CANDIDATURE", "LEADER"};
    private static final int HASH_LENGTH = 20;
    private static final int HASH_DIGITS = 8;

    private VersionOneText()
    {
    }

    static String of(final byte[] packet)
    {
        final ByteBuffer in = ByteBuffer.wrap(packet);
        final int action = in.getInt(8);
        in.position(18);
        return ACTIONS[action - OriginalTracker.ACTION_SYN] + switch (action)
        {
            case OriginalTracker.ACTION_SUMMARY -> summary(in);
            case OriginalTracker.ACTION_UPDATE -> update(in);
            case OriginalTracker.ACTION_LEADER -> leader(in);
            default -> in.hasRemaining() && 0 != (in.get() & 1) ? " ACK" : "";
        };
    }

    /** Swarms of an UPDATE, with their living peers. */
    static Set<String> swarms(final byte[] update)
    {
        final Set<String> swarms = new TreeSet<>();
        final ByteBuffer in = ByteBuffer.wrap(update).position(19);
        while (in.hasRemaining())
        {
            swarms.add(swarm(in));
        }
        return swarms;
    }

    private static String summary(final ByteBuffer in)
    {
        if (1 == in.remaining())
        {
            return " border " + in.get();
        }
        final StringBuilder text = new StringBuilder();
        while (in.hasRemaining())
        {
            text.append(0 == in.get() ? " +" : " -").append(hash(in));
        }
        return text.toString();
    }

    private static String update(final ByteBuffer in)
    {
        final int flags = in.get();
        final StringBuilder text = new StringBuilder(0 != (flags & 2) ? " S" : "")
            .append(0 != (flags & 4) ? " BORDER" : "")
            .append(0 != (flags & 1) ? " ACK" : "");
        while (in.hasRemaining())
        {
            text.append(' ').append(swarm(in));
        }
        return text.toString();
    }

    private static String swarm(final ByteBuffer in)
    {
        final StringBuilder text = new StringBuilder(hash(in)).append('{');
        final Set<String> peers = new TreeSet<>();
        for (int count = in.get() & 0x3F; count > 0; count--)
        {
            final boolean isGone = 0 != (in.get() & 1);
            peers.add((isGone ? "x" : "") + HexFormat.of().toHexDigits(in.getInt()) + ':' + (in.getShort() & 0xFFFF));
        }
        return text.append(String.join(" ", peers)).append('}').toString();
    }

    private static String leader(final ByteBuffer in)
    {
        final StringBuilder text = new StringBuilder(0 != (in.get() & 1) ? " ACK" : "");
        while (in.hasRemaining())
        {
            text.append(' ').append(hash(in));
        }
        return text.toString();
    }

    private static String hash(final ByteBuffer in)
    {
        final byte[] hash = new byte[HASH_LENGTH];
        in.get(hash);
        return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    }
}
