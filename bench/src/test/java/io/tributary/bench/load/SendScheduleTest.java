package io.tributary.bench.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendScheduleTest
{
    private static final long START_NS = -5; // Clocks may start anywhere.

    private final SendSchedule schedule = new SendSchedule(1_000);

    @Test
    void shouldBeDueOnceInEveryPeriod()
    {
        schedule.start(START_NS);

        assertThat(schedule.isDue(START_NS)).isTrue();
        schedule.advance(START_NS);
        assertThat(schedule.isDue(START_NS + 999_999)).isFalse();
        assertThat(schedule.isDue(START_NS + 1_000_000)).isTrue();
        assertThat(schedule.dueNs()).isEqualTo(START_NS + 1_000_000);
    }

    @Test
    void shouldSendEverythingThatWasDueWhileTheSenderWasAway()
    {
        schedule.start(START_NS);
        final long nowNs = START_NS + 50_500_000;

        int sent = 0;
        while (schedule.isDue(nowNs))
        {
            assertThat(schedule.dueNs()).as("intended time").isEqualTo(START_NS + sent * 1_000_000L);
            schedule.advance(nowNs);
            sent++;
        }
        assertThat(sent).isEqualTo(51);
        assertThat(schedule.lagMaxNs(nowNs)).isEqualTo(50_500_000);
    }

    @Test
    void shouldReportTheLagOfARequestThatStillWaits()
    {
        schedule.start(START_NS);

        assertThat(schedule.lagMaxNs(START_NS + 70)).isEqualTo(70);
        assertThat(schedule.lagMaxNs(START_NS + 90)).isEqualTo(90);
    }

    @Test
    void shouldNotShiftWhenStartedAgainForTheNextSlice()
    {
        schedule.start(START_NS);
        schedule.advance(START_NS);
        schedule.start(START_NS + 500_000);

        assertThat(schedule.dueNs()).isEqualTo(START_NS + 1_000_000);
    }

    @Test
    void shouldForgetOldLagForANewMeasurement()
    {
        schedule.start(START_NS);
        schedule.advance(START_NS + 900_000);
        schedule.resetLag();

        assertThat(schedule.lagMaxNs(START_NS + 1_000_001)).isEqualTo(1);
    }

    @Test
    void shouldNotDriftAtAnOddRate()
    {
        final SendSchedule odd = new SendSchedule(7);
        odd.start(0);
        for (int i = 0; i < 7_000; i++)
        {
            odd.advance(0);
        }
        assertThat(odd.dueNs()).isBetween(999_999_999_000L, 1_000_000_001_000L);
    }
}
