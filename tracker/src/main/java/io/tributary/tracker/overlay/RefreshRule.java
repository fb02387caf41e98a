package io.tributary.tracker.overlay;

/**
 * When the renewal of a peer's life is news. Time is cut into buckets of at most a quarter of a full life, and a
 * renewal is told only when the end of the life moves into another one. So a client costs each neighbour at most one
 * refresh in that time however often it announces, nothing need be remembered about what was told, and the copies
 * outlive the next regular announce: that is due after two thirds of a life, and a copy lives at least three quarters.
 */
final class RefreshRule
{
    private static final int UNIT_SEC = 16;

    private final int bucketShift;

    RefreshRule(final int lifeSec)
    {
        bucketShift = 31 - Integer.numberOfLeadingZeros(Math.max(UNIT_SEC, lifeSec / 4));
    }

    boolean isDue(final int previousEndSec, final int endSec)
    {
        return previousEndSec >>> bucketShift != endSec >>> bucketShift;
    }

    int bucketSec()
    {
        return 1 << bucketShift;
    }
}
