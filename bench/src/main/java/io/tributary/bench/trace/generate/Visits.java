package io.tributary.bench.trace.generate;

/** Clients in the order in which they come. */
interface Visits
{
    /**
     * Let the next client enter.
     *
     * @param visit that was over, or new.
     */
    void next(Visit visit);
}
