package io.tributary.bench.jmh;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;

import static org.assertj.core.api.Assertions.assertThat;

class AllocationLimitTest
{
    @BeforeAll
    static void runBesideOtherBenchmarks()
    {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void shouldAllowLessThanAnObject()
    {
        assertThat(AllocationLimit.isWithin(0.01)).isTrue();
        assertThat(AllocationLimit.isWithin(0.5)).isFalse();
        assertThat(AllocationLimit.isWithin(16)).isFalse();
    }

    /** A single call carries all of JMH's own garbage. */
    @Test
    void shouldReportWhatTheProfilerSaw() throws RunnerException
    {
        final Collection<RunResult> results = new Runner(singleCall().addProfiler(GCProfiler.class).build()).run();

        assertThat(AllocationLimit.violations(results)).singleElement().asString()
            .contains("ConnectFlyweightBenchmark.decodeRequest", "B/op allocated")
            .doesNotContain("NaN");
    }

    @Test
    void shouldNotTrustARunWithoutTheProfiler() throws RunnerException
    {
        assertThat(AllocationLimit.violations(new Runner(singleCall().build()).run())).singleElement().asString()
            .contains("NaN");
    }

    private static ChainedOptionsBuilder singleCall()
    {
        return new OptionsBuilder()
            .include("ConnectFlyweightBenchmark.decodeRequest")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .verbosity(VerboseMode.SILENT);
    }
}
