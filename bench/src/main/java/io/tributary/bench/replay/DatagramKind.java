package io.tributary.bench.replay;

/** What a captured datagram is to a replay. */
enum DatagramKind
{
    CONNECT("connect requests"),
    ANNOUNCE("announce requests"),
    SCRAPE("scrape requests"),

    /** Sent to a tracker, but unknown to BEP 15, or known to be stale: it meets the request path all the same. */
    STRAY("other datagrams to the tracker"),

    /** Sent by a tracker to a client. */
    ANSWER("answers"),

    /** TSUP: between trackers. */
    OVERLAY("TSUP datagrams"),

    /** To a tracker, but cut by the snap length: what is missing cannot be replayed. */
    CUT("requests cut by the snap length"),

    /** To or from a tracker other than the one asked for. */
    OTHER_TRACKER("datagrams of other trackers"),

    FOREIGN("datagrams of other protocols");

    static final int COUNT = values().length;

    private final String label;

    DatagramKind(final String label)
    {
        this.label = label;
    }

    String label()
    {
        return label;
    }

    boolean isReplayed()
    {
        return ordinal() <= STRAY.ordinal();
    }
}
