package io.tributary.bench.replay;

/** In what the captured answer to a request and ours differ, and why as far as the trace tells. */
enum AnswerDifference
{
    OURS_SILENT("only theirs answers"),
    OURS_ERROR("only ours is an error"),
    THEIRS_ERROR("only theirs is an error"),
    ACTION("theirs is of another kind than the request"),

    COUNTS_OLDER_SWARM("seeders, leechers: their swarm has peers from before the trace, or of other trackers"),
    COUNTS_STOPPED("seeders, leechers: whether a peer that stops still counts"),
    COUNTS_ANNOUNCER("seeders, leechers: by one, as if the announcer did not count, or as what it was before"),
    COUNTS_OTHER("seeders, leechers: for another reason, such as other lives of peers"),

    PEERS_OLDER_SWARM("number of peers: theirs gives some from before the trace, or of other trackers"),
    PEERS_STOPPED("number of peers: ours gives none to one that stops"),
    PEERS_OWN_ADDRESS("number of peers: theirs gives the asker its own address"),
    PEERS_SEEDER("number of peers: ours gives a seeder leechers only"),
    PEERS_LIMIT("number of peers: other limits of num_want"),
    PEERS_OTHER("number of peers: for another reason"),

    SCRAPE_OLDER_SWARM("scrape: theirs counts more, as if peers from before the trace"),
    SCRAPE_COMPLETED("scrape: completed counts differ alone"),
    SCRAPE_OTHER("scrape: for another reason");

    static final int COUNT = values().length;

    private final String label;

    AnswerDifference(final String label)
    {
        this.label = label;
    }

    String label()
    {
        return label;
    }
}
