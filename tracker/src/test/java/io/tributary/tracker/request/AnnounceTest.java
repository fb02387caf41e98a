package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.swarm.SwarmLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static io.tributary.tracker.ClientPackets.ANNOUNCE;
import static io.tributary.tracker.ClientPackets.COMPLETED;
import static io.tributary.tracker.ClientPackets.ERROR;
import static io.tributary.tracker.ClientPackets.STARTED;
import static io.tributary.tracker.ClientPackets.STOPPED;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.request.RequestPath.LIMITS;
import static io.tributary.tracker.request.RequestPath.SETTINGS;
import static io.tributary.tracker.request.RequestPath.START_SEC;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/** What an announcing client is told, and what the swarm remembers. */
class AnnounceTest
{
    private static final int IPV4_STRIDE = 6;
    private static final int IPV6_STRIDE = 18;

    private RequestPath path = new RequestPath();
    private final Endpoint source = source("198.51.100.9");

    @AfterEach
    void close()
    {
        path.close();
    }

    private void use(final RequestSettings settings, final SwarmLimits limits)
    {
        path.close();
        path = new RequestPath(settings, limits);
    }

    private static RequestSettings settings(
        final int jitterPercent, final boolean honourIpFromPrivate, final boolean separatePrivate)
    {
        return new RequestSettings(1800, 900, jitterPercent, 50, 200, 60, honourIpFromPrivate, separatePrivate,
            0, 0, 0, 0);
    }

    /** So many leechers, on as many ports of 203.0.113.0/24 or 2001:db8:1::/64. */
    private void fill(final int peers, final boolean isIpv6)
    {
        final Endpoint other = source(isIpv6 ? "2001:db8:1::1" : "203.0.113.1");
        final long id = path.connectionId(other);
        for (int i = 0; i < peers; i++)
        {
            path.send(other, announce().port(1000 + i).numWant(0).bytes(id));
        }
    }

    static Stream<byte[]> optionsThatChangeNothing()
    {
        final byte[] full = new byte[257];
        full[0] = 2;
        full[1] = (byte)255;
        return Stream.of(
            new byte[]{},
            new byte[]{2, 0},
            new byte[]{1, 1, 1, 1},
            new byte[]{0},
            new byte[]{0, 2, 100},
            new byte[]{0x7F, 3, 1, 2, 3},
            new byte[]{2, 9, '/', 'a', 'n', 'n', 'o', 'u', 'n', 'c', 'e'},
            new byte[]{2, 9, '/', 'a'},
            new byte[]{2},
            new byte[]{(byte)0xFF},
            new byte[]{(byte)0xFF, (byte)0xFF},
            full,
            Arrays.copyOf(full, 256),
            new byte[1300]);
    }

