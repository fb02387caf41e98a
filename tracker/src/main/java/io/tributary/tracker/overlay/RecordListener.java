package io.tributary.tracker.overlay;

/** What the {@link RecordSweep} tells of records, while they can still be read. */
@FunctionalInterface
interface RecordListener
{
    /** A life is over; the record is about to be removed. Other records may be removed meanwhile, but not this one. */
    void onExpired(int record);

    /** The own client that hid a record must have expired, unless it has renewed itself. */
    default void onUncovered(final int record)
    {
    }
}
