package io.tributary.tracker.overlay;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Renewals that are told (D21). */
class RefreshRuleTest
{
    /** However often a client announces, and however regularly: its copies outlive its next announce. */
    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 60, 300, 600, 900, 1200, 1700, 1800, 1980})
    void shouldKeepCopiesAliveWithFewRefreshes(final int announceSec)
    {
        final int lifeSec = 2700;
        final RefreshRule rule = new RefreshRule(lifeSec);
        int previousEndSec = 1_700_000_000 + lifeSec;
        int toldEndSec = previousEndSec;
        int told = 0;
        int nowSec = 1_700_000_000;
        final int endSec = nowSec + 20 * lifeSec;
        while (nowSec < endSec)
        {
            nowSec += announceSec;
            assertThat(toldEndSec).as("copy when the client announces again").isGreaterThan(nowSec);
            if (rule.isDue(previousEndSec, nowSec + lifeSec))
            {
                told++;
                toldEndSec = nowSec + lifeSec;
            }
            previousEndSec = nowSec + lifeSec;
        }
        assertThat(told).isLessThanOrEqualTo(20 * lifeSec / rule.bucketSec() + 1);
        assertThat(rule.bucketSec()).isLessThanOrEqualTo(lifeSec / 4);
    }
}
