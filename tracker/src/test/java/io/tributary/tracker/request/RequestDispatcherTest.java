package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import io.tributary.tracker.access.AccessListFiles;
import io.tributary.tracker.access.AccessListLoader;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramHandler;
import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

import static io.tributary.tracker.ClientPackets.ANNOUNCE;
import static io.tributary.tracker.ClientPackets.CONNECT;
import static io.tributary.tracker.ClientPackets.ERROR;
import static io.tributary.tracker.ClientPackets.SCRAPE;
import static io.tributary.tracker.ClientPackets.TRANSACTION_ID;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.ClientPackets.scrape;
import static io.tributary.tracker.request.RequestPath.START_SEC;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/** BEP 15 from outside: who gets an answer, and when an id is good. */
class RequestDispatcherTest
{
    private final RequestPath path = new RequestPath();
    private final Endpoint source = source("198.51.100.9");

    @AfterEach
    void close()
    {
        path.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.9", "2001:db8::9"})
    void shouldAnswerAConnectInSixteenBytes(final String address)
    {
        final TrackerReply reply = path.send(source(address), ClientPackets.connect());

        assertThat(reply.bytes()).hasSize(16);
        assertThat(reply.action()).isEqualTo(CONNECT);
        assertThat(reply.transactionId()).isEqualTo(TRANSACTION_ID);
    }

    @Test
    void shouldTakeALongerConnect()
    {
        assertThat(path.send(source, Arrays.copyOf(ClientPackets.connect(), 90)).bytes()).hasSize(16);
    }

    @Test
    void shouldIgnoreAConnectWithAnyOtherMagic()
    {
        for (int bit = 0; bit < Long.SIZE; bit++)
        {
            assertThat(path.send(source, ClientPackets.header(ClientPackets.MAGIC ^ 1L << bit, CONNECT)).isSilence())
                .isTrue();
        }
        assertThat(path.value(TrackerCounter.DROPS_PROTOCOL_MAGIC)).isEqualTo(Long.SIZE);
    }

    @Test
    void shouldIgnoreEveryShortDatagram()
    {
        final byte[] announce = announce().bytes(path.connectionId(source));
        for (int length = 0; length < announce.length; length++)
        {
            assertThat(path.send(source, Arrays.copyOf(announce, length)).isSilence()).isTrue();
        }
        for (int length = 0; length < 16; length++)
        {
            assertThat(path.send(source, Arrays.copyOf(ClientPackets.connect(), length)).isSilence()).isTrue();
        }
        assertThat(path.value(TrackerCounter.DROPS_TOO_SHORT)).isEqualTo(98 + 16);
        assertThat(path.send(source, announce).action()).isEqualTo(ANNOUNCE);
    }

    @ParameterizedTest
    @CsvSource({"119, false", "120, false", "122, true", "1800, true"})
    void shouldServeAnIdThroughTheSoftZoneAndCountIt(final int ageSec, final boolean isStale)
    {
        final long id = path.connectionId(source);
        path.nowSec = START_SEC + ageSec;

        assertThat(path.send(source, announce().bytes(id)).action()).isEqualTo(ANNOUNCE);
        assertThat(path.send(source, scrape(id, infoHash(1))).action()).isEqualTo(SCRAPE);
        assertThat(path.value(TrackerCounter.CONNECTION_IDS_STALE_SERVED)).isEqualTo(isStale ? 2 : 0);
    }

    @Test
    void shouldTellAnAuthenticButOldIdToConnectAgain()
    {
        final long id = path.connectionId(source);
        path.nowSec = START_SEC + 1802;

        final TrackerReply reply = path.send(source, announce().bytes(id));

        assertThat(reply.action()).isEqualTo(ERROR);
        assertThat(reply.transactionId()).isEqualTo(TRANSACTION_ID);
        assertThat(reply.error()).contains("connect");
        assertThat(path.value(TrackerCounter.ERRORS_CONNECTION_ID_EXPIRED)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.CONNECTION_IDS_STALE_SERVED)).isZero();
        assertThat(path.store.totals().peers()).isZero();
    }

