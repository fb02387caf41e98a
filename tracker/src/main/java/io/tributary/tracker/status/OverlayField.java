package io.tributary.tracker.status;

import java.util.Locale;

/**
 * What the status file tells of the overlay as a whole; each a long, in this order.
 */
public enum OverlayField
{
    /** First eight bytes of the own tracker id. */
    TRACKER_ID_HIGH,
    TRACKER_ID_LOW,
    /** 1 for a border tracker. */
    IS_BORDER,
    /** Swarms led in the internal network. */
    MANDATES_INTERNAL,
    MANDATES_EXTERNAL,
    SWARMS,
    SWARMS_MAX,
    RECORDS,
    RECORDS_MAX,
    /** Trackers that records stem from. */
    ORIGINS,
    /** Swarms that the neighbours have been asked about and have not all answered. */
    QUESTIONS,
    /** Facts of the change log that some neighbour has yet to be told. */
    CHANGES,
    CHANGES_MAX;

    private static final OverlayField[] FIELDS = values();

    /**
     * Name in JSON.
     *
     * @return snake case.
     */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    static int count()
    {
        return FIELDS.length;
    }
}
