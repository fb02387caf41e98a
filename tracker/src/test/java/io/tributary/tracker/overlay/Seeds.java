package io.tributary.tracker.overlay;

import java.security.SecureRandom;
import java.util.stream.LongStream;

/**
 * Seeds of random tests: some fixed, the others fresh and printed, because the report of a failure does not name them.
 * {@code -Dtest.seed=N} runs that one alone, {@code -Dtest.seeds=N} so many fresh ones.
 */
final class Seeds
{
    private Seeds()
    {
    }

    static LongStream seeds()
    {
        final Long chosen = Long.getLong("test.seed");
        if (null != chosen)
        {
            return LongStream.of(chosen);
        }
        final long[] fresh = new SecureRandom().longs(Integer.getInteger("test.seeds", 1)).toArray();
        LongStream.of(fresh).forEach(seed -> System.err.println("fresh seed, to repeat: -Dtest.seed=" + seed));
        return LongStream.concat(LongStream.of(1, 2, 3), LongStream.of(fresh));
    }
}
