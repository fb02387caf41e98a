package io.tributary.bench.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time, and what is still to happen in it. Events at the same time happen in the order in which they were
 * planned, so a run depends on nothing but its seed.
 */
final class EventQueue
{
    private final PriorityQueue<Event> heap = new PriorityQueue<>();
    private long nowNs;
    private long planned;
    private long happened;

    long nowNs()
    {
        return nowNs;
    }

    /** Events that have happened. */
    long happened()
    {
        return happened;
    }

    int size()
    {
        return heap.size();
    }

    /** Plan an event; one in the past happens now. */
    void at(final long timeNs, final Runnable action)
    {
        heap.add(new Event(Math.max(timeNs, nowNs), planned++, action));
    }

    void after(final long delayNs, final Runnable action)
    {
        at(nowNs + delayNs, action);
    }

    /**
     * Let the next event happen, if it is due.
     *
     * @param untilNs time that is not passed.
     * @return false when nothing is left to happen until then; it is then that time.
     */
    boolean step(final long untilNs)
    {
        final Event next = heap.peek();
        if (null == next || next.timeNs > untilNs)
        {
            nowNs = Math.max(nowNs, untilNs);
            return false;
        }
        heap.poll();
        nowNs = next.timeNs;
        happened++;
        next.action.run();
        return true;
    }

    private record Event(long timeNs, long sequence, Runnable action) implements Comparable<Event>
    {
        @Override
        public int compareTo(final Event other)
        {
            return timeNs != other.timeNs ?
                Long.compare(timeNs, other.timeNs) : Long.compare(sequence, other.sequence);
        }
    }
}
