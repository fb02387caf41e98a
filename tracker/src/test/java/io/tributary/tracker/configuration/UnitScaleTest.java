package io.tributary.tracker.configuration;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnitScaleTest
{
    @ParameterizedTest
    @CsvSource({"1s,1", "90s,90", "30m,1800", "8h,28800", "7d,604800", "0s,0", "1_000s,1000", "' 5 m ',300"})
    void shouldReadDurationsAsSeconds(final String text, final long seconds)
    {
        assertThat(UnitScale.DURATION.parse(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"0ms,0", "150ms,150", "10s,10000", "1500ms,1500", "1m,60000", "2h,7200000", "7d,604800000"})
    void shouldReadIntervalsAsMilliseconds(final String text, final long milliseconds)
    {
        assertThat(UnitScale.INTERVAL.parse(text)).isEqualTo(milliseconds);
        assertThatThrownBy(() -> UnitScale.INTERVAL.parse("10")).hasMessage("not a duration");
    }

    @ParameterizedTest
    @CsvSource({"1B,1", "64KiB,65536", "4MiB,4194304", "2GiB,2147483648", "16TiB,17592186044416"})
    void shouldReadSizesAsBytes(final String text, final long bytes)
    {
        assertThat(UnitScale.SIZE.parse(text)).isEqualTo(bytes);
        assertThat(UnitScale.SIZE.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "m", "30 minutes", "-5m", "1.5h", "30M", "64KiB", "1h30m", "\u0663m", "5ms"})
    void shouldRefuseWhatIsNoDuration(final String text)
    {
        assertThatThrownBy(() -> UnitScale.DURATION.parse(text)).hasMessage("not a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "64KB", "64kib", "64K", "30m"})
    void shouldRefuseWhatIsNoSize(final String text)
    {
        assertThatThrownBy(() -> UnitScale.SIZE.parse(text)).hasMessage("not a size");
    }

    @Test
    void shouldRefuseOverflow()
    {
        assertThatThrownBy(() -> UnitScale.SIZE.parse("99999999999TiB")).hasMessage("out of range");
    }

    @Property
    void shouldReadBackWhatItWrites(@ForAll @LongRange(min = 0, max = 1L << 50) final long value)
    {
        assertThat(UnitScale.DURATION.parse(UnitScale.DURATION.format(value))).isEqualTo(value);
        assertThat(UnitScale.INTERVAL.parse(UnitScale.INTERVAL.format(value))).isEqualTo(value);
        assertThat(UnitScale.SIZE.parse(UnitScale.SIZE.format(value))).isEqualTo(value);
    }
}
