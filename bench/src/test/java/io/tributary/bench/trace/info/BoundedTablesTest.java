package io.tributary.bench.trace.info;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables against simple ones of the JDK, and at their bounds. */
class BoundedTablesTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKeepFingerprintsWhileItGrows(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final FingerprintTable table = new FingerprintTable(1 << 14, true);
        final Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++)
        {
            final long key = random.nextInt(12_000) * 0x1_0000L;
            assertThat(table.addIfAbsent(key)).isEqualTo(!expected.containsKey(key));
            final int slot = table.find(key);
            table.value(slot, table.value(slot) + i);
            expected.merge(key, (long)i, Long::sum);
        }

        assertThat(table.count()).isEqualTo(new Count(expected.size(), true));
        expected.forEach((key, value) -> assertThat(table.value(table.find(key))).isEqualTo(value));
        assertThat(Arrays.stream(table.values()).sum())
            .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void shouldRefuseMoreFingerprintsThanThereIsRoomFor()
    {
        final FingerprintTable table = new FingerprintTable(16, false);
        for (int i = 1; i <= 12; i++)
        {
            assertThat(table.addIfAbsent(i)).isTrue();
        }
        assertThat(table.count()).isEqualTo(new Count(12, true));

        assertThat(table.addIfAbsent(13)).isFalse();
        assertThat(table.addIfAbsent(11)).isFalse();
        assertThat(table.find(13)).isEqualTo(FingerprintTable.ABSENT);
        assertThat(table.count()).isEqualTo(new Count(12, false));
    }

    @Test
    void shouldGiveUpTheOldestOfASet()
    {
        final RecentTimes times = new RecentTimes(4, 100);
        for (int i = 1; i <= 4; i++)
        {
            times.add(i, 10 * i, i);
        }
        times.add(5, 60, 5);
        assertThat(times.find(1)).isEqualTo(RecentTimes.ABSENT);
        assertThat(times.kind(times.find(2))).isEqualTo(2);
        assertThat(times.displacedCount()).isEqualTo(1);

        times.remove(times.find(3));
        times.add(6, 70, 6);
        assertThat(times.displacedCount()).isEqualTo(1);
        times.add(7, 500, 7);
        assertThat(times.find(2)).isEqualTo(RecentTimes.ABSENT);
        assertThat(times.displacedCount()).isEqualTo(1);
    }

    @Test
    void shouldFindTheOldestOfEquals()
    {
        final RecentTimes times = new RecentTimes(8, 100);
        times.add(1, 20, 0);
        times.add(1, 10, 1);
        assertThat(times.timeNs(times.find(1))).isEqualTo(10);
        times.remove(times.find(1));
        assertThat(times.timeNs(times.find(1))).isEqualTo(20);
        times.put(1, 30);
        assertThat(times.timeNs(times.find(1))).isEqualTo(30);
        times.remove(times.find(1));
        assertThat(times.find(1)).isEqualTo(RecentTimes.ABSENT);
    }

    @Test
    void shouldCountFrequentValuesAndTheRestTogether()
    {
        final Tally tally = new Tally(3);
        for (final long value : new long[]{7, -1, 7, 0, 8, 9, 8, 0, 7})
        {
            tally.add(value);
        }

        assertThat(tally.rows()).containsExactly(new Tally.Row(7, 3), new Tally.Row(0, 2), new Tally.Row(-1, 1));
        assertThat(tally.others()).isEqualTo(3);
        assertThat(tally.total()).isEqualTo(9);
        assertThat(tally.count(7)).isEqualTo(3);
        assertThat(tally.count(8)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFoldRatesWithoutLosingAny(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final RateSeries series = new RateSeries(2, 64);
        final TreeMap<Long, Long> expected = new TreeMap<>();
        final long start = random.nextLong(-1_000_000, 2_000_000_000L);
        for (int i = 0; i < 2_000; i++)
        {
            final long second = start + random.nextLong(-i, i + 1);
            series.add(1, second * SECOND_NS + random.nextLong(SECOND_NS));
            expected.merge(second, 1L, Long::sum);
        }

        final long widthSec = series.widthSec();
        assertThat(series.binCount()).isBetween(32, 64);
        final double[] rates = series.rates(1);
        for (int bin = 0; bin < rates.length; bin++)
        {
            final long from = series.firstSec() + bin * widthSec;
            final long count =
                expected.subMap(from, from + widthSec).values().stream().mapToLong(Long::longValue).sum();
            assertThat(rates[bin] * widthSec).isEqualTo(count);
        }
        assertThat(Arrays.stream(rates).sum() * widthSec).isEqualTo(2_000);
        assertThat(series.rates(0)).containsOnly(0);
    }

    @Test
    void shouldStandAnyTime()
    {
        final RateSeries series = new RateSeries(1, 16);
        for (final long timeNs : new long[]{0, Long.MAX_VALUE, Long.MIN_VALUE, 1, -1})
        {
            series.add(0, timeNs);
        }
        assertThat(Arrays.stream(series.rates(0)).sum() * series.widthSec()).isEqualTo(5);
    }

    @Test
    void shouldAddUpMinutesOfWholeBins()
    {
        final RateSeries series = new RateSeries(1, 128);
        for (int second = 0; second < 90; second++)
        {
            series.add(0, second * SECOND_NS);
        }
        assertThat(series.perMinute(0)).containsExactly(60, 30);

        final RateSeries folded = new RateSeries(1, 16);
        folded.add(0, 0);
        folded.add(0, 100 * SECOND_NS);
        assertThat(folded.widthSec()).isEqualTo(8);
        assertThat(folded.perMinute(0)).isEmpty();
    }

    @Test
    void shouldDrawColumnsByTheirShareOfTheHighest()
    {
        assertThat(ReportText.sparkline(new double[]{0, 1, 50, 100}, 64)).isEqualTo(" .+@");
        assertThat(ReportText.sparkline(new double[]{0, 0, 10, 30, 40, 40}, 3)).isEqualTo(" +@");
        assertThat(ReportText.sparkline(new double[0], 3)).isEmpty();
        assertThat(ReportText.number(0.12345)).isEqualTo("0.123");
        assertThat(ReportText.number(1234.6)).isEqualTo("1,235");
        assertThat(ReportText.number(Double.NaN)).isEqualTo("-");
        assertThat(ReportText.bytes(7_004)).isEqualTo("6.84 KiB");
    }
}
