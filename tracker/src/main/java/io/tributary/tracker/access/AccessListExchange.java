package io.tributary.tracker.access;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands new {@link AccessLists} to the loop while it runs, and the old ones back, so that no thread can read freed
 * memory.
 * <pre>
 *   loading thread                                     loop thread
 *     publish(next) ──────────► pending ──────────────► poll(): current = pending
 *     reclaim(): close ◄─────── retired ◄──────────────         retired = the former current
 * </pre>
 * Lists are freed by the loading thread alone, and only those the loop has never seen or has handed back. The loop
 * frees nothing: to unmap a gigabyte would pause it for a tenth of a second. It takes new lists only while the retired
 * slot is empty, so one slot is enough. At most three states exist at a time: in use, waiting, handed back.
 *
 * <p>One loading thread, one loop thread. Each further loop needs an exchange and lists of its own, or a count of
 * readers.
 */
public final class AccessListExchange implements AutoCloseable
{
    private final AtomicReference<AccessLists> pending = new AtomicReference<>();
    private final AtomicReference<AccessLists> retired = new AtomicReference<>();
    private AccessLists current;

    public AccessListExchange(final AccessLists initial)
    {
        this.current = initial;
    }

    /**
     * The lists to use for the next packet. Loop thread; allocates nothing, blocks on nothing.
     *
     * @return valid until the next call.
     */
    public AccessLists poll()
    {
        if (null != pending.get())
        {
            swap();
        }
        return current;
    }

    /**
     * Offer lists to the loop, and own them no longer. Loading thread. Lists the loop has not taken yet are replaced.
     *
     * @param next complete lists.
     */
    public void publish(final AccessLists next)
    {
        final AccessLists neverSeen = pending.getAndSet(next);
        if (null != neverSeen)
        {
            neverSeen.close();
        }
    }

    /**
     * Free what the loop has handed back. Loading thread.
     *
     * @return whether the loop has taken the last lists published, and everything older is freed.
     */
    public boolean reclaim()
    {
        // In this order: the loop hands the old lists back before it takes the new ones.
        final boolean isTaken = null == pending.get();
        final AccessLists handedBack = retired.getAndSet(null);
        if (null != handedBack)
        {
            handedBack.close();
        }
        return isTaken;
    }

    /** Free everything. Only when both threads have ended, or from the only one there is. */
    public void close()
    {
        publish(null);
        reclaim();
        current.close();
    }

    private void swap()
    {
        if (null == retired.get())
        {
            // From here on the old lists may be freed at any moment; nothing below looks at them.
            retired.set(current);
            current = pending.getAndSet(null);
        }
    }
}
