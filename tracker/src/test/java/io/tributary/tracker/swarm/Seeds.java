package io.tributary.tracker.swarm;

import java.security.SecureRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Seeds of random tests: some fixed, the others fresh and printed, because the report of a failure does not name them.
 * {@code -Dtest.seed=N} runs that one alone, {@code -Dtest.seeds=N} so many fresh ones.
 */
final class Seeds
{
    private Seeds()
    {
    }

    /**
     * Seeds to run with.
     *
     * @param failedOnce seeds that have found something in the test that asks.
     * @return them, the fixed ones and the fresh ones, or the one chosen.
     */
    static LongStream seeds(final long... failedOnce)
    {
        final Long chosen = Long.getLong("test.seed");
        if (null != chosen)
        {
            return LongStream.of(chosen);
        }
        final long[] fresh = new SecureRandom().longs(Integer.getInteger("test.seeds", 1)).toArray();
        LongStream.of(fresh).forEach(seed -> System.err.println("fresh seed, to repeat: -Dtest.seed=" + seed));
        return Stream.of(LongStream.of(1, 2, 3), LongStream.of(failedOnce), LongStream.of(fresh)).flatMapToLong(s -> s);
    }
}
