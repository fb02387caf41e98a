package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static io.tributary.tracker.ClientPackets.ERROR;
import static io.tributary.tracker.ClientPackets.SCRAPE;
import static io.tributary.tracker.ClientPackets.TRANSACTION_ID;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

class ScrapeTest
{
    private final RequestPath path = new RequestPath();
    private final Endpoint source = source("198.51.100.9");

    @AfterEach
    void close()
    {
        path.close();
    }

    private static byte[][] infoHashes(final int count)
    {
        return IntStream.range(0, count).mapToObj(ClientPackets::infoHash).toArray(byte[][]::new);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "73, 73", "74, 74", "75, 74", "200, 74"})
    void shouldAnswerUpToSeventyFourInTheOrderAsked(final int asked, final int answered)
    {
        for (int i = 0; i < 80; i += 2)
        {
            path.announce(source, announce().infoHash(infoHash(i)).left(i % 4));
        }

        final TrackerReply reply = path.scrape(source, infoHashes(asked));

        assertThat(reply.action()).isEqualTo(SCRAPE);
        assertThat(reply.transactionId()).isEqualTo(TRANSACTION_ID);
        assertThat(reply.bytes()).hasSize(8 + 12 * answered);
        for (int i = 0; i < answered; i++)
        {
            final boolean isSeeder = 0 == i % 4;
            assertThat(reply.scraped(i)).as("info-hash " + i).isEqualTo(
                1 == i % 2 ? List.of(0, 0, 0) : List.of(isSeeder ? 1 : 0, 0, isSeeder ? 0 : 1));
        }
    }

    @Test
    void shouldRefuseAScrapeOfNothing()
    {
        final TrackerReply reply = path.scrape(source);
        assertThat(reply.action()).isEqualTo(ERROR);
        assertThat(reply.error()).contains("info-hash");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 19})
    void shouldIgnoreATrailingPartOfAnInfoHash(final int extra)
    {
        path.announce(source, announce());
        final byte[] whole = ClientPackets.scrape(path.connectionId(source), infoHash(1), infoHash(2));
        assertThat(path.send(source, Arrays.copyOf(whole, 36 + extra)).bytes()).hasSize(20);
        assertThat(path.send(source, Arrays.copyOf(whole, 16 + extra)).action()).isEqualTo(ERROR);
    }

    @Test
    void shouldAnswerARepeatedInfoHashEachTime()
    {
        path.announce(source, announce());
        final TrackerReply reply = path.scrape(source, infoHash(1), infoHash(1));
        assertThat(reply.scraped(0)).isEqualTo(reply.scraped(1)).isEqualTo(List.of(0, 0, 1));
    }

    @Test
    void shouldChangeNothing()
    {
        path.scrape(source, infoHashes(74));
        assertThat(path.store.totals().swarms()).isZero();
    }
}
