package io.tributary.bench.suite;

import java.io.IOException;

/** A part of the suite: what to run for it, and what to write from its results. */
interface Part
{
    /** All steps together, roughly, on two cores. */
    int estimateSec();

    /**
     * Measure, and write about it.
     *
     * @throws IOException if a result cannot be read; what is on the page by then stays.
     */
    void run(SuiteRun run, PartPage page) throws IOException;
}
