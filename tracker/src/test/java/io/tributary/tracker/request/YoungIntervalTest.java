package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.swarm.SwarmAnnounce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.IntSummaryStatistics;

import static io.tributary.tracker.ClientPackets.STOPPED;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.request.RequestPath.LIMITS;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/** A short interval while a swarm is young, jittered, and only so often. */
class YoungIntervalTest
{
    private static final int PER_SECOND = 10;

    private final Endpoint source = source("198.51.100.9");
    private RequestPath path;
    private boolean isYoung = true;
    private int lifeSec;

    @AfterEach
    void close()
    {
        path.close();
    }

    private static RequestSettings settings(final int youngSec, final int perSecond, final int jitterPercent)
    {
        return new RequestSettings(1800, 900, jitterPercent, 50, 200, 60, false, true, youngSec, perSecond, 0, 0);
    }

    private void use(final RequestSettings settings)
    {
        path = new RequestPath(settings, LIMITS);
        path.store.listener(this::onAnnounced);
    }

    private void onAnnounced(final SwarmAnnounce announce)
    {
        announce.isYoung = isYoung;
        lifeSec = announce.endSec - announce.nowSec;
    }

    private int interval(final ClientPackets.Announce announce)
    {
        return path.announce(source, announce).interval();
    }

    @Test
    void shouldHandOutTheShortIntervalOnlyWhileTheSwarmIsYoung()
    {
        use(settings(60, PER_SECOND, 0));
        assertThat(interval(announce())).isEqualTo(60);
        assertThat(interval(announce())).as("a known peer as well").isEqualTo(60);
        isYoung = false;
        assertThat(interval(announce())).isEqualTo(900);
        assertThat(path.value(TrackerCounter.YOUNG_INTERVALS)).isEqualTo(2);
        assertThat(path.value(TrackerCounter.YOUNG_INTERVALS_REFUSED)).isZero();
    }

    @Test
    void shouldStoreTheLifeOfTheUsualInterval()
    {
        use(settings(60, PER_SECOND, 0));
        isYoung = false;
        interval(announce());
        final int usualSec = lifeSec;
        isYoung = true;
        assertThat(interval(announce())).isEqualTo(60);
        assertThat(lifeSec).isEqualTo(usualSec);

        path.nowSec += 1700;
        path.store.sweep(path.nowSec);
        assertThat(path.store.totals().peers()).as("of a client that keeps to the usual interval").isEqualTo(1);
    }

    @Test
    void shouldJitterIt()
    {
        use(settings(100, 1_000_000, 10));
        final IntSummaryStatistics intervals = new IntSummaryStatistics();
        for (int i = 0; i < 2000; i++)
        {
            intervals.accept(interval(announce()));
        }
        assertThat(intervals.getMin()).isBetween(90, 91);
        assertThat(intervals.getMax()).isBetween(109, 110);
        assertThat(intervals.getAverage()).isBetween(98.5, 101.5);
    }

    @Test
    void shouldHandOutNoMoreThanSoManyInASecond()
    {
        use(settings(60, PER_SECOND, 0));
        path.nowNs = -3_000_000_000L;
        int young = 0;
        final int seconds = 5;
        for (int i = 0; i < seconds * 200; i++)
        {
            young += 60 == interval(announce()) ? 1 : 0;
            path.nowNs += 5_000_000;
        }
        assertThat(young).isBetween(seconds * PER_SECOND, (seconds + 1) * PER_SECOND);
        assertThat(path.value(TrackerCounter.YOUNG_INTERVALS)).isEqualTo(young);
        assertThat(path.value(TrackerCounter.YOUNG_INTERVALS_REFUSED)).isEqualTo(seconds * 200 - young);
    }

    @Test
    void shouldNeverMakeAClientWaitLonger()
    {
        use(settings(1000, PER_SECOND, 0));
        assertThat(interval(announce())).as("of a small swarm").isEqualTo(900);
        assertThat(path.value(TrackerCounter.YOUNG_INTERVALS)).isZero();
    }

    @Test
    void shouldSpendNothingOnClientsThatStop()
    {
        use(settings(60, 1, 0));
        interval(announce().port(1));
        path.nowNs += 1_000_000_000L;
        assertThat(interval(announce().port(1).event(STOPPED))).isEqualTo(900);
        assertThat(interval(announce().port(2))).isEqualTo(60);
    }

    @Test
    void shouldBeOffByZeroOfEither()
    {
        use(settings(0, PER_SECOND, 0));
        assertThat(interval(announce())).isEqualTo(900);
        path.settings(settings(60, 0, 0));
        assertThat(interval(announce())).isEqualTo(900);
        path.settings(settings(60, 1, 0));
        assertThat(interval(announce())).isEqualTo(60);
    }
}
