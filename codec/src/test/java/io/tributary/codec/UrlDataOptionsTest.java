package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class UrlDataOptionsTest
{
    private static final int OFFSET = 3;

    private final UrlDataOptions options = new UrlDataOptions();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "no options                              |                              | 0 |",
        "one URLData                             | 02 02 2f61                   | 1 | /a",
        "two that belong together                | 02 02 2f61 02 03 3f6b3d      | 2 | /a?k=",
        "empty URLData: there is no path         | 02 00                        | 1 |",
        "NOPs before, between and behind         | 01 01 02 01 2f 01 02 01 61 01 | 2 | /a",
        "nothing counts behind EndOfOptions      | 02 01 2f 00 02 01 61         | 1 | /",
        "EndOfOptions first                      | 00 02 01 61                  | 0 |",
        "unknown types are skipped               | 7f 03 020161 ff 00 02 01 2f  | 1 | /",
        "high length byte is unsigned            | 7f ff 020161 02 01 2f        | 0 |",
        "URLData runs past the end               | 02 01 2f 02 03 6162          | 1 | /",
        "unknown type runs past the end          | 02 01 2f 7f 02 61            | 1 | /",
        "type without length at the end          | 02 01 2f 02                  | 1 | /",
        "type without length alone               | 02                           | 0 |",
        "length without data at the end          | 02 01                        | 0 |",
        "older extensions field, 16 bits of zero | 00 00                        | 0 |",
    })
    void shouldRead(final String ignoredTitle, final String hex, final int pieces, final String urlData)
    {
        final byte[] bytes = Hex.bytes(null == hex ? "" : hex);
        final String expected = null == urlData ? "" : urlData;
        options.wrap(Hex.exactBuffer(bytes, OFFSET), OFFSET, bytes.length);

        assertThat(pieceCount()).isEqualTo(pieces);
        assertThat(options.totalLength()).isEqualTo(expected.length());
        assertThat(urlData(256)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true", "00, true", "0002, true", "0101, true", "0200, true", "02012f, true", "7f0100, true",
        "02, false", "0201, false", "02012f7f, false", "7f0200, false", "0200ff, false", "01ff, false"})
    void shouldTellWhetherAnOptionRunsPastTheEnd(final String hex, final boolean isWellFormed)
    {
        final byte[] bytes = Hex.bytes(hex);
        options.wrap(Hex.exactBuffer(bytes, OFFSET), OFFSET, bytes.length);
        final int pieces = pieceCount();

        assertThat(options.isWellFormed()).isEqualTo(isWellFormed);
        assertThat(options.isWellFormed()).isEqualTo(isWellFormed);
        assertThat(pieceCount()).as("rewound").isEqualTo(pieces);
    }

    @Test
    void shouldSayWhereEachPieceLies()
    {
        final byte[] bytes = Hex.bytes("01", "02 02 2f61", "02 00", "02 01 62");
        options.wrap(Hex.exactBuffer(bytes, OFFSET), OFFSET, bytes.length);

        assertThat(options.next()).isTrue();
        assertThat(options.dataOffset()).isEqualTo(OFFSET + 3);
        assertThat(options.dataLength()).isEqualTo(2);
        assertThat(options.next()).isTrue();
        assertThat(options.dataLength()).isZero();
        assertThat(options.next()).isTrue();
        assertThat(options.dataOffset()).isEqualTo(OFFSET + 9);
        assertThat(options.dataLength()).isEqualTo(1);
        assertThat(options.next()).isFalse();
        assertThat(options.dataLength()).isZero();
        assertThat(options.next()).isFalse();
        assertThat(options.offset()).isEqualTo(OFFSET);
        assertThat(options.limit()).isEqualTo(OFFSET + bytes.length);
    }

    @Test
    void shouldJoinPiecesOf255Bytes()
    {
        final byte[] bytes = new byte[2 * (2 + UrlDataOptions.DATA_LENGTH_MAX)];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)(i < 257 ? 'a' : 'b');
        }
        bytes[0] = bytes[257] = 0x02;
        bytes[1] = bytes[258] = (byte)0xff;
        options.wrap(Hex.exactBuffer(bytes), 0, bytes.length);

        assertThat(options.totalLength()).isEqualTo(510);
        assertThat(urlData(1000)).isEqualTo("a".repeat(255) + "b".repeat(255));
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, /", "2, /a", "3, /ab", "4, /abc", "5, /abc"})
    void shouldCopyNoMoreThanAskedFor(final int lengthMax, final String expected)
    {
        final byte[] bytes = Hex.bytes("02 02 2f61", "02 02 6263");
        options.wrap(Hex.exactBuffer(bytes), 0, bytes.length);

        assertThat(urlData(lengthMax)).isEqualTo(expected);
    }

    @Test
    void shouldStartAtTheOptionsOfARequest()
    {
        final byte[] packet = AnnounceRequestFlyweightTest.PACKET;
        options.wrap(new AnnounceRequestFlyweight().wrap(Hex.exactBuffer(packet, OFFSET), OFFSET, packet.length));

        assertThat(urlData(10)).isEqualTo("/x");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldAgreeWithAPlainParserOnRandomOptions(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++)
        {
            final byte[] bytes = new byte[random.nextInt(64)];
            for (int j = 0; j < bytes.length; j++)
            {
                bytes[j] = (byte)(0 == random.nextInt(8) ? random.nextInt() : random.nextInt(5));
            }
            options.wrap(Hex.exactBuffer(bytes, OFFSET), OFFSET, bytes.length);

            final byte[] expected = plainUrlData(bytes);
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[expected.length]);
            assertThat(options.totalLength()).as("seed %d", seed).isEqualTo(expected.length);
            assertThat(options.copyTo(copy, 0, bytes.length)).as("seed %d", seed).isEqualTo(expected.length);
            assertThat(copy.byteArray()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static byte[] plainUrlData(final byte[] bytes)
    {
        final ByteArrayOutputStream urlData = new ByteArrayOutputStream();
        int i = 0;
        while (i < bytes.length && 0 != bytes[i])
        {
            if (1 == bytes[i])
            {
                i++;
                continue;
            }

            final int end = i + 1 < bytes.length ? i + 2 + Byte.toUnsignedInt(bytes[i + 1]) : Integer.MAX_VALUE;
            if (end > bytes.length)
            {
                break;
            }
            if (2 == bytes[i])
            {
                urlData.write(bytes, i + 2, end - i - 2);
            }
            i = end;
        }

        return urlData.toByteArray();
    }

    private int pieceCount()
    {
        int count = 0;
        while (options.next())
        {
            count++;
        }

        return count;
    }

    private String urlData(final int lengthMax)
    {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[lengthMax]);
        final int length = options.copyTo(copy, 0, lengthMax);
        return new String(copy.byteArray(), 0, length, StandardCharsets.US_ASCII);
    }
}
