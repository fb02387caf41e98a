package io.tributary.codec.overlay;

import io.tributary.codec.DecodeError;
import io.tributary.codec.InfoHash;

/**
 * Numbers fixed by TSUP, versions 1 and 2. Lengths are in bytes. Multi-byte fields are big-endian in every packet.
 */
public final class OverlayProtocol
{
    public static final int VERSION_ONE = 1;
    public static final int VERSION_TWO = 2;

    public static final int ACTION_SYN = 128;
    public static final int ACTION_HELLO = 129;
    public static final int ACTION_SUMMARY = 130;
    public static final int ACTION_UPDATE = 131;
    public static final int ACTION_CANDIDATURE = 132;
    public static final int ACTION_LEADER = 133;
    public static final int ACTION_BYE = 134;
    public static final int ACTION_DIGEST = 135;
    public static final int ACTION_RESYNC = 136;
    public static final int ACTION_ERROR = 137;

    /** The bit of the action that tells the overlay's packets from those of clients. */
    public static final int ACTION_BIT = 0x80;

    /** Connection id of a first SYN. */
    public static final long NO_CONNECTION_ID = -1L;

    /** Key id of a link without a key. */
    public static final int NO_KEY = 0;

    /** Every action: the packet answers another. */
    public static final int FLAG_ACK = 0x01;

    /** SYN, version 2: the opener has heard the answer. */
    public static final int FLAG_CONFIRM = 0x02;

    /** UPDATE, both versions: part of a unification. */
    public static final int FLAG_UNIFICATION = 0x02;

    /** UPDATE, version 1: the sender is a border tracker. */
    public static final int FLAG_BORDER = 0x04;

    /** SYN, version 2: the sender is a border tracker. */
    public static final int CAPABILITY_BORDER = 0x0001;

    public static final int KIND_INTERNAL = 0;
    public static final int KIND_EXTERNAL = 1;

    public static final int SUMMARY_ADD = 0;
    public static final int SUMMARY_REMOVE = 1;

    public static final int LEADER_CLAIM = 0;
    public static final int LEADER_APPOINT = 1;
    public static final int LEADER_RESIGN = 2;

    public static final int BYE_SHUTTING_DOWN = 0;
    public static final int BYE_LINK_REMOVED = 1;
    public static final int BYE_RESTARTING = 2;

    public static final int ERROR_KIND_MISMATCH = 1;
    public static final int ERROR_VERSION_REFUSED = 2;
    public static final int ERROR_UNKNOWN_CONNECTION = 3;
    public static final int ERROR_KEY = 4;

    public static final int INFO_HASH_LENGTH = InfoHash.LENGTH;
    public static final int TRACKER_ID_LENGTH = 16;
    public static final int TAG_LENGTH = 16;

    public static final int SUMMARY_HASHES_MAX = 64;
    public static final int UPDATE_ORIGINS_MAX = 32;
    public static final int UPDATE_RECORDS_MAX = 255;
    public static final int LIST_HASHES_MAX = 64;
    public static final int LEADER_ENTRIES_MAX = 48;
    public static final int DIGEST_ENTRIES_MAX = 40;

    /** A record that would be forwarded more often is dropped by its receiver. */
    public static final int HOPS_MAX = 16;

    /** The sender of an UPDATE of version 1 puts no more peers of a swarm into it. */
    public static final int VERSION_ONE_PEERS_MAX = 50;

    /** The receive buffer of the original implementation. */
    public static final int VERSION_ONE_DATAGRAM_LENGTH_MAX = 2048;

    public static final int DATAGRAM_LENGTH_IPV4_DEFAULT = 1372;
    public static final int DATAGRAM_LENGTH_IPV6_DEFAULT = 1232;

    static final int NONE = DecodeError.NONE.ordinal();
    static final int TRUNCATED = DecodeError.TRUNCATED.ordinal();
    static final int UNEXPECTED_ACTION = DecodeError.UNEXPECTED_ACTION.ordinal();

    /** The length is not the one the counts ask for, or a value is outside its range. */
    static final int MALFORMED = DecodeError.TRUNCATED.ordinal();

    private static final int ACTION_LAST_VERSION_ONE = ACTION_LEADER;
    private static final int ACTION_LAST_VERSION_TWO = ACTION_ERROR;

    private OverlayProtocol()
    {
    }

    /**
     * Whether a packet on the tracker's port is the overlay's, known action or not.
     *
     * @param action as read from offset 8.
     * @return whether bit 7 is set.
     */
    public static boolean isOverlay(final int action)
    {
        return 0 != (action & ACTION_BIT);
    }

    /**
     * Whether the action exists in a version.
     *
     * @param action  as read from offset 8.
     * @param version of the session.
     * @return whether there is such a packet.
     */
    public static boolean isKnown(final int action, final int version)
    {
        final int last = VERSION_ONE == version ? ACTION_LAST_VERSION_ONE : ACTION_LAST_VERSION_TWO;
        return action >= ACTION_SYN && action <= last;
    }
}
