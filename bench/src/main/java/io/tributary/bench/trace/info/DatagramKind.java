package io.tributary.bench.trace.info;

/** What a datagram is. */
public enum DatagramKind
{
    CONNECT(Group.REQUEST, "connect"),
    ANNOUNCE(Group.REQUEST, "announce, no event"),
    ANNOUNCE_STARTED(Group.REQUEST, "announce, started"),
    ANNOUNCE_COMPLETED(Group.REQUEST, "announce, completed"),
    ANNOUNCE_STOPPED(Group.REQUEST, "announce, stopped"),
    ANNOUNCE_OTHER(Group.REQUEST, "announce, other event"),
    ANNOUNCE_CUT(Group.REQUEST, "announce, cut by snap length"),
    SCRAPE(Group.REQUEST, "scrape"),
    CONNECT_ANSWER(Group.ANSWER, "connect"),
    ANNOUNCE_ANSWER(Group.ANSWER, "announce"),
    SCRAPE_ANSWER(Group.ANSWER, "scrape"),
    ERROR(Group.ANSWER, "error"),
    OVERLAY(Group.OTHER, "TSUP"),
    MALFORMED(Group.OTHER, "malformed"),
    CUT(Group.OTHER, "cut by snap length"),
    UNKNOWN(Group.OTHER, "unknown");

    /** Headings of the report. */
    public enum Group
    {
        REQUEST("Requests"),
        ANSWER("Answers"),
        OTHER("Other datagrams");

        private final String title;

        Group(final String title)
        {
            this.title = title;
        }

        public String title()
        {
            return title;
        }
    }

    /** Length of an array of counters. */
    public static final int COUNT = values().length;

    private static final DatagramKind[] ANNOUNCES =
    {
        ANNOUNCE, ANNOUNCE_COMPLETED, ANNOUNCE_STARTED, ANNOUNCE_STOPPED
    };

    private final Group group;
    private final String label;

    DatagramKind(final Group group, final String label)
    {
        this.group = group;
        this.label = label;
    }

    static DatagramKind announce(final int event)
    {
        return event >= 0 && event < ANNOUNCES.length ? ANNOUNCES[event] : ANNOUNCE_OTHER;
    }

    public Group group()
    {
        return group;
    }

    public String label()
    {
        return label;
    }

    boolean isAnnounce()
    {
        return ordinal() >= ANNOUNCE.ordinal() && ordinal() <= ANNOUNCE_CUT.ordinal();
    }
}
