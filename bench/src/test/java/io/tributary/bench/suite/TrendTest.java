package io.tributary.bench.suite;

import io.tributary.bench.report.Distribution;
import io.tributary.bench.suite.Figure.Better;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TrendTest
{
    private final List<SuiteSummary> suites = new ArrayList<>();

    private void suite(final String scale, final String processor, final Figure... figures)
    {
        suites.add(new SuiteSummary("suite-" + suites.size(), "2026-01-0" + (suites.size() + 1), scale, "", "c", false,
            Map.of("Model name", processor, "CPU(s)", "2"), Map.of(), List.of(figures)));
    }

    private static Figure rate(final double... values)
    {
        return Figure.of("rate", "rate", "", Better.MORE, Distribution.of(values));
    }

    private static Figure time(final double... values)
    {
        return Figure.of("time", "time", "ns", Better.LESS, Distribution.of(values));
    }

    private Trend only()
    {
        assertThat(Trend.of(suites)).hasSize(1);
        return Trend.of(suites).get(0);
    }

    @Test
    void shouldCallTheFirstValueTheFirst()
    {
        suite("full", "x", rate(100));

        assertThat(only().text()).isEqualTo("first");
        assertThat(only().previousText()).isEqualTo("-");
    }

    @Test
    void shouldSayWhichWayIsGood()
    {
        suite("full", "x", rate(100), time(100));
        suite("full", "x", rate(110), time(110));

        assertThat(Trend.of(suites)).extracting(Trend::text).containsExactly("better by 10.0 %", "**worse** by 10.0 %");
    }

    @Test
    void shouldNameNoChangeWithinTheSpread()
    {
        suite("full", "x", rate(90, 100, 110));
        suite("full", "x", rate(108, 120, 130));

        assertThat(only().text()).isEqualTo("within the spread");
        assertThat(only().previousText()).isEqualTo("100");
    }

    @Test
    void shouldShowTheThreeValuesBefore()
    {
        suite("full", "x", rate(1));
        suite("full", "x", rate(2));
        suite("full", "x", rate(3));
        suite("full", "x", rate(4));
        suite("full", "x", rate(4));

        assertThat(only().previousText()).isEqualTo("4, 3, 2");
        assertThat(only().text()).isEqualTo("the same");
    }

    @Test
    void shouldCompareOnlyLikeWithLike()
    {
        suite("full", "another", rate(1));
        suite("quick", "x", rate(2));
        suite("full", "x", rate(3));

        assertThat(only().previous()).isEmpty();
        assertThat(only().suite().name()).isEqualTo("suite-2");
    }

    @Test
    void shouldKeepTheNewestOfEachFigure()
    {
        suite("full", "x", rate(1), time(7));
        suite("full", "x", rate(2));

        assertThat(Trend.of(suites)).extracting((trend) -> trend.newest().key() + trend.suite().name())
            .containsExactly("ratesuite-1", "timesuite-0");
    }

    @Test
    void shouldNotDivideByNothing()
    {
        suite("full", "x", time(0));
        suite("full", "x", time(2));

        assertThat(only().text()).isEqualTo("**worse**");
    }
}
