package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

class AddressRangesTest
{
    @Test
    void shouldHoldNothingWhenEmpty()
    {
        assertThat(AddressRanges.NONE.contains(endpoint("0.0.0.0"))).isFalse();
        assertThat(AddressRanges.NONE.contains(endpoint("255.255.255.255"))).isFalse();
        assertThat(AddressRanges.NONE.contains(endpoint("::"))).isFalse();
        assertThat(AddressRanges.NONE.contains(endpoint("ffff::"))).isFalse();
        assertThat(AddressRanges.NONE.rangeCount()).isZero();
    }

    @Test
    void shouldHoldBothEndsOfARange()
    {
        final AddressRanges ranges = ranges("192.0.2.128/25", "2001:db8:0:8000::/49", "2001:db8:1::7/128");

        assertThat(holds(ranges, "192.0.2.127", "192.0.2.128", "192.0.2.255", "192.0.3.0"))
            .containsExactly(false, true, true, false);
        assertThat(holds(ranges, "2001:db8:0:7fff:ffff:ffff:ffff:ffff", "2001:db8:0:8000::",
            "2001:db8:0:ffff:ffff:ffff:ffff:ffff", "2001:db8:1::"))
            .containsExactly(false, true, true, false);
        assertThat(holds(ranges, "2001:db8:1::6", "2001:db8:1::7", "2001:db8:1::8"))
            .containsExactly(false, true, false);
    }

    @Test
    void shouldKeepFamiliesApart()
    {
        final AddressRanges allIpv4 = ranges("0.0.0.0/0");
        final AddressRanges allIpv6 = ranges("::/0");

        assertThat(holds(allIpv4, "0.0.0.0", "255.255.255.255", "::", "ffff::", "::ffff:1.2.3.4"))
            .containsExactly(true, true, false, false, true);
        assertThat(holds(allIpv6, "0.0.0.0", "255.255.255.255", "::", "ffff::", "::ffff:1.2.3.4"))
            .containsExactly(false, false, true, true, false);
    }

    @Test
    void shouldMergeOverlappingAndAdjacentRanges()
    {
        assertThat(ranges("10.0.0.0/9", "10.128.0.0/9", "10.1.2.3/32", "11.0.0.0/8").rangeCount()).isEqualTo(1);
        assertThat(ranges("10.0.0.0/32", "10.0.0.2/32").rangeCount()).isEqualTo(2);
        assertThat(ranges("0.0.0.0/1", "128.0.0.0/1", "255.255.255.255/32").rangeCount()).isEqualTo(1);
        assertThat(ranges("2001:db8::/33", "2001:db8:8000::/33", "2001:db8::1/128").rangeCount()).isEqualTo(1);
        assertThat(ranges("::/0", "::/1", "8000::/1", "::/128").rangeCount()).isEqualTo(1);
        assertThat(ranges("::/128", "::2/128").rangeCount()).isEqualTo(2);
    }

    @Test
    void shouldAgreeWithAListOfRanges()
    {
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 30; round++)
        {
            final AddressRanges.Builder builder = new AddressRanges.Builder();
            final List<BigInteger[]> model = new ArrayList<>();
            for (int i = random.nextInt(200); i >= 0; i--)
            {
                final Endpoint network = random(random);
                final int bits = network.isIpv6() ? 128 : 32;
                final int prefixLength = bits - random.nextInt(i % 10 == 0 ? 100 : 7) % (bits + 1);
                builder.add(network, prefixLength);
                final BigInteger size = BigInteger.ONE.shiftLeft(bits - prefixLength);
                final BigInteger start = number(network).andNot(size.subtract(BigInteger.ONE));
                model.add(new BigInteger[]{start, start.add(size)});
            }

            final AddressRanges ranges = builder.build();
            for (int i = 0; i < 500; i++)
            {
                final Endpoint address = random(random);
                final BigInteger number = number(address);
                final boolean expected = model.stream()
                    .anyMatch(range -> range[0].compareTo(number) <= 0 && number.compareTo(range[1]) < 0);
                assertThat(ranges.contains(address)).as("-Dtest.seed=%d %s", seed, address).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldHoldHundredsOfThousandsOfRanges()
    {
        final AddressRanges.Builder builder = new AddressRanges.Builder();
        for (int i = 0; i < 300_000; i++)
        {
            builder.add(new Endpoint().ipv4(i << 9, 0), 24);
            builder.add(new Endpoint().ipv6(0x2001_0db8_0000_0000L + ((long)i << 5), 0, 0), 60);
        }

        final AddressRanges ranges = builder.build();
        assertThat(ranges.rangeCount()).isEqualTo(600_000);
        for (int i = 0; i < 300_000; i++)
        {
            assertThat(ranges.contains(new Endpoint().ipv4((i << 9) + 255, 0))).isTrue();
            assertThat(ranges.contains(new Endpoint().ipv4((i << 9) + 256, 0))).isFalse();
            final long high = 0x2001_0db8_0000_0000L + ((long)i << 5);
            assertThat(ranges.contains(new Endpoint().ipv6(high + 15, -1, 0))).isTrue();
            assertThat(ranges.contains(new Endpoint().ipv6(high + 16, 0, 0))).isFalse();
        }
    }

    /** From two small corners of each family, one with the top bit set, crossing the middle of an IPv6 address. */
    private static Endpoint random(final SplittableRandom random)
    {
        final int top = random.nextBoolean() ? 0x8000_0000 : 0x7FFF_0000;
        if (random.nextBoolean())
        {
            return new Endpoint().ipv4(top | random.nextInt(4_000), 0);
        }

        final long low = random.nextBoolean() ? random.nextInt(200) : -1L - random.nextInt(200);
        return new Endpoint().ipv6(((long)top << 32) | random.nextInt(16), low, 0);
    }

    private static BigInteger number(final Endpoint endpoint)
    {
        final BigInteger low = new BigInteger(Long.toUnsignedString(endpoint.addressLow()));
        final BigInteger high = new BigInteger(Long.toUnsignedString(endpoint.addressHigh()));

        // A family of its own beyond 128 bits keeps IPv4 away from IPv6.
        return endpoint.isIpv6() ? BigInteger.ONE.shiftLeft(128).or(high.shiftLeft(64)).or(low) : low;
    }

    private static AddressRanges ranges(final String... networks)
    {
        final AddressRanges.Builder builder = new AddressRanges.Builder();
        for (final String network : networks)
        {
            final int slash = network.indexOf('/');
            builder.add(endpoint(network.substring(0, slash)), Integer.parseInt(network.substring(slash + 1)));
        }
        return builder.build();
    }

    private static List<Boolean> holds(final AddressRanges ranges, final String... addresses)
    {
        final List<Boolean> result = new ArrayList<>();
        for (final String address : addresses)
        {
            result.add(ranges.contains(endpoint(address)));
        }
        return result;
    }
}
