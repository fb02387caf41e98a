package io.tributary.bench.jmh;

/**
 * In which proportion requests of each kind come.
 */
public enum RequestMix
{
    /** What a public tracker sees. */
    MIXED(1.0, 0.25, 0.005),
    ANNOUNCE(1, 0, 0),
    CONNECT(0, 1, 0),
    SCRAPE(0, 0, 1);

    private final double announceShare;
    private final double connectShare;

    RequestMix(final double announces, final double connects, final double scrapes)
    {
        final double sum = announces + connects + scrapes;
        this.announceShare = announces / sum;
        this.connectShare = connects / sum;
    }

    boolean isAnnounce(final double draw)
    {
        return draw < announceShare;
    }

    boolean isConnect(final double draw)
    {
        return draw >= announceShare && draw < announceShare + connectShare;
    }
}
