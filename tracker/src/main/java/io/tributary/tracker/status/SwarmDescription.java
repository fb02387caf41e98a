package io.tributary.tracker.status;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * What a tracker said about one swarm. Immutable. Native byte order, as the rest of the status file:
 * <pre>
 *    0  known (4), 0 or 1 | number of links (4) | number of peers listed (4) | 0 (4)
 *   16  peers (4) and seeders (4), own, internal, external
 *   40  leaders (4), internal, external: slot of a link, -1 none, -2 this tracker
 *   64  links: slot (4) | 0 (4)
 *       peers (48): address (16) | port (4) | flags (4) | remaining life, s (4) | slot of the link (4) | origin (16)
 * </pre>
 */
public final class SwarmDescription
{
    /** Origin of a peer: a client of this tracker. */
    public static final int OWN = 0;
    public static final int INTERNAL = 1;
    public static final int EXTERNAL = 2;

    public static final int NO_LEADER = -1;
    /** This tracker, where the slot of a link could stand. */
    public static final int SELF = -2;

    static final int LENGTH_MAX = 65_536;
    static final int HEAD_LENGTH = 64;
    static final int IS_KNOWN_OFFSET = 0;
    static final int LINK_COUNT_OFFSET = 4;
    static final int PEER_COUNT_OFFSET = 8;
    static final int COUNTS_OFFSET = 16;
    static final int LEADERS_OFFSET = 40;
    static final int LINK_LENGTH = 8;
    static final int PEER_LENGTH = 48;
    static final int IPV6_FLAG = 1;
    static final int SEEDER_FLAG = 2;
    static final int ORIGIN_SHIFT = 2;

    private static final int ORIGIN_MASK = 3;
    private static final String[] ORIGINS = {"own", "internal", "external"};

    private final boolean isKnown;
    private final int[] counts = new int[6];
    private final int[] leaders = new int[2];
    private final List<Integer> links = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();

    /**
     * One peer.
     *
     * @param address  with port.
     * @param origin   {@link #OWN}, {@link #INTERNAL} or {@link #EXTERNAL}.
     * @param isSeeder or else a leecher.
     * @param lifeSec  remaining life.
     * @param linkSlot link that reports it, {@link #SELF} for an own one.
     * @param originId tracker whose client it is, 32 hexadecimal digits.
     */
    public record Peer(String address, int origin, boolean isSeeder, int lifeSec, int linkSlot, String originId)
    {
    }

    private SwarmDescription(final DirectBuffer buffer, final int offset, final int length)
    {
        isKnown = 1 == buffer.getInt(offset + IS_KNOWN_OFFSET);
        for (int i = 0; i < counts.length; i++)
        {
            counts[i] = buffer.getInt(offset + COUNTS_OFFSET + 4 * i);
        }
        leaders[0] = buffer.getInt(offset + LEADERS_OFFSET);
        leaders[1] = buffer.getInt(offset + LEADERS_OFFSET + 4);
        int position = HEAD_LENGTH;
        for (int i = buffer.getInt(offset + LINK_COUNT_OFFSET); i > 0 && position + LINK_LENGTH <= length; i--)
        {
            links.add(buffer.getInt(offset + position));
            position += LINK_LENGTH;
        }
        for (int i = buffer.getInt(offset + PEER_COUNT_OFFSET); i > 0 && position + PEER_LENGTH <= length; i--)
        {
            peers.add(peer(buffer, offset + position));
            position += PEER_LENGTH;
        }
    }

    static SwarmDescription decode(final DirectBuffer buffer, final int offset, final int length)
    {
        return new SwarmDescription(buffer, offset, length);
    }

    private static Peer peer(final DirectBuffer buffer, final int offset)
    {
        final int flags = buffer.getInt(offset + 20);
        return new Peer(
            AddressText.of(0 != (flags & IPV6_FLAG), buffer.getLong(offset), buffer.getLong(offset + 8),
                buffer.getInt(offset + 16)),
            flags >> ORIGIN_SHIFT & ORIGIN_MASK,
            0 != (flags & SEEDER_FLAG),
            buffer.getInt(offset + 24),
            buffer.getInt(offset + 28),
            AddressText.trackerId(buffer.getLong(offset + 32), buffer.getLong(offset + 40)));
    }

    /**
     * What an origin is called.
     *
     * @param origin of a peer.
     * @return lower case.
     */
    public static String originLabel(final int origin)
    {
        return origin >= 0 && origin < ORIGINS.length ? ORIGINS[origin] : "?";
    }

    public boolean isKnown()
    {
        return isKnown;
    }

    public int peers(final int origin)
    {
        return counts[2 * origin];
    }

    public int seeders(final int origin)
    {
        return counts[2 * origin + 1];
    }

    /**
     * Who leads the swarm.
     *
     * @param isExternal in which network.
     * @return slot of a link, {@link #NO_LEADER} or {@link #SELF}.
     */
    public int leader(final boolean isExternal)
    {
        return leaders[isExternal ? 1 : 0];
    }

    /**
     * Links whose trackers share the swarm.
     *
     * @return their slots.
     */
    public List<Integer> links()
    {
        return List.copyOf(links);
    }

    /**
     * Peers that were listed, which need not be all.
     *
     * @return in the order of the tracker.
     */
    public List<Peer> peers()
    {
        return List.copyOf(peers);
    }
}
