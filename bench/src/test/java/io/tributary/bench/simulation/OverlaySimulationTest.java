package io.tributary.bench.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the overlay from fixed seeds, from those that failed once, and from fresh ones, which are printed.
 * {@code -Dtest.seed=N} runs that one alone, {@code -Dtest.seeds=N} so many fresh ones.
 */
class OverlaySimulationTest
{
    private static final int FIRST = 1_020;
    private static final int FIXED = 20;
    private static final int FRESH = 4;

    static LongStream seeds()
    {
        final Long chosen = Long.getLong("test.seed");
        if (null != chosen)
        {
            return LongStream.of(chosen);
        }
        final long[] fresh = new SecureRandom().ints(Integer.getInteger("test.seeds", FRESH), 0, Integer.MAX_VALUE)
            .asLongStream().toArray();
        LongStream.of(fresh).forEach(
            (seed) -> System.err.println("fresh seed, to repeat: " + SimulationFailure.command(seed)));
        return LongStream.concat(LongStream.concat(LongStream.range(FIRST, FIRST + FIXED), regressions()),
            LongStream.of(fresh));
    }

    /** Seeds that failed once, a line each; what follows a # is for people. */
    private static LongStream regressions()
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            OverlaySimulationTest.class.getResourceAsStream("regressions.txt"), StandardCharsets.UTF_8)))
        {
            return LongStream.of(reader.lines().map((line) -> line.replaceFirst("#.*", "").strip())
                .filter((line) -> !line.isEmpty()).mapToLong(Long::decode).toArray());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Without version 1, over which less can be asked for. */
    private static SimulationOptions versionTwo(final long seed)
    {
        final SimulationOptions options = SimulationOptions.draw(seed);
        options.versionOneShare = 0;
        options.versionOneNodeShare = 0;
        return options;
    }

    /** Regressions that are drawn with version 1, and were perhaps found without. */
    static LongStream mixedRegressions()
    {
        return regressions().filter((seed) ->
            SimulationOptions.draw(seed).versionOneShare + SimulationOptions.draw(seed).versionOneNodeShare > 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldConvergeAfterFaultsAndNeverBreakARule(final long seed)
    {
        final SimulationResult result = OverlaySimulation.run(SimulationOptions.draw(seed), OverlayTracker::new);
        assertThat(result.traffic().packets()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("mixedRegressions")
    void shouldConvergeWithoutVersionOneAsWell(final long seed)
    {
        final SimulationResult result = OverlaySimulation.run(versionTwo(seed), OverlayTracker::new);
        assertThat(result.traffic().packets()).isPositive();
    }

    @Test
    void shouldDoTheSameFromTheSameSeed()
    {
        final SimulationResult result = OverlaySimulation.run(SimulationOptions.draw(4), OverlayTracker::new);
        assertThat(OverlaySimulation.run(SimulationOptions.draw(4), OverlayTracker::new).digest())
            .isEqualTo(result.digest())
            .isNotEqualTo(OverlaySimulation.run(SimulationOptions.draw(5), OverlayTracker::new).digest());
    }
}
