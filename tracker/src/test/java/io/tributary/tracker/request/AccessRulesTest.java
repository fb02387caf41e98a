package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import io.tributary.tracker.access.AccessListFiles;
import io.tributary.tracker.access.AccessListLoader;
import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import static io.tributary.tracker.ClientPackets.ANNOUNCE;
import static io.tributary.tracker.ClientPackets.ERROR;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.request.RequestPath.LIFE_SEC;
import static io.tributary.tracker.request.RequestPath.SOFT_LIFE_SEC;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/** Lists and rates, where they meet requests. */
class AccessRulesTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path directory;

    private final RequestPath path = new RequestPath();
    private final Endpoint source = source("198.51.100.9");

    @AfterEach
    void close()
    {
        path.close();
    }

    private void lists(final String allowed, final String denied, final String addresses) throws Exception
    {
        path.exchange.publish(new AccessListLoader(new SipHash(5, 6)).load(
            new AccessListFiles(file("allowed", allowed), file("denied", denied), file("addresses", addresses))));
    }

    private Path file(final String name, final String content) throws Exception
    {
        return null == content ? null : Files.writeString(directory.resolve(name), content);
    }

    private static String hex(final int... numbers)
    {
        final StringBuilder lines = new StringBuilder();
        for (final int number : numbers)
        {
            lines.append(HexFormat.of().formatHex(infoHash(number))).append('\n');
        }
        return lines.toString();
    }

    private TrackerReply announceOf(final int number)
    {
        return path.announce(source, announce().infoHash(infoHash(number)));
    }

    @Test
    void shouldServeTheAllowListWithoutTheDenyList() throws Exception
    {
        lists(hex(1, 2), hex(2, 3), null);

        assertThat(announceOf(1).action()).isEqualTo(ANNOUNCE);
        assertThat(announceOf(2).error()).contains("denied");
        assertThat(announceOf(3).error()).contains("denied");
        assertThat(announceOf(4).error()).contains("list");
        assertThat(path.value(TrackerCounter.ERRORS_INFO_HASH_DENIED)).isEqualTo(2);
        assertThat(path.value(TrackerCounter.ERRORS_INFO_HASH_NOT_ALLOWED)).isEqualTo(1);
        assertThat(path.store.totals().swarms()).isEqualTo(1);
    }

    @Test
    void shouldScrapeZerosInPlaceOfWhatMayNotBeServed() throws Exception
    {
        announceOf(1);
        announceOf(2);
        lists(null, hex(1), null);
        final TrackerReply reply = path.scrape(source, infoHash(1), infoHash(2));
        assertThat(reply.scraped(0)).isEqualTo(List.of(0, 0, 0));
        assertThat(reply.scraped(1)).isEqualTo(List.of(0, 0, 1));
    }

    @Test
    void shouldTakeNewListsWithTheNextPacket() throws Exception
    {
        assertThat(announceOf(1).action()).isEqualTo(ANNOUNCE);
        lists(null, hex(1), null);
        assertThat(announceOf(1).action()).isEqualTo(ERROR);
        path.exchange.reclaim();
        lists(null, null, null);
        assertThat(announceOf(1).action()).isEqualTo(ANNOUNCE);
    }

    @Test
    void shouldNotAnswerDeniedAddressesAtAll() throws Exception
    {
        final long id = path.connectionId(source);
        lists(null, null, "198.51.100.0/24\n2001:db8:bad::/48\n");

        assertThat(path.send(source, ClientPackets.connect()).isSilence()).isTrue();
        assertThat(path.send(source, announce().bytes(id)).isSilence()).isTrue();
        assertThat(path.send(source("2001:db8:bad::1"), ClientPackets.connect()).isSilence()).isTrue();
        assertThat(path.send(source("::ffff:198.51.100.1"), ClientPackets.connect()).isSilence()).isTrue();
        assertThat(path.value(TrackerCounter.DROPS_SOURCE_DENIED)).isEqualTo(4);
        assertThat(path.send(source("198.51.101.9"), ClientPackets.connect()).isSilence()).isFalse();
    }

    @Test
    void shouldNotHandOutADeniedAddressThatAPrivateSourceClaims() throws Exception
    {
        path.settings(new RequestSettings(1800, 900, 0, 50, 200, 60, true, true, 0, 0, 0, 0));
        lists(null, null, "192.0.2.0/24\n");
        path.announce(source("10.0.0.9"), announce().port(1).address(0xC000_0207));

        assertThat(path.announce(source, announce()).peers(6)).isEmpty();
        assertThat(path.announce(source("10.0.0.8"), announce()).peers(6)).containsExactly("0a0000090001");
    }

    @Test
    void shouldLimitAHostAndLetItsNeighbourThrough()
    {
        path.limits(new RateLimit(1, 3), RateLimit.OFF);
        final long id = path.connectionId(source);
        for (int i = 0; i < 5; i++)
        {
            assertThat(path.send(source, announce().bytes(id)).isSilence()).isEqualTo(i >= 3);
        }
        assertThat(path.value(TrackerCounter.DROPS_HOST_RATE_LIMITED)).isEqualTo(2);
        assertThat(path.announce(source("198.51.100.10"), announce()).action()).isEqualTo(ANNOUNCE);

        path.nowNs += SECOND_NS;
        assertThat(path.send(source, announce().bytes(id)).isSilence()).isFalse();
        assertThat(path.send(source, announce().bytes(id)).isSilence()).isTrue();
    }

    @Test
    void shouldLimitANetwork()
    {
        path.limits(RateLimit.OFF, new RateLimit(1, 3));
        for (int i = 0; i < 5; i++)
        {
            assertThat(path.announce(source("198.51.100." + (i + 1)), announce()).isSilence()).isEqualTo(i >= 3);
            assertThat(path.announce(source("2001:db8:1:" + i + "::1"), announce()).isSilence()).isEqualTo(i >= 3);
        }
        assertThat(path.value(TrackerCounter.DROPS_NETWORK_RATE_LIMITED)).isEqualTo(4);
        assertThat(path.announce(source("198.51.101.1"), announce()).isSilence()).isFalse();
    }

    /** Nobody can have a victim punished: what does not prove its source costs the source nothing. */
    @Test
    void shouldChargeProvenSourcesOnly()
    {
        final long expired = path.connectionId(source);
        path.nowSec += SOFT_LIFE_SEC + LIFE_SEC;
        final long id = path.connectionId(source);
        path.limits(new RateLimit(1, 1), new RateLimit(1, 1));
        for (int i = 0; i < 100; i++)
        {
            path.send(source, ClientPackets.connect());
            path.send(source, announce().bytes(id + 1));
            path.send(source, ClientPackets.scrape(i, infoHash(1)));
            path.send(source, ClientPackets.header(id, 9));
            path.send(source, new byte[i]);
            path.send(source, announce().bytes(expired));
        }
        assertThat(path.send(source, announce().bytes(id)).action()).isEqualTo(ANNOUNCE);
        assertThat(path.send(source, announce().bytes(id)).isSilence()).isTrue();
        assertThat(path.send(source, ClientPackets.connect()).isSilence()).as("it may always connect").isFalse();
    }
}
