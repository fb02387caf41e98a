package io.tributary.tracker.status;

import java.util.Locale;

/**
 * Why a packet that seems to come from a neighbour was not used. Each is counted per link. The ordinals are known to
 * readers of the status file.
 */
public enum LinkDrop
{
    TOO_SHORT("shorter than its header and tag"),
    ACTION_UNKNOWN("no such action in the version spoken"),
    CONNECTION_UNKNOWN("connection id of no present connection"),
    SYN_MALFORMED("SYN with impossible fields"),
    SYN_ACK_UNEXPECTED("answer to no SYN of ours"),
    VERSION_REFUSED("version excluded by the link's settings"),
    KIND_MISMATCH("internal here and external there, or the reverse"),
    OWN_TRACKER_ID("the link leads to this tracker itself"),
    KEY_UNKNOWN("key id that is not configured, or none where a key is"),
    TAG_WRONG("authentication failed, the keys differ"),
    NUMBER_REPEATED("transaction number seen before"),
    NUMBER_OLD("transaction number too old to tell"),
    ACK_UNEXPECTED("acknowledges nothing that is awaited"),
    BODY_MALFORMED("body that cannot be decoded"),
    NOT_CONNECTED("not sent, the link is not connected"),
    NOT_TRACKED("not sent, too many datagrams await acknowledgement"),
    OUTPUT_REFUSED("not sent, the socket took no more");

    private static final LinkDrop[] REASONS = values();

    private final String help;

    LinkDrop(final String help)
    {
        this.help = help;
    }

    /**
     * What the status file tells of.
     *
     * @param code of {@link #code()}.
     * @return null for none.
     */
    public static LinkDrop ofCode(final long code)
    {
        return code > 0 && code <= REASONS.length ? REASONS[(int)code - 1] : null;
    }

    /**
     * What the status file holds.
     *
     * @return never 0.
     */
    public int code()
    {
        return ordinal() + 1;
    }

    /**
     * Whether a packet came and was refused, rather than one that was to be sent.
     *
     * @return whether the neighbour, or somebody in its name, had a part in it.
     */
    public boolean isReceived()
    {
        return ordinal() < NOT_CONNECTED.ordinal();
    }

    /**
     * Whether the two ends of a link are configured so that it cannot come up.
     *
     * @return false for what loss, repetition and restarts bring about.
     */
    public boolean isMisconfiguration()
    {
        return switch (this)
        {
            case VERSION_REFUSED, KIND_MISMATCH, OWN_TRACKER_ID, KEY_UNKNOWN, TAG_WRONG -> true;
            default -> false;
        };
    }

    /**
     * For readers of JSON.
     *
     * @return lower case, words joined by hyphens.
     */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * For people.
     *
     * @return a clause.
     */
    public String help()
    {
        return help;
    }
}
