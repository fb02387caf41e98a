package io.tributary.bench.load;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DurationsTest
{
    @ParameterizedTest
    @CsvSource({"500ms,500000000", "10s,10000000000", "1.5s,1500000000", "2m,120000000000", "1h,3600000000000"})
    void shouldReadUnits(final String text, final long expectedNs)
    {
        assertThat(Durations.parseNs("warmup", text)).isEqualTo(expectedNs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1d", "1e3s", "1 s"})
    void shouldSayWhatIsAllowed(final String text)
    {
        assertThatThrownBy(() -> Durations.parseNs("warmup", text))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("warmup is '" + text + "'");
    }
}
