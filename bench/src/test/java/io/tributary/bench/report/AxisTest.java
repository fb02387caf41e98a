package io.tributary.bench.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AxisTest
{
    @Test
    void shouldEndALinearAxisAtRoundNumbers()
    {
        assertThat(Axis.linear("").spanning(3, 47).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
        assertThat(Axis.linear("").spanning(0, 20).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(Axis.linear("").spanning(-5, 5).ticks()).containsExactly(-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0);
    }

    @Test
    void shouldWriteThePowersOfALogarithmicAxis()
    {
        assertThat(Axis.logarithmic("", 2).spanning(2, 16).ticks()).containsExactly(2.0, 4.0, 8.0, 16.0);
        assertThat(Axis.logarithmic("", 2).spanning(3, 9).ticks()).containsExactly(2.0, 4.0, 8.0, 16.0);
        assertThat(Axis.logarithmic("", 10).spanning(0.02, 30).ticks()).hasSize(5);
    }

    @Test
    void shouldWriteNoMoreTicksThanThereIsRoomFor()
    {
        assertThat(Axis.logarithmic("", 2).spanning(1, 1e9).ticks()).hasSizeLessThanOrEqualTo(12);
        assertThat(Axis.linear("").spanning(0, 123_456_789).ticks()).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void shouldPlaceValuesInProportion()
    {
        final Axis linear = Axis.linear("").spanning(0, 100);
        assertThat(linear.share(25)).isCloseTo(0.25, within(1e-9));
        assertThat(linear.share(-1)).as("below the axis").isZero();
        final Axis logarithmic = Axis.logarithmic("", 10).spanning(1, 10_000);
        assertThat(logarithmic.share(100)).isCloseTo(0.5, within(1e-9));
        assertThat(logarithmic.share(0)).as("has no logarithm").isZero();
    }

    @Test
    void shouldSurviveASingleValueAndNone()
    {
        assertThat(Axis.linear("").spanning(0, 0).share(0)).isZero();
        assertThat(Axis.logarithmic("", 2).spanning(8, 8).share(8)).isZero();
        assertThat(Axis.logarithmic("", 2).spanning(0, 0).ticks()).isNotEmpty();
    }

    @Test
    void shouldWriteNumbersWithoutNeedlessDigits()
    {
        assertThat(Axis.text(0)).isEqualTo("0");
        assertThat(Axis.text(0.05)).isEqualTo("0.05");
        assertThat(Axis.text(0.30000000000000004)).isEqualTo("0.3");
        assertThat(Axis.text(17.46)).isEqualTo("17.5");
        assertThat(Axis.text(100)).isEqualTo("100");
        assertThat(Axis.text(999_000)).isEqualTo("999,000");
        assertThat(Axis.text(2_500_000)).isEqualTo("2.5 M");
        assertThat(Axis.text(10_000_000)).isEqualTo("10 M");
    }
}
