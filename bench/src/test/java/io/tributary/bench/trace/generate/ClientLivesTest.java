package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.tributary.codec.UdpTrackerProtocol.EVENT_COMPLETED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_NONE;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STARTED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ClientLivesTest
{
    private static final int SLOTS = 2_000;
    private static final int ROUNDS = 200;

    private static long peerSeed(final long slot, final long generation)
    {
        return Mix64.mix(slot, generation);
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0.01, 0.76", "0.03, 0.02, 0.5", "0.5, 0, 0.3", "0.07, 0.2, 0.9", "0, 0, 0.76"})
    void shouldKeepTheSharesAskedFor(final double stops, final double completions, final double seeders)
    {
        final ClientLives lives = new ClientLives(stops, completions, seeders);
        final long[] events = new long[4];
        long seederRounds = 0;
        long leecherAnnounces = 0;
        for (int slot = 0; slot < SLOTS; slot++)
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                final long seed = peerSeed(slot, lives.generation(slot, round));
                final long age = lives.age(slot, round);
                final boolean isLast = lives.isLast(slot, age);
                final int event = lives.event(seed, age, isLast);
                events[event]++;
                seederRounds += lives.isSeeder(seed, age) ? 1 : 0;
                leecherAnnounces += age > 0 && !isLast && (!lives.isSeeder(seed, age) || EVENT_COMPLETED == event) ?
                    1 : 0;
            }
        }

        final double announces = (double)SLOTS * ROUNDS;
        assertThat(events[EVENT_STOPPED] / announces).isCloseTo(stops, within(0.003));
        assertThat(events[EVENT_STARTED] / announces).isCloseTo(stops, within(0.003));
        assertThat(events[EVENT_COMPLETED] / (double)Math.max(1, leecherAnnounces))
            .isCloseTo(completions, within(0.005));
        assertThat(seederRounds / announces).isCloseTo(seeders, within(0.02));
    }

    @Test
    void shouldLetAPeerStartGoOnCompleteAndStopInThatOrder()
    {
        final ClientLives lives = new ClientLives(0.05, 0.05, 0.6);
        long completed = 0;
        for (int slot = 0; slot < SLOTS; slot++)
        {
            boolean isPresent = true;
            boolean wasSeeder = true;
            for (int round = 0; round < ROUNDS; round++)
            {
                final long seed = peerSeed(slot, lives.generation(slot, round));
                final long age = lives.age(slot, round);
                final int event = lives.event(seed, age, lives.isLast(slot, age));
                assertThat(EVENT_STARTED == event).as("slot " + slot + " round " + round)
                    .isEqualTo(0 == round ? 0 == age : !isPresent);
                if (EVENT_COMPLETED == event)
                {
                    completed++;
                    assertThat(0 == round || !wasSeeder).isTrue();
                    assertThat(lives.isSeeder(seed, age)).isTrue();
                }
                else if (EVENT_NONE == event && round > 0)
                {
                    assertThat(lives.isSeeder(seed, age)).isEqualTo(wasSeeder);
                }
                isPresent = EVENT_STOPPED != event;
                wasSeeder = lives.isSeeder(seed, age);
            }
        }
        assertThat(completed).isPositive();
    }

    @Test
    void shouldRefuseCompletionsThatMakeTooManySeeders()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientLives(0.01, 0.5, 0.3))
            .withMessageStartingWith("--completions 0.5 makes 0.98")
            .withMessageEndingWith("allowed is what leaves --seeders 0.3 or less");
    }
}
