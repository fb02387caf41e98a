package io.tributary.tracker;

import io.tributary.tracker.net.LoopTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long the loop may sleep: never past a deadline by more than a millisecond, never for ever, never not at all. */
class TrackerAgentTest
{
    @ParameterizedTest
    @CsvSource({"-9000000000, 1", "-1, 1", "0, 1", "1, 1", "1000000, 1", "1000001, 2", "7300000, 8", "20000000, 20",
        "20000001, 20", "3600000000000, 20"})
    void shouldWakeForTheNextDeadline(final long remainingNs, final long expectedMs)
    {
        for (final long nowNs : new long[]{0, 5_000_000_000L, -5_000_000_000L, Long.MAX_VALUE - 500})
        {
            assertThat(TrackerAgent.awaitMs(nowNs + remainingNs, nowNs)).isEqualTo(expectedMs);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000_000_000L, -5_000_000_000L, Long.MIN_VALUE})
    void shouldWaitTheUsualTimeWhenNothingIsDue(final long nowNs)
    {
        assertThat(TrackerAgent.awaitMs(LoopTask.NO_DEADLINE, nowNs)).isEqualTo(20);
    }
}
