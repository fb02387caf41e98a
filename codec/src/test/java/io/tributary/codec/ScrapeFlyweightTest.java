package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class ScrapeFlyweightTest
{
    private static final int OFFSET = 5;

    static final byte[] REQUEST = Hex.bytes(
        "01 23 45 67 89 ab cd ef",                                      // connection id
        "00 00 00 02",                                                  // action: scrape
        "ca fe ba be",                                                  // transaction id
        "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13",  // first info-hash
        "f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff e0 e1 e2 e3"); // second info-hash

    static final byte[] RESPONSE = Hex.bytes(
        "00 00 00 02",      // action: scrape
        "ca fe ba be",      // transaction id
        "00 00 00 07",      // first info-hash: seeders
        "00 00 01 00",      // completed
        "00 00 00 09",      // leechers
        "ff ff ff ff",      // second info-hash: seeders
        "00 00 00 00",      // completed
        "80 00 00 00");     // leechers

    private final ScrapeRequestFlyweight request = new ScrapeRequestFlyweight();
    private final ScrapeResponseFlyweight response = new ScrapeResponseFlyweight();

    @Test
    void shouldDecodeTheRequest()
    {
        final UnsafeBuffer buffer = Hex.exactBuffer(REQUEST, OFFSET);
        request.wrap(buffer, OFFSET, REQUEST.length);

        assertThat(request.validate()).isZero();
        assertThat(request.connectionId()).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(request.action()).isEqualTo(2);
        assertThat(request.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(request.infoHashCount()).isEqualTo(2);
        assertThat(InfoHash.toHex(buffer, request.infoHashOffset(0)))
            .isEqualTo("000102030405060708090a0b0c0d0e0f10111213");
        assertThat(InfoHash.toHex(buffer, request.infoHashOffset(1)))
            .isEqualTo("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3");
        assertThat(request.encodedLength()).isEqualTo(56);
        assertThat(request).hasToString(
            "ScrapeRequest{connectionId=0x123456789abcdef, transactionId=-889275714, infoHashCount=2}");
    }

    @Test
    void shouldEncodeTheRequest()
    {
        final int length = ScrapeRequestFlyweight.length(2);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + length]);

        request.wrap(buffer, OFFSET, length)
            .connectionId(0x0123_4567_89AB_CDEFL)
            .transactionId(0xCAFE_BABE)
            .infoHash(0, Hex.exactBuffer(Hex.bytes("000102030405060708090a0b0c0d0e0f10111213")), 0)
            .infoHash(1, Hex.exactBuffer(Hex.bytes("aaf0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3")), 1);

        assertThat(Hex.bytesOf(request.buffer(), request.offset(), request.encodedLength())).isEqualTo(REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "35, 0", "36, 1", "55, 1", "56, 2", "1495, 73", "1496, 74", "1515, 74", "2048, 74"})
    void shouldCountWholeInfoHashesUpTo74(final int length, final int infoHashCount)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        request.wrap(buffer, 0, length).transactionId(1);

        assertThat(request.validate()).isZero();
        assertThat(request.infoHashCount()).isEqualTo(infoHashCount);
    }

    @Test
    void shouldDecodeTheResponse()
    {
        response.wrap(Hex.exactBuffer(RESPONSE, OFFSET), OFFSET, RESPONSE.length);

        assertThat(response.validate()).isZero();
        assertThat(response.action()).isEqualTo(2);
        assertThat(response.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(response.entryCount()).isEqualTo(2);
        assertThat(response.seeders(0)).isEqualTo(7);
        assertThat(response.completed(0)).isEqualTo(256);
        assertThat(response.leechers(0)).isEqualTo(9);
        assertThat(response.seeders(1)).isEqualTo(-1);
        assertThat(response.completed(1)).isZero();
        assertThat(response.leechers(1)).isEqualTo(Integer.MIN_VALUE);
        assertThat(response.encodedLength()).isEqualTo(32);
        assertThat(response).hasToString("ScrapeResponse{transactionId=-889275714, entryCount=2}");
    }

    @Test
    void shouldEncodeTheResponse()
    {
        final int length = ScrapeResponseFlyweight.length(2);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + length]);

        response.wrap(buffer, OFFSET, length)
            .transactionId(0xCAFE_BABE)
            .entry(0, 7, 256, 9)
            .entry(1, -1, 0, Integer.MIN_VALUE);

        assertThat(Hex.bytesOf(response.buffer(), response.offset(), response.encodedLength())).isEqualTo(RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "19, 0", "20, 1", "31, 1", "32, 2", "896, 74"})
    void shouldCountWholeEntries(final int length, final int entryCount)
    {
        response.wrap(new UnsafeBuffer(new byte[length]), 0, length);

        assertThat(response.entryCount()).isEqualTo(entryCount);
    }

    @Test
    void shouldAnswerAFullScrapeWith896Bytes()
    {
        assertThat(ScrapeRequestFlyweight.length(UdpTrackerProtocol.SCRAPE_HASHES_MAX)).isEqualTo(1496);
        assertThat(ScrapeResponseFlyweight.length(UdpTrackerProtocol.SCRAPE_HASHES_MAX)).isEqualTo(896);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final SplittableRandom replay = new SplittableRandom(seed);

        for (int entries = 0; entries <= UdpTrackerProtocol.SCRAPE_HASHES_MAX; entries++)
        {
            final int length = ScrapeResponseFlyweight.length(entries);
            response.wrap(new UnsafeBuffer(new byte[OFFSET + length]), OFFSET, length).transactionId(random.nextInt());
            for (int i = 0; i < entries; i++)
            {
                response.entry(i, random.nextInt(), random.nextInt(), random.nextInt());
            }

            assertThat(response.validate()).isZero();
            assertThat(response.entryCount()).isEqualTo(entries);
            assertThat(response.transactionId()).isEqualTo(replay.nextInt());
            for (int i = 0; i < entries; i++)
            {
                assertThat(response.seeders(i)).isEqualTo(replay.nextInt());
                assertThat(response.completed(i)).isEqualTo(replay.nextInt());
                assertThat(response.leechers(i)).isEqualTo(replay.nextInt());
            }
        }
    }
}
