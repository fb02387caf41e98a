package io.tributary.bench.trace.info;

/** Why a datagram to or from a tracker is malformed. */
enum Defect
{
    NONE(""),
    REQUEST_TOO_SHORT("requests shorter than 16 bytes"),
    CONNECT_WITHOUT_PROTOCOL_ID("connects without the protocol id"),
    ANNOUNCE_TOO_SHORT("announces shorter than 98 bytes"),
    SCRAPE_TOO_SHORT("scrapes without a whole info-hash"),
    REQUEST_ACTION_UNKNOWN("requests of an unknown action"),
    ANSWER_TOO_SHORT("answers shorter than 8 bytes"),
    CONNECT_ANSWER_TOO_SHORT("connect answers below 16 bytes"),
    ANNOUNCE_ANSWER_TOO_SHORT("announce answers below 20 bytes"),
    ANNOUNCE_ANSWER_PEER_CUT("announce answers, a peer cut off"),
    SCRAPE_ANSWER_ENTRY_CUT("scrape answers, an entry cut off"),
    ANSWER_ACTION_UNKNOWN("answers of an unknown action"),
    OVERLAY_TOO_SHORT("TSUP shorter than its header"),
    OVERLAY_ACTION_UNKNOWN("TSUP of an unknown action"),
    OVERLAY_BODY_INVALID("TSUP with wrong lengths or values");

    static final int COUNT = values().length;

    private final String label;

    Defect(final String label)
    {
        this.label = label;
    }

    String label()
    {
        return label;
    }
}
