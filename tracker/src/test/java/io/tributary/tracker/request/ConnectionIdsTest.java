package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

import static io.tributary.tracker.request.ConnectionIds.EXPIRED;
import static io.tributary.tracker.request.ConnectionIds.FORGED;
import static io.tributary.tracker.request.ConnectionIds.STALE;
import static io.tributary.tracker.request.ConnectionIds.VALID;
import static io.tributary.tracker.request.RequestPath.START_SEC;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

class ConnectionIdsTest
{
    private final ConnectionIds ids = new ConnectionIds(new SipHash(1, 2), 120, 1800);
    private final Endpoint source = source("192.0.2.7", 1000);

    @ParameterizedTest
    @CsvSource({
        "0, 0", "60, 0", "119, 0", "120, 0",
        "122, 1", "1800, 1",
        "1802, 2", "32400, 2", "64800, 2",
        "131072, 3", "262144, 3"})
    void shouldJudgeByAge(final int ageSec, final int judgement)
    {
        for (int phaseSec = 0; phaseSec < 2; phaseSec++)
        {
            final long id = ids.issue(source, START_SEC + phaseSec);
            assertThat(ids.check(source, id, START_SEC + phaseSec + ageSec)).isEqualTo(judgement);
        }
    }

    @Test
    void shouldRefuseAnIdFromBeforeTheTimeFieldWentRound()
    {
        final long id = ids.issue(source, START_SEC);
        assertThat(ids.check(source, id, START_SEC + (1 << 17))).isEqualTo(FORGED);
        assertThat(ids.check(source, id, START_SEC + (1 << 17) + 60)).isEqualTo(FORGED);
    }

    @Test
    void shouldTolerateAClockThatIsSetBackALittle()
    {
        final long id = ids.issue(source, START_SEC);
        assertThat(ids.check(source, id, START_SEC - 30)).isEqualTo(VALID);
        assertThat(ids.check(source, id, START_SEC - 34)).isEqualTo(FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.6", "192.0.2.8", "64.0.2.7", "::192.0.2.7", "2001:db8::7"})
    void shouldRefuseTheIdOfAnotherAddress(final String other)
    {
        final long id = ids.issue(source, START_SEC);
        assertThat(ids.check(source(other, 1000), id, START_SEC)).isEqualTo(FORGED);
    }

    @Test
    void shouldTellEveryBitOfAnIpv6AddressApart()
    {
        final Endpoint ipv6 = source("2001:db8:1:2:3:4:5:6");
        final long id = ids.issue(ipv6, START_SEC);
        for (int bit = 0; bit < 64; bit++)
        {
            final Endpoint high = new Endpoint().ipv6(ipv6.addressHigh() ^ 1L << bit, ipv6.addressLow(), 1);
            final Endpoint low = new Endpoint().ipv6(ipv6.addressHigh(), ipv6.addressLow() ^ 1L << bit, 1);
            assertThat(ids.check(high, id, START_SEC)).isEqualTo(FORGED);
            assertThat(ids.check(low, id, START_SEC)).isEqualTo(FORGED);
        }
    }

    @Test
    void shouldTakeTheIdFromAnotherPort()
    {
        final long id = ids.issue(source, START_SEC);
        assertThat(ids.check(source("192.0.2.7", 2), id, START_SEC)).isEqualTo(VALID);
    }

    @Test
    void shouldTakeAMappedAddressForTheIpv4Address()
    {
        final long id = ids.issue(source, START_SEC);
        assertThat(ids.check(new Endpoint().ipv6(0, 0xFFFF_C000_0207L, 5), id, START_SEC)).isEqualTo(VALID);
    }

    @Test
    void shouldOutliveTheProcessWithItsKey()
    {
        final long id = ids.issue(source, START_SEC);
        assertThat(new ConnectionIds(new SipHash(1, 2), 120, 1800).check(source, id, START_SEC + 60)).isEqualTo(VALID);
        assertThat(new ConnectionIds(new SipHash(1, 3), 120, 1800).check(source, id, START_SEC + 60)).isEqualTo(FORGED);
    }

    @Test
    void shouldRefuseEveryIdWithOneBitChanged()
    {
        final long id = ids.issue(source, START_SEC);
        for (int bit = 0; bit < Long.SIZE; bit++)
        {
            assertThat(ids.check(source, id ^ 1L << bit, START_SEC)).as("bit " + bit).isEqualTo(FORGED);
        }
    }

    @Test
    void shouldRefuseGuesses()
    {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++)
        {
            assertThat(ids.check(source, random.nextLong(), START_SEC)).isEqualTo(FORGED);
        }
    }

    @Test
    void shouldGoOnPastTheYear2038()
    {
        final int lastSec = Integer.MAX_VALUE - 10;
        final long id = ids.issue(source, lastSec);
        assertThat(ids.check(source, id, lastSec + 60)).isEqualTo(VALID);
        assertThat(ids.check(source, id, lastSec + 600)).isEqualTo(STALE);
        assertThat(ids.check(source, id, lastSec + 6000)).isEqualTo(EXPIRED);
    }
}
