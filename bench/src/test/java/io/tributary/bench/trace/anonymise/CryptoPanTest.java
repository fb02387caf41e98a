package io.tributary.bench.trace.anonymise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class CryptoPanTest
{
    /** Key of the sample that the authors' own implementation comes with. */
    private static final byte[] SAMPLE_KEY =
        HexFormat.of().parseHex("1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202");
    private static final int PAIRS = 5_000;

    private final CryptoPan plain = new CryptoPan(SAMPLE_KEY, AddressPrefixes.NONE, AddressPrefixes.NONE);
    private final CryptoPan careful = new CryptoPan(SAMPLE_KEY, AddressPrefixes.IPV4, AddressPrefixes.IPV6);

    private static ByteBuffer address(final String text) throws UnknownHostException
    {
        return ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
    }

    private static int commonBits(final long left, final long right)
    {
        return Long.numberOfLeadingZeros(left ^ right);
    }

    /** From the sample trace of the authors' implementation, before and after. */
    @ParameterizedTest
    @CsvSource({
        "128.11.68.132, 135.242.180.132", "129.118.74.4, 134.136.186.123", "130.132.252.244, 133.68.164.234",
        "141.223.7.43, 141.167.8.160", "152.163.225.39, 151.140.114.167", "156.29.3.236, 147.225.12.42",
        "165.247.96.84, 162.9.99.234", "192.102.249.13, 252.138.62.131", "192.215.32.125, 252.43.47.189",
        "195.205.63.100, 255.186.223.5", "199.217.79.101, 248.38.184.213", "205.188.147.153, 242.96.16.101",
        "205.188.248.25, 242.96.88.27", "207.33.151.131, 241.1.233.131", "208.52.56.122, 227.8.63.165",
        "212.206.130.201, 228.69.242.193", "216.35.217.178, 235.195.157.81", "24.0.250.221, 100.15.198.226",
        "24.94.26.44, 100.88.228.35", "38.15.67.68, 64.3.66.187", "4.3.88.225, 124.60.155.63",
        "63.97.7.140, 95.97.9.123", "64.39.15.238, 0.219.7.41", "10.185.25.118, 117.161.29.118"})
    void shouldAgreeWithTheAuthorsOnIpv4(final String original, final String image) throws UnknownHostException
    {
        final int address = address(original).getInt();
        assertThat(plain.ipv4(address)).isEqualTo(address(image).getInt());
        assertThat(plain.originalIpv4(address(image).getInt())).isEqualTo(address);
    }

    /** As other implementations extend it to 128 bits; the authors' own does not. */
    @ParameterizedTest
    @CsvSource({
        "::1, 78ff:f001:9fc0:20df:8380:b1f1:704:ed", "::2, 78ff:f001:9fc0:20df:8380:b1f1:704:ef",
        "2001:db8::1, 4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e", "2001:db8::2, 4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c"})
    void shouldAgreeWithOthersOnIpv6(final String original, final String image) throws UnknownHostException
    {
        final ByteBuffer from = address(original);
        final ByteBuffer expected = address(image);
        plain.ipv6(from.getLong(0), from.getLong(8));
        assertThat(plain.high()).isEqualTo(expected.getLong(0));
        assertThat(plain.low()).isEqualTo(expected.getLong(8));
        plain.originalIpv6(expected.getLong(0), expected.getLong(8));
        assertThat(plain.high()).isEqualTo(from.getLong(0));
        assertThat(plain.low()).isEqualTo(from.getLong(8));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldPreserveTheCommonPrefixOfIpv4(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < PAIRS; i++)
        {
            final int left = random.nextInt();
            final int right = left ^ random.nextInt() >>> random.nextInt(Integer.SIZE);
            for (final CryptoPan pan : new CryptoPan[]{plain, careful})
            {
                final int leftImage = pan.ipv4(left);
                final int rightImage = pan.ipv4(right);
                assertThat(commonBits(leftImage, rightImage)).as("seed " + seed + ", " + left + ", " + right)
                    .isEqualTo(commonBits(left, right));
                assertThat(pan.originalIpv4(leftImage)).isEqualTo(left);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldPreserveTheCommonPrefixOfIpv6(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < PAIRS / 10; i++)
        {
            final long high = random.nextLong();
            final long low = random.nextLong();
            final int shift = random.nextInt(2 * Long.SIZE);
            final long change = random.nextLong();
            final long otherHigh = shift < Long.SIZE ? high ^ change >>> shift : high;
            final long otherLow = shift < Long.SIZE ? random.nextLong() : low ^ change >>> shift;
            for (final CryptoPan pan : new CryptoPan[]{plain, careful})
            {
                pan.ipv6(high, low);
                final long imageHigh = pan.high();
                final long imageLow = pan.low();
                pan.ipv6(otherHigh, otherLow);
                assertThat(commonBits(imageHigh, pan.high())).isEqualTo(commonBits(high, otherHigh));
                if (high == otherHigh)
                {
                    assertThat(commonBits(imageLow, pan.low())).isEqualTo(commonBits(low, otherLow));
                }
                pan.originalIpv6(imageHigh, imageLow);
                assertThat(pan.high()).as("seed " + seed).isEqualTo(high);
                assertThat(pan.low()).as("seed " + seed).isEqualTo(low);
            }
        }
    }

    @Test
    void shouldMapEveryAddressOfANetworkToAnother()
    {
        final BitSet images = new BitSet(1 << 16);
        final int network = careful.ipv4(0x5678_0000) >>> 16;
        for (int host = 0; host < 1 << 16; host++)
        {
            final int image = careful.ipv4(0x5678_0000 | host);
            assertThat(image >>> 16).isEqualTo(network);
            images.set(image & 0xFFFF);
        }
        assertThat(images.cardinality()).isEqualTo(1 << 16);
        assertThat(network).isNotEqualTo(0x5678);
    }
}
