package io.tributary.bench.trace.generate;

/**
 * Times between arrivals that know nothing of each other: an exponential distribution, from a table of its quantiles.
 */
final class ExponentialGaps
{
    private static final int COUNT = 4096;

    private final double[] gaps = new double[COUNT];

    ExponentialGaps()
    {
        double sum = 0;
        for (int i = 0; i < COUNT; i++)
        {
            gaps[i] = -StrictMath.log(1 - (i + 0.5) / COUNT);
            sum += gaps[i];
        }
        for (int i = 0; i < COUNT; i++)
        {
            gaps[i] *= COUNT / sum;
        }
    }

    /** A gap; the mean of all is 1. */
    double next(final Draws draws)
    {
        return gaps[draws.next(COUNT)];
    }
}
