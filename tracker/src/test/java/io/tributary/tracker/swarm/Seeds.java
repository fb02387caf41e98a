package io.tributary.tracker.swarm;

import java.security.SecureRandom;
import java.util.stream.LongStream;

/**
 * Seeds of random tests: some fixed, one fresh. A failing test names its seed;
 * {@code -Dtest.seed=N} runs that one alone.
 */
final class Seeds
{
    private Seeds()
    {
    }

    static LongStream seeds()
    {
        final Long chosen = Long.getLong("test.seed");
        return null != chosen ? LongStream.of(chosen) : LongStream.of(1, 2, 3, new SecureRandom().nextLong());
    }
}
