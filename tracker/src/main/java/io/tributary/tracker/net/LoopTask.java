package io.tributary.tracker.net;

/**
 * Work that shares the selector loop's thread with the datagrams: a bounded turn in each cycle, and when the loop has
 * to be awake for it. Neither may block, allocate or throw.
 */
public interface LoopTask
{
    /** Nothing is due. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /** A loop without further work. */
    LoopTask NONE = new LoopTask()
    {
        @Override
        public int doWork(final long nowNs, final int nowSec)
        {
            return 0;
        }

        @Override
        public long nextDeadlineNs()
        {
            return NO_DEADLINE;
        }
    };

    /**
     * One turn.
     *
     * @param nowNs  monotonic time.
     * @param nowSec wall clock, seconds since the epoch.
     * @return amount of work done; while it is more than 0, the loop does not wait.
     */
    int doWork(long nowNs, int nowSec);

    /**
     * When the next turn has something to do, should no datagram arrive.
     *
     * @return on the clock of {@code nowNs}, or {@link #NO_DEADLINE}.
     */
    long nextDeadlineNs();
}
