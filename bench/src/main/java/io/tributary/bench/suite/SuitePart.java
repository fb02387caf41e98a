package io.tributary.bench.suite;

/** A part of the suite, in the order of the report. */
enum SuitePart
{
    COMPARE("Beside other trackers"),
    JMH("Micro-benchmarks"),
    REPLAY("Replay of a trace"),
    SIMULATION("The overlay in simulation");

    final String title;

    SuitePart(final String title)
    {
        this.title = title;
    }
}