    @ParameterizedTest
    @MethodSource("optionsThatChangeNothing")
    void shouldAnswerTheSameWithAnyOptions(final byte[] options)
    {
        path.announce(source("203.0.113.5"), announce());
        final byte[] plain = path.announce(source, announce()).bytes();
        assertThat(plain).hasSize(26);
        assertThat(path.announce(source, announce().options(options)).bytes()).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"02, 1", "0209, 1", "ff0101ff, 1", "7f, 1", "0201, 1", "'', 0", "0200, 0", "010100ff, 0", "7f0100, 0"})
    void shouldCountOptionsThatRunPastTheDatagram(final String options, final int malformed)
    {
        path.announce(source, announce().options(java.util.HexFormat.of().parseHex(options)));
        assertThat(path.value(TrackerCounter.ANNOUNCE_OPTIONS_MALFORMED)).isEqualTo(malformed);
    }

    @Test
    void shouldKeepFamiliesApart()
    {
        path.announce(source("203.0.113.5"), announce().port(1));
        path.announce(source("2001:db8::5"), announce().port(2));
        path.announce(source("::ffff:203.0.113.7"), announce().port(3));

        assertThat(path.announce(source, announce()).peers(IPV4_STRIDE))
            .containsExactlyInAnyOrder("cb0071050001", "cb0071070003");
        assertThat(path.announce(source("2001:db8::6"), announce()).peers(IPV6_STRIDE))
            .containsExactly("20010db80000000000000000000000050002");
        assertThat(path.scrape(source, infoHash(1)).scraped(0)).isEqualTo(List.of(0, 0, 3));
        assertThat(path.scrape(source("2001:db8::6"), infoHash(1)).scraped(0)).isEqualTo(List.of(0, 0, 2));
    }

    @ParameterizedTest
    @CsvSource({"-1, 50, 50", "-2147483648, 50, 50", "0, 0, 0", "1, 1, 1", "2147483647, 200, 60", "60, 60, 60",
        "61, 61, 60", "199, 199, 60", "201, 200, 60"})
    void shouldHonourNumWantUpToItsBounds(final int numWant, final int expectedIpv4, final int expectedIpv6)
    {
        fill(300, false);
        fill(300, true);
        final TrackerReply ipv4 = path.announce(source, announce().numWant(numWant));
        final TrackerReply ipv6 = path.announce(source("2001:db8::9"), announce().numWant(numWant));

        assertThat(ipv4.bytes()).hasSize(20 + IPV4_STRIDE * expectedIpv4);
        assertThat(ipv6.bytes()).hasSize(20 + IPV6_STRIDE * expectedIpv6);
        assertThat(ipv4.leechers()).isEqualTo(301);
        assertThat(new HashSet<>(ipv4.peers(IPV4_STRIDE))).hasSize(expectedIpv4);
        assertThat(new HashSet<>(ipv6.peers(IPV6_STRIDE))).hasSize(expectedIpv6);
    }

    @Test
    void shouldChooseAtRandomAndLeaveNobodyOut()
    {
        fill(100, false);
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++)
        {
            seen.addAll(path.announce(source, announce().numWant(20)).peers(IPV4_STRIDE));
        }
        assertThat(seen).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30, 300})
    void shouldNeverTellAnAnnouncerOfItself(final int others)
    {
        fill(others, false);
        for (int i = 0; i < 50; i++)
        {
            final TrackerReply reply = path.announce(source, announce().port(0x1AE1).left(i & 1));
            assertThat(reply.peers(IPV4_STRIDE)).hasSize(Math.min(others, 50)).doesNotContain("c63364091ae1");
        }
    }

    @Test
    void shouldTellOfAnotherClientBehindTheSameAddress()
    {
        path.announce(source, announce().port(1));
        assertThat(path.announce(source, announce().port(2)).peers(IPV4_STRIDE)).containsExactly("c63364090001");
    }

    @Test
    void shouldGiveLeechersToASeederAndBothToALeecher()
    {
        path.announce(source("203.0.113.1"), announce().port(1).seeder());
        path.announce(source("203.0.113.2"), announce().port(2));

        assertThat(path.announce(source, announce().seeder()).peers(IPV4_STRIDE)).containsExactly("cb0071020002");
        assertThat(path.announce(source, announce()).peers(IPV4_STRIDE))
            .containsExactlyInAnyOrder("cb0071010001", "cb0071020002");
    }

    @Test
    void shouldTakeAnyNumberLeftButZeroForALeecher()
    {
        for (final long left : new long[]{1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32})
        {
            assertThat(path.announce(source, announce().left(left)).leechers()).isEqualTo(1);
        }
        final TrackerReply reply = path.announce(source, announce().seeder());
        assertThat(List.of(reply.seeders(), reply.leechers())).isEqualTo(List.of(1, 0));
    }

    @Test
    void shouldForgetAStoppedPeerAtOnceAndSendItNobody()
    {
        fill(3, false);
        path.announce(source, announce().port(5));
        final TrackerReply stopped = path.announce(source, announce().port(5).event(STOPPED));

        assertThat(stopped.action()).isEqualTo(ANNOUNCE);
        assertThat(stopped.bytes()).hasSize(20);
        assertThat(stopped.leechers()).isEqualTo(3);
        assertThat(path.announce(source("203.0.113.200"), announce()).peers(IPV4_STRIDE)).hasSize(3)
            .doesNotContain("c63364090005");
        assertThat(path.announce(source, announce().port(5).event(STOPPED)).leechers()).as("again").isEqualTo(4);
    }

    @Test
    void shouldAnswerAStopOfAnUnknownPeerWithoutMakingASwarm()
    {
        assertThat(path.announce(source, announce().event(STOPPED)).bytes()).hasSize(20);
        assertThat(path.store.totals().swarms()).isZero();
    }

    @Test
    void shouldLetAPeerStopWithPortZero()
    {
        assertThat(path.announce(source, announce().port(0).event(STOPPED)).action()).isEqualTo(ANNOUNCE);
    }

    @Test
    void shouldRefusePortZero()
    {
        final TrackerReply reply = path.announce(source, announce().port(0).event(STARTED));
        assertThat(reply.action()).isEqualTo(ERROR);
        assertThat(reply.error()).contains("port");
        assertThat(path.store.totals().swarms()).isZero();
    }

    @Test
    void shouldCountACompletionOnceHoweverOftenItIsSent()
    {
        path.announce(source, announce().event(STARTED));
        for (int i = 0; i < 5; i++)
        {
            path.announce(source, announce().seeder().event(COMPLETED));
        }
        path.announce(source, announce().seeder());
        path.announce(source, announce().seeder().event(COMPLETED));

        assertThat(path.scrape(source, infoHash(1)).scraped(0)).isEqualTo(List.of(1, 1, 0));
        assertThat(path.value(TrackerCounter.ANNOUNCE_EVENTS_COMPLETED)).isEqualTo(6);

        path.announce(source("203.0.113.8"), announce().seeder().event(COMPLETED));
        assertThat(path.scrape(source, infoHash(1)).scraped(0)).isEqualTo(List.of(2, 2, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, -1, Integer.MIN_VALUE, 256})
    void shouldTakeAnUnknownEventForNone(final int event)
    {
        assertThat(path.announce(source, announce().event(event)).leechers()).isEqualTo(1);
        assertThat(path.scrape(source, infoHash(1)).scraped(0)).isEqualTo(List.of(0, 0, 1));
    }

    @Test
    void shouldChangeNothingWhenAnAnnounceIsRepeated()
    {
        for (int i = 0; i < 10; i++)
        {
            assertThat(path.announce(source, announce().event(STARTED)).leechers()).isEqualTo(1);
        }
        assertThat(path.store.totals().peers()).isEqualTo(1);
    }

    @Test
    void shouldTellSmallSwarmsTheirOwnInterval()
    {
        fill(20, false);
        assertThat(path.announce(source, announce()).interval()).isEqualTo(900);
        assertThat(path.announce(source, announce()).interval()).isEqualTo(1800);
    }

    @Test
    void shouldDrawIntervalsEvenlyAroundTheBase()
    {
        use(settings(10, false, true), LIMITS);
        final long id = path.connectionId(source);
        int least = Integer.MAX_VALUE;
        int most = 0;
        long sum = 0;
        for (int i = 0; i < 20_000; i++)
        {
            final int interval = path.send(source, announce().bytes(id)).interval();
            least = Math.min(least, interval);
            most = Math.max(most, interval);
            sum += interval;
        }
        assertThat(least).isBetween(810, 812);
        assertThat(most).isBetween(988, 990);
        assertThat(sum / 20_000.0).isBetween(896.0, 904.0);
    }

    @Test
    void shouldLetAPeerLiveTwiceTheIntervalItWasTold()
    {
        final int interval = path.announce(source, announce().port(9)).interval();

        assertThat(isAliveAt(START_SEC + 2 * interval)).isTrue();
        assertThat(isAliveAt(START_SEC + 2 * interval + 16)).isFalse();
        assertThat(path.store.totals().expired()).isEqualTo(1);
    }

    @Test
    void shouldExtendALifeWithEveryAnnounce()
    {
        for (int i = 0; i < 5; i++)
        {
            path.announce(source, announce().port(9));
            path.nowSec += 1700;
        }
        assertThat(isAliveAt(path.nowSec)).isTrue();
    }

    private boolean isAliveAt(final int nowSec)
    {
        path.nowSec = nowSec;
        for (int i = 0; i < 10; i++)
        {
            path.store.sweep(nowSec);
        }
        return path.announce(source("203.0.113.99"), announce().port(77).event(STOPPED)).leechers() == 1;
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.2, 203.0.113.1", "192.168.1.1, 172.16.0.2, 203.0.113.1", "100.64.0.1, 169.254.3.3, 127.0.0.1",
        "127.0.0.1, 127.0.0.2, 10.0.0.1", "fd00::1, fe80::2, 2001:db8::1", "::1, ::1, fd00::1"})
    void shouldKeepPrivateAndLoopbackAddressesFromStrangers(
        final String one, final String friend, final String stranger)
    {
        final int stride = one.contains(":") ? IPV6_STRIDE : IPV4_STRIDE;
        path.announce(source(one), announce().port(1));

        assertThat(path.announce(source(stranger), announce().port(2)).peers(stride)).isEmpty();
        assertThat(path.announce(source(friend), announce().port(3)).peers(stride)).hasSize(1);
        assertThat(path.scrape(source(stranger), infoHash(1)).scraped(0)).isEqualTo(List.of(0, 0, 1));
        assertThat(path.scrape(source(friend), infoHash(1)).scraped(0)).isEqualTo(List.of(0, 0, 2));
    }

    @Test
    void shouldMixPrivateAndPublicAddressesWhereConfigured()
    {
        use(settings(0, false, false), LIMITS);
        path.announce(source("10.0.0.1"), announce().port(1));
        path.announce(source("127.0.0.1"), announce().port(1));

        assertThat(path.announce(source, announce()).peers(IPV4_STRIDE))
            .containsExactlyInAnyOrder("0a0000010001", "7f0000010001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.9", "10.0.0.9", "127.0.0.1"})
    void shouldIgnoreTheIpField(final String announcer)
    {
        path.announce(source(announcer), announce().port(1).address(0xC000_0207));
        assertThat(path.announce(source(announcer), announce().port(2)).peers(IPV4_STRIDE))
            .containsExactly(path.announce(source(announcer), announce().port(1)).peers(IPV4_STRIDE).get(0)
                .substring(0, 8) + "0001");
    }

    @Test
    void shouldBelieveTheIpFieldOfPrivateSourcesWhereConfigured()
    {
        use(settings(0, true, true), LIMITS);
        path.announce(source("10.0.0.9"), announce().port(1).address(0xC000_0207));
        path.announce(source("198.51.100.8"), announce().port(2).address(0xC000_0208));

        assertThat(path.announce(source, announce()).peers(IPV4_STRIDE))
            .containsExactlyInAnyOrder("c00002070001", "c63364080002");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE000_0001, 0xFFFF_FFFF, 0x0000_0001, 0xF000_0000})
    void shouldNeverBelieveAnIpFieldThatNoPeerCanHave(final int address)
    {
        use(settings(0, true, true), LIMITS);
        path.announce(source("10.0.0.9"), announce().port(1).address(address));
        assertThat(path.announce(source("10.0.0.8"), announce()).peers(IPV4_STRIDE)).containsExactly("0a0000090001");
    }

    @Test
    void shouldNeverBelieveTheIpFieldOverIpv6()
    {
        use(settings(0, true, true), LIMITS);
        path.announce(source("fd00::1"), announce().port(1).address(0xC000_0207));
        assertThat(path.announce(source("fd00::2"), announce()).peers(IPV6_STRIDE))
            .containsExactly("fd0000000000000000000000000000010001");
        assertThat(path.announce(source, announce()).peers(IPV4_STRIDE)).isEmpty();
    }

    @Test
    void shouldTakeOverSettingsBetweenPackets()
    {
        assertThat(path.announce(source, announce()).interval()).isEqualTo(900);
        path.settings(new RequestSettings(60, 30, 0, 50, 200, 60, false, true, 0, 0, 0, 0));
        assertThat(path.announce(source, announce()).interval()).isEqualTo(30);
    }

    @Test
    void shouldServeKnownPeersAtTheBudgetOfPeers()
    {
        use(SETTINGS, new SwarmLimits(1000, 3, 64 << 20, 5000, 20, 0, 200, 86_400, 1, 50));
        fill(3, false);
        final TrackerReply refused = path.announce(source, announce());

        assertThat(refused.peers(IPV4_STRIDE)).as("answered all the same").hasSize(3);
        assertThat(refused.leechers()).isEqualTo(3);
        assertThat(path.value(TrackerCounter.NOT_STORED_PEER_BUDGET)).isEqualTo(1);

        final Endpoint known = source("203.0.113.1");
        path.announce(known, announce().port(1000).seeder().event(COMPLETED));
        assertThat(path.scrape(source, infoHash(1)).scraped(0)).isEqualTo(List.of(1, 1, 2));
        path.announce(known, announce().port(1001).event(STOPPED));
        path.announce(source, announce());
        assertThat(path.store.totals().peers()).isEqualTo(3);
        assertThat(path.value(TrackerCounter.NOT_STORED_PEER_BUDGET)).isEqualTo(1);
    }

    @Test
    void shouldKeepTheReserveForSmallSwarms()
    {
        use(SETTINGS, new SwarmLimits(1000, 100, 64 << 20, 5000, 20, 50, 200, 86_400, 1, 50));
        fill(60, false);

        assertThat(path.store.totals().peers()).isEqualTo(50);
        assertThat(path.value(TrackerCounter.NOT_STORED_PEER_BUDGET)).isEqualTo(10);
        path.announce(source, announce().infoHash(infoHash(2)));
        assertThat(path.store.totals().peers()).as("another, small swarm").isEqualTo(51);
    }

    @Test
    void shouldStopAtTheLargestSwarmAllowed()
    {
        use(SETTINGS, new SwarmLimits(1000, 1000, 64 << 20, 30, 20, 0, 200, 86_400, 1, 50));
        fill(35, false);
        assertThat(path.store.totals().peers()).isEqualTo(30);
        assertThat(path.value(TrackerCounter.NOT_STORED_SWARM_PEERS_MAX)).isEqualTo(5);
    }

    @Test
    void shouldStopAtTheBudgetOfSwarms()
    {
        use(SETTINGS, new SwarmLimits(10, 1000, 64 << 20, 30, 20, 0, 200, 86_400, 1, 50));
        for (int i = 0; i < 15; i++)
        {
            assertThat(path.announce(source, announce().infoHash(infoHash(i))).action()).isEqualTo(ANNOUNCE);
        }
        assertThat(path.store.totals().swarms()).isEqualTo(10);
        assertThat(path.value(TrackerCounter.NOT_STORED_SWARM_BUDGET) +
            path.value(TrackerCounter.NOT_STORED_SEGMENT_FULL)).isEqualTo(5);
        assertThat(path.announce(source("203.0.113.1"), announce().infoHash(infoHash(0))).peers(IPV4_STRIDE))
            .as("swarms that are there go on").hasSize(1);
    }

    @Test
    void shouldCountEvents()
    {
        path.announce(source, announce().event(STARTED));
        path.announce(source, announce().event(STARTED));
        path.announce(source, announce());
        path.announce(source, announce().event(STOPPED));
        assertThat(path.value(TrackerCounter.ANNOUNCE_EVENTS_STARTED)).isEqualTo(2);
        assertThat(path.value(TrackerCounter.ANNOUNCE_EVENTS_STOPPED)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ANNOUNCE_EVENTS_COMPLETED)).isZero();
        assertThat(ClientPackets.NONE).isZero();
    }
}