    @Test
    void shouldStayShorterThanTheRequestForAnOldId()
    {
        final long id = path.connectionId(source);
        path.nowSec = START_SEC + 1802;
        for (int hashes = 0; hashes < 4; hashes++)
        {
            final byte[] request = Arrays.copyOf(scrape(id), 16 + 20 * hashes);
            final TrackerReply reply = path.send(source, request);
            assertThat(reply.action()).isEqualTo(ERROR);
            assertThat(reply.bytes().length).isLessThanOrEqualTo(request.length);
        }
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.10, true", "2001:db8::9, true", "198.51.100.9, false"})
    void shouldIgnoreTheIdOfAnotherAddressOnly(final String other, final boolean isSilence)
    {
        final long id = path.connectionId(source);

        assertThat(path.send(source(other, 7), announce().bytes(id)).isSilence()).isEqualTo(isSilence);
        assertThat(path.send(source(other, 8), scrape(id, infoHash(1))).isSilence()).isEqualTo(isSilence);
        assertThat(path.value(TrackerCounter.DROPS_CONNECTION_ID_FORGED)).isEqualTo(isSilence ? 2 : 0);
    }

    @Test
    void shouldIgnoreUnknownActionsWithAnyId()
    {
        final SplittableRandom random = new SplittableRandom(2);
        final long id = path.connectionId(source);
        int sent = 0;
        for (int i = 0; i < 20_000; i++)
        {
            final int action = i < 300 ? i + 3 : random.nextInt();
            if (action < 0 || action > 2)
            {
                final byte[] packet = Arrays.copyOf(ClientPackets.header(id, action), 16 + random.nextInt(1500));
                assertThat(path.send(source, packet).isSilence()).isTrue();
                sent++;
            }
        }
        assertThat(path.value(TrackerCounter.DROPS_ACTION_UNKNOWN)).isEqualTo(sent);
    }

    /** VC7. */
    @Test
    void shouldGiveOverlayDatagramsToTheOverlayAndNoOthers()
    {
        final int[] given = new int[4];
        path.dispatcher.overlay((request, offset, length, from, reply, nowNs, nowSec) ->
        {
            given[0]++;
            given[1] = length;
            given[2] = request.getInt(offset + 8, java.nio.ByteOrder.BIG_ENDIAN);
            given[3] = from.port();
            return DatagramHandler.NO_REPLY;
        }, question -> false);
        for (final int action : new int[]{128, 129, 137, 255, -1, 0x7FFF_FF80})
        {
            final byte[] packet = Arrays.copyOf(ClientPackets.header(-1, action), 18 + (action & 31));
            final int before = given[0];
            assertThat(path.dispatch(source, packet)).isZero();
            assertThat(given).containsExactly(before + 1, packet.length, action, source.port());
        }
        assertThat(path.sum(TrackerCounter.Group.DROPS)).isZero();

        for (final int action : new int[]{3, 4, 127, 256, Integer.MIN_VALUE})
        {
            assertThat(path.send(source, ClientPackets.header(-1, action)).isSilence()).isTrue();
        }
        assertThat(path.value(TrackerCounter.DROPS_ACTION_UNKNOWN)).isEqualTo(5);
        path.send(source, Arrays.copyOf(ClientPackets.header(-1, 129), 15));
        path.send(source("224.0.0.1"), ClientPackets.header(-1, 129));
        path.send(source("198.51.100.9", 0), ClientPackets.header(-1, 129));
        assertThat(path.announce(source, announce()).action()).isEqualTo(ANNOUNCE);
        assertThat(given[0]).as("too short, unusable source, or not for it").isEqualTo(6);
    }

    /** IM3. */
    @Test
    void shouldNotGiveTheOverlayWhatADeniedAddressSends(@TempDir final Path directory) throws Exception
    {
        final Path denied = Files.writeString(directory.resolve("denied"), "198.51.100.0/24\n");
        path.exchange.publish(
            new AccessListLoader(new SipHash(1, 2)).load(new AccessListFiles(null, null, denied)));
        path.dispatcher.overlay((request, offset, length, from, reply, nowNs, nowSec) ->
        {
            throw new AssertionError("not for the overlay");
        }, question -> false);

        assertThat(path.send(source, Arrays.copyOf(ClientPackets.header(-1, 129), 18)).isSilence()).isTrue();
        assertThat(path.value(TrackerCounter.DROPS_SOURCE_DENIED)).isEqualTo(1);
    }

    /** No amplification: any action, any size, an id that was not given to this address. */
    @Test
    void shouldNeverAnswerAnUnprovenSourceWithMoreThanItSent()
    {
        final SplittableRandom random = new SplittableRandom(3);
        final long idOfOther = path.connectionId(source("203.0.113.1"));
        for (int i = 0; i < 20_000; i++)
        {
            final byte[] packet = new byte[random.nextInt(2000)];
            random.nextBytes(packet);
            if (packet.length >= 16)
            {
                final long id = random.nextInt(3) == 0 ? ClientPackets.MAGIC : random.nextBoolean() ? idOfOther : i;
                final int action = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(5);
                ByteBuffer.wrap(packet).putLong(id).putInt(action);
            }
            final TrackerReply reply = path.send(random.nextBoolean() ? source : source("2001:db8::9"), packet);
            assertThat(reply.bytes().length).isIn(0, 16).isLessThanOrEqualTo(packet.length);
        }
        assertThat(path.value(TrackerCounter.CONNECT_REQUESTS_IPV4)).isGreaterThan(100);
        assertThat(path.value(TrackerCounter.DROPS_CONNECTION_ID_FORGED)).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings =
        {"0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "::", "ff02::1"})
    void shouldIgnoreASourceThatNoReplyCouldReach(final String address)
    {
        assertThat(path.send(source(address), ClientPackets.connect()).isSilence()).isTrue();
        assertThat(path.value(TrackerCounter.DROPS_SOURCE_UNUSABLE)).isEqualTo(1);
    }

    @Test
    void shouldIgnoreSourcePortZero()
    {
        assertThat(path.send(source("198.51.100.9", 0), ClientPackets.connect()).isSilence()).isTrue();
        assertThat(path.value(TrackerCounter.DROPS_SOURCE_UNUSABLE)).isEqualTo(1);
    }

    @Test
    void shouldAnswerAnnouncesInTheBytesOfTheSpecification()
    {
        path.announce(source("203.0.113.5"), announce().port(0x1A0B));
        assertThat(path.announce(source, announce().seeder()).bytes()).isEqualTo(HexFormat.of().parseHex(
            "00000001" + "7a31c0de" + "00000384" + "00000001" + "00000001" + "cb007105" + "1a0b"));

        path.announce(source("2001:db8::5"), announce().port(0x1A0B));
        assertThat(path.announce(source("2001:db8::6"), announce()).bytes()).isEqualTo(HexFormat.of().parseHex(
            "00000001" + "7a31c0de" + "00000384" + "00000002" + "00000000" +
            "20010db8000000000000000000000005" + "1a0b"));
    }

    @Test
    void shouldAnswerScrapesInTheBytesOfTheSpecification()
    {
        path.announce(source("203.0.113.5"), announce().seeder().event(ClientPackets.COMPLETED));
        path.announce(source("203.0.113.6"), announce());
        assertThat(path.scrape(source, infoHash(1)).bytes()).isEqualTo(HexFormat.of().parseHex(
            "00000002" + "7a31c0de" + "00000001" + "00000001" + "00000001"));
    }

    @Test
    void shouldCountByKindAndFamily()
    {
        path.announce(source, announce());
        path.scrape(source("2001:db8::1"), infoHash(1));
        path.announce(source("::ffff:198.51.100.77"), announce());

        assertThat(path.value(TrackerCounter.CONNECT_REQUESTS_IPV4)).isEqualTo(2);
        assertThat(path.value(TrackerCounter.CONNECT_REQUESTS_IPV6)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ANNOUNCE_REQUESTS_IPV4)).isEqualTo(2);
        assertThat(path.value(TrackerCounter.ANNOUNCE_REQUESTS_IPV6)).isZero();
        assertThat(path.value(TrackerCounter.SCRAPE_REQUESTS_IPV4)).isZero();
        assertThat(path.value(TrackerCounter.SCRAPE_REQUESTS_IPV6)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ANSWERS_IPV4)).isEqualTo(4);
        assertThat(path.value(TrackerCounter.ANSWERS_IPV6)).isEqualTo(2);
    }

    @Test
    void shouldCountAnErrorAsAnErrorAndNotAsAnAnswer()
    {
        path.announce(source, announce().port(0));
        path.scrape(source);

        assertThat(path.value(TrackerCounter.ERRORS_PORT_ZERO)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ERRORS_SCRAPE_EMPTY)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ANSWERS_IPV4)).as("the two connects").isEqualTo(2);
    }
}
