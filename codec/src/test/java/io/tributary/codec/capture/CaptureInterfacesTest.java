package io.tributary.codec.capture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class CaptureInterfacesTest
{
    private static final BigInteger NS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private final CaptureInterfaces interfaces = new CaptureInterfaces();

    private long timeNs(final int resolution, final long ticks, final long offsetSec)
    {
        interfaces.clear();
        interfaces.add(LinkType.RAW, 0, (byte)resolution, offsetSec);
        return interfaces.timeNs(0, ticks);
    }

    /** Every resolution against arithmetic without limits. */
    @ParameterizedTest
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldBeExact(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int resolution = 0; resolution < 256; resolution++)
        {
            for (int i = 0; i < 100; i++)
            {
                final long ticks = random.nextLong() >>> random.nextInt(64);
                assertThat(timeNs(resolution, ticks, 0)).as("seed %d, resolution %d, ticks %s", seed, resolution,
                    Long.toUnsignedString(ticks)).isEqualTo(exactNs(resolution, ticks));
            }
        }
    }

    private static long exactNs(final int resolution, final long ticks)
    {
        if (resolution >= 0x80 + 64)
        {
            return 0;
        }

        final BigInteger product = new BigInteger(Long.toUnsignedString(ticks)).multiply(NS_PER_SECOND);
        final BigInteger divisor = resolution < 0x80 ?
            BigInteger.TEN.pow(resolution) : BigInteger.ONE.shiftLeft(resolution - 0x80);
        return product.divide(divisor).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 1795339289221223, 0, 1795339289.221223",
        "9, 1795339289221223456, 0, 1795339289.221223456",
        "9, 1000000001, 1795339288, 1795339289.000000001",
        "9, 5, -1, -0.999999995",
        "138, 1536, 10, 11.5"})
    void shouldAddTheOffset(final int resolution, final long ticks, final long offsetSec, final BigDecimal seconds)
    {
        assertThat(timeNs(resolution, ticks, offsetSec)).isEqualTo(seconds.movePointRight(9).longValueExact());
    }

    @Test
    void shouldNotWrapAround()
    {
        assertThat(timeNs(9, Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(timeNs(9, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(timeNs(9, 0, Long.MIN_VALUE)).isEqualTo(-9_223_372_036L * 1_000_000_000);
        assertThat(timeNs(0, -1, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(timeNs(0x80, -1, 0)).isEqualTo(Long.MAX_VALUE);
    }
}
