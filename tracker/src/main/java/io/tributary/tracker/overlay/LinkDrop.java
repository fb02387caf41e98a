package io.tributary.tracker.overlay;

import java.util.Locale;

/**
 * Why a packet that seems to come from a neighbour was not used. Each is counted per link.
 */
enum LinkDrop
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
    TAG_WRONG("authentication failed"),
    NUMBER_REPEATED("transaction number seen before"),
    NUMBER_OLD("transaction number too old to tell"),
    ACK_UNEXPECTED("acknowledges nothing that is awaited"),
    BODY_MALFORMED("body that cannot be decoded"),
    NOT_CONNECTED("not sent, the link is not connected"),
    NOT_TRACKED("not sent, too many datagrams await acknowledgement"),
    OUTPUT_REFUSED("not sent, the socket took no more");

    private final String help;

    LinkDrop(final String help)
    {
        this.help = help;
    }

    /** For people and for metrics: lower case, words joined by hyphens. */
    String label()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String help()
    {
        return help;
    }
}
