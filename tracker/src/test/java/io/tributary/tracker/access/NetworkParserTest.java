package io.tributary.tracker.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

class NetworkParserTest
{
    private final NetworkParser parser = new NetworkParser();

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0, 32", "192.0.2.1, 192.0.2.1, 32", "255.255.255.255/32, 255.255.255.255, 32",
        "0.0.0.0/0, 0.0.0.0, 0", "192.0.2.0/24, 192.0.2.0, 24", "128.0.0.0/1, 128.0.0.0, 1",
        "::, ::, 128", "::/0, ::, 0", "::1, ::1, 128", "1::, 1::, 128", "1::8, 1::8, 128",
        "2001:db8::/32, 2001:db8::, 32", "2001:DB8::/32, 2001:db8::, 32", "2001:db8::/127, 2001:db8::, 127",
        "2001:db8:0:8000::/49, 2001:db8:0:8000::, 49", "2001:db8:1:2::/64, 2001:db8:1:2::, 64",
        "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:0, 65",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, 128", "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0, 128",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8, 128", "1:2:3::7:8, 1:2:3:0:0:0:7:8, 128",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221, 128", "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304, 128",
        "::ffff:192.0.2.1, 192.0.2.1, 32", "::ffff:c000:200/120, 192.0.2.0, 24", "::ffff:0:0/96, 0.0.0.0, 0"})
    void shouldReadAddressesAndNetworks(final String text, final String address, final int prefixLength)
    {
        assertThat(parse(text)).isNull();
        assertThat(parser.network().port(6881).isSameAs(endpoint(address))).as(parser.network().toString()).isTrue();
        assertThat(parser.prefixLength()).isEqualTo(prefixLength);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "1.2.3.1000", "01.2.3.4", "1.2.3.04",
        "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/024", "1.2.3.4/2 4", "1.2.3.4/24/24", "+1.2.3.4", "0x1.2.3.4",
        "/", "/24", ":", ":::", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8", "12345::", "g::", "::1/129", "::1%1", "fe80::1%eth0", "1.2.3.4::", "::1.2.3",
        "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "1::2:", "::/", "[::1]", "localhost",
        "tracker.example.org", "1.2.3.4-1.2.3.9"})
    void shouldRefuseWhatIsNoAddress(final String text)
    {
        assertThat(parse(text)).isEqualTo(NetworkParser.NOT_A_NETWORK);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "192.0.2.1/24", "128.0.0.0/0", "0.0.0.1/31", "2001:db8::1/64", "2001:db8::1/127", "2001:db8:8000::/32",
        "8000::/0", "2001:db8:0:1::/63", "::ffff:1.2.3.4/95", "::ffff:0:0/90", "::ffff:192.0.2.1/120"})
    void shouldRefuseBitsBeyondThePrefix(final String text)
    {
        assertThat(parse(text)).isEqualTo(NetworkParser.BITS_BEYOND_PREFIX);
    }

    @Test
    void shouldSurviveRandomText()
    {
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] alphabet = "0123456789abcdef::::....//%\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        final byte[] text = new byte[LineReader.TOKEN_LENGTH_MAX];
        int fine = 0;
        for (int i = 0; i < 300_000; i++)
        {
            final int length = random.nextInt(0 == i % 2 ? 8 : text.length + 1);
            for (int j = 0; j < length; j++)
            {
                text[j] = alphabet[random.nextInt(alphabet.length)];
            }

            if (null == parser.parse(text, length))
            {
                fine++;
                assertThat(parser.prefixLength()).as("-Dtest.seed=%d", seed)
                    .isBetween(0, parser.network().isIpv6() ? 128 : 32);
            }
        }
        assertThat(fine).as("-Dtest.seed=%d", seed).isPositive();
    }

    private String parse(final String text)
    {
        return parser.parse(text.getBytes(StandardCharsets.ISO_8859_1), text.length());
    }
}
