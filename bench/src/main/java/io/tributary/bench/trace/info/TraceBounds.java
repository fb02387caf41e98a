package io.tributary.bench.trace.info;

/**
 * How much is remembered: bounds memory whatever the capture holds. Powers of two.
 *
 * @param distinctSlots  of each table of clients, swarms and their peers; three quarters of them can be used.
 * @param recentCapacity of requests without an answer yet, and of connection ids.
 * @param bins           of the rates over time.
 */
record TraceBounds(int distinctSlots, int recentCapacity, int bins)
{
    /** About 500 MiB when all is full. */
    static final TraceBounds DEFAULT = new TraceBounds(1 << 23, 1 << 20, 1 << 16);
}
