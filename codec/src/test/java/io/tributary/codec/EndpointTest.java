package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointTest
{
    private static final int OFFSET = 3;

    // 192.0.2.1 | 6881
    private static final byte[] IPV4_COMPACT = Hex.bytes("c0000201", "1ae1");

    // 2001:db8::1 | 65535
    private static final byte[] IPV6_COMPACT = Hex.bytes("20010db8000000000000000000000001", "ffff");

    // ::ffff:192.0.2.1 | 6881
    private static final byte[] MAPPED_COMPACT = Hex.bytes("00000000000000000000ffffc0000201", "1ae1");

    private final Endpoint endpoint = new Endpoint();

    @Test
    void shouldTellTheLengthOfAFamily()
    {
        assertThat(Endpoint.length(false)).isEqualTo(6);
        assertThat(Endpoint.length(true)).isEqualTo(18);
    }

    @Test
    void shouldReadCompactIpv4()
    {
        endpoint.getCompact(Hex.exactBuffer(IPV4_COMPACT, OFFSET), OFFSET, false);

        assertThat(endpoint.isIpv6()).isFalse();
        assertThat(endpoint.ipv4Address()).isEqualTo(0xC000_0201);
        assertThat(endpoint.addressHigh()).isZero();
        assertThat(endpoint.addressLow()).isEqualTo(0xC000_0201L);
        assertThat(endpoint.port()).isEqualTo(6881);
        assertThat(endpoint).hasToString("192.0.2.1:6881");
    }

    @Test
    void shouldReadCompactIpv6()
    {
        endpoint.getCompact(Hex.exactBuffer(IPV6_COMPACT, OFFSET), OFFSET, true);

        assertThat(endpoint.isIpv6()).isTrue();
        assertThat(endpoint.addressHigh()).isEqualTo(0x2001_0db8_0000_0000L);
        assertThat(endpoint.addressLow()).isEqualTo(1);
        assertThat(endpoint.port()).isEqualTo(65535);
        assertThat(endpoint).hasToString("[2001:db8:0:0:0:0:0:1]:65535");
    }

    @Test
    void shouldWriteCompactIpv4()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + Endpoint.IPV4_LENGTH]);

        assertThat(endpoint.ipv4(0xC000_0201, 6881).putCompact(buffer, OFFSET)).isEqualTo(6);
        assertThat(Hex.bytesOf(buffer, OFFSET, 6)).isEqualTo(IPV4_COMPACT);
    }

    @Test
    void shouldWriteCompactIpv6()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + Endpoint.IPV6_LENGTH]);

        assertThat(endpoint.ipv6(0x2001_0db8_0000_0000L, 1, 65535).putCompact(buffer, OFFSET)).isEqualTo(18);
        assertThat(Hex.bytesOf(buffer, OFFSET, 18)).isEqualTo(IPV6_COMPACT);
    }

    @Test
    void shouldTakeAnIpv4MappedAddressAsIpv4()
    {
        final Endpoint ipv4 = new Endpoint().ipv4(0xC000_0201, 6881);

        assertThat(endpoint.ipv6(0, 0x0000_FFFF_C000_0201L, 6881).isSameAs(ipv4)).isTrue();
        assertThat(endpoint.getCompact(Hex.exactBuffer(MAPPED_COMPACT), 0, true).isSameAs(ipv4)).isTrue();
        assertThat(endpoint.putCompact(new UnsafeBuffer(new byte[18]), 0)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 00000000c0000201, [0:0:0:0:0:0:c000:201]:1",
        "0000000000000000, 0000fffec0000201, [0:0:0:0:0:fffe:c000:201]:1",
        "0000000000000000, 0001ffffc0000201, [0:0:0:0:1:ffff:c000:201]:1",
        "0000000000000001, 0000ffffc0000201, [0:0:0:1:0:ffff:c000:201]:1",
        "0000000000000000, 0000000000000000, [0:0:0:0:0:0:0:0]:1",
        "ffffffffffffffff, ffffffffffffffff, [ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:1",
    })
    void shouldTakeOtherAddressesAsIpv6(final String addressHigh, final String addressLow, final String text)
    {
        endpoint.ipv6(Long.parseUnsignedLong(addressHigh, 16), Long.parseUnsignedLong(addressLow, 16), 1);

        assertThat(endpoint.isIpv6()).isTrue();
        assertThat(endpoint).hasToString(text);
    }

    @Test
    void shouldWriteHighBytesOfIpv4AsUnsigned()
    {
        assertThat(endpoint.ipv4(-1, 65535)).hasToString("255.255.255.255:65535");
        assertThat(endpoint.ipv4(0, 0)).hasToString("0.0.0.0:0");
        assertThat(endpoint.ipv4(-1, 65535).addressLow()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void shouldForgetTheIpv6AddressItHeldBefore()
    {
        endpoint.ipv6(-1, -1, 1).ipv4(0xC000_0201, 6881);

        assertThat(endpoint.isSameAs(new Endpoint().ipv4(0xC000_0201, 6881))).isTrue();
        assertThat(endpoint.isIpv6()).isFalse();
        assertThat(endpoint.addressHigh()).isZero();
    }

    @Test
    void shouldBeTheSameOnlyWhenEverythingIs()
    {
        final Endpoint ipv6 = new Endpoint().ipv6(1, 2, 3);

        assertThat(ipv6.isSameAs(new Endpoint().ipv6(1, 2, 3))).isTrue();
        assertThat(ipv6.isSameAs(new Endpoint().ipv6(9, 2, 3))).isFalse();
        assertThat(ipv6.isSameAs(new Endpoint().ipv6(1, 9, 3))).isFalse();
        assertThat(ipv6.isSameAs(new Endpoint().ipv6(1, 2, 9))).isFalse();
        assertThat(new Endpoint().ipv6(0, 2, 3).isSameAs(new Endpoint().ipv4(2, 3))).isFalse();
    }

    @Test
    void shouldCopyAnotherAndChangeThePortAlone()
    {
        final Endpoint other = new Endpoint().ipv6(1, 2, 3);

        assertThat(endpoint.ipv4(7, 7).set(other).isSameAs(other)).isTrue();
        assertThat(endpoint.port(9).isSameAs(new Endpoint().ipv6(1, 2, 9))).isTrue();
        assertThat(other.port()).isEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Endpoint.IPV6_LENGTH]);
        final Endpoint read = new Endpoint();

        for (int i = 0; i < 1000; i++)
        {
            if (random.nextBoolean())
            {
                endpoint.ipv4(random.nextInt(), random.nextInt(1 << 16));
            }
            else
            {
                endpoint.ipv6(random.nextLong(), random.nextLong(), random.nextInt(1 << 16));
            }

            endpoint.putCompact(buffer, 0);
            read.getCompact(buffer, 0, endpoint.isIpv6());
            assertThat(read.isSameAs(endpoint)).as("seed %d: %s, %s", seed, endpoint, read).isTrue();
        }
    }
}
