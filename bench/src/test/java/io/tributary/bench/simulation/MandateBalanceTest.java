package io.tributary.bench.simulation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MandateBalanceTest
{
    @Test
    void shouldCountMandatesOfThoseThatLead()
    {
        assertThat(MandateBalance.mandates(new int[]{0, 2, 2, -1}, 4)).containsExactly(1, 0, 2, 0);
    }

    @Test
    void shouldMeasureHowUnevenTheyAre()
    {
        assertThat(MandateBalance.spread(84, 83, 84)).isEqualTo(1);
        assertThat(MandateBalance.spread(5, 5)).isZero();
    }

    @Test
    void shouldCountSwarmsThatChangedHands()
    {
        assertThat(MandateBalance.moved(new int[]{0, 1, 2}, new int[]{0, 2, -1})).isEqualTo(2);
    }
}
