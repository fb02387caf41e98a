package io.tributary.bench.report;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class DistributionTest
{
    @Test
    void shouldOnlyTellValuesThatWereMeasured()
    {
        final Distribution distribution = Distribution.of(40, 10, 30, 20);
        assertThat(distribution.min()).isEqualTo(10);
        assertThat(distribution.median()).isEqualTo(20);
        assertThat(distribution.percentile(75)).isEqualTo(30);
        assertThat(distribution.percentile(76)).isEqualTo(40);
        assertThat(distribution.max()).isEqualTo(40);
    }

    @Test
    void shouldFindTheLastButOneOfAHundred()
    {
        final Distribution distribution =
            Distribution.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
        assertThat(distribution.percentile(99)).isEqualTo(99);
    }

    @Test
    void shouldKeepWhatNeverHappened()
    {
        final Distribution distribution = Distribution.of(1, Double.POSITIVE_INFINITY);
        assertThat(Distribution.text(distribution.max(), 2)).isEqualTo("never");
        assertThat(Distribution.text(distribution.median(), 2)).isEqualTo("1.00");
        assertThat(Distribution.text(Distribution.of().median(), 2)).isEqualTo("-");
    }
}
