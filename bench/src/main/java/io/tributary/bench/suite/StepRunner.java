package io.tributary.bench.suite;

import java.io.IOException;

/** Runs processes to their ends, one at a time. */
interface StepRunner
{
    /** Exit code of a process that was ended because it took too long. */
    int TIMED_OUT = -1;

    /**
     * Run a process; what it prints goes to its log.
     *
     * @return its exit code.
     * @throws IOException if it cannot be started.
     */
    int run(Step step) throws IOException;
}
