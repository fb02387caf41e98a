package io.tributary.codec.capture;

/**
 * The interfaces of a section of pcapng: link type, snap length, and how its time stamps
 * become nanoseconds since the epoch. Grows while interfaces are described, never with packets.
 */
final class CaptureInterfaces
{
    static final int COUNT_MAX = 65_536;

    private static final int COUNT_INITIAL = 8;
    private static final int DECIMAL_NANOSECONDS = 9;
    /** 10^19 is the highest power of ten in 64 bits, unsigned. */
    private static final int POWER_MAX = 19;
    private static final int BINARY_FLAG = 0x80;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private int count;
    private int[] linkTypes = new int[COUNT_INITIAL];
    private int[] snapLengths = new int[COUNT_INITIAL];
    private byte[] resolutions = new byte[COUNT_INITIAL];
    private long[] factors = new long[COUNT_INITIAL];
    private long[] offsetsNs = new long[COUNT_INITIAL];

    void clear()
    {
        count = 0;
    }

    int count()
    {
        return count;
    }

    int linkType(final int index)
    {
        return linkTypes[index];
    }

    int snapLength(final int index)
    {
        return snapLengths[index];
    }

    /**
     * Add the next interface.
     *
     * @param linkType   as in {@link LinkType}.
     * @param snapLength 0 for no limit.
     * @param resolution as in the option if_tsresol: 10^-n seconds, or 2^-n with the highest bit set.
     * @param offsetSec  added to each time stamp.
     * @return false when there are too many.
     */
    boolean add(final int linkType, final int snapLength, final byte resolution, final long offsetSec)
    {
        if (COUNT_MAX == count)
        {
            return false;
        }

        if (linkTypes.length == count)
        {
            grow();
        }

        linkTypes[count] = linkType;
        snapLengths[count] = snapLength;
        resolutions[count] = resolution;
        factors[count] = powerOfTen(Math.abs(resolution - DECIMAL_NANOSECONDS));
        offsetsNs[count] = saturatedNs(offsetSec);
        count++;
        return true;
    }

    /**
     * Nanoseconds since the epoch; a time that 64 bits cannot hold becomes the nearest that they can.
     *
     * @param index of the interface.
     * @param ticks unsigned, in its resolution.
     * @return 1970 is 0.
     */
    long timeNs(final int index, final long ticks)
    {
        final byte resolution = resolutions[index];
        final long ns;
        if (resolution < 0)
        {
            ns = binaryNs(ticks, resolution & ~BINARY_FLAG & 0xFF);
        }
        else if (resolution > DECIMAL_NANOSECONDS)
        {
            ns = resolution > DECIMAL_NANOSECONDS + POWER_MAX ? 0 : Long.divideUnsigned(ticks, factors[index]);
        }
        else
        {
            final long factor = factors[index];
            ns = ticks < 0 || ticks > Long.MAX_VALUE / factor ? Long.MAX_VALUE : ticks * factor;
        }

        return saturatedSum(ns, offsetsNs[index]);
    }

    /** A resolution finer than 2^-63 seconds has no time we could tell from the epoch. */
    private static long binaryNs(final long ticks, final int exponent)
    {
        if (exponent >= Long.SIZE)
        {
            return 0;
        }

        final long seconds = ticks >>> exponent;
        if (seconds < 0 || seconds >= Long.MAX_VALUE / NS_PER_SECOND)
        {
            return Long.MAX_VALUE;
        }

        final long fraction = ticks & ((1L << exponent) - 1);
        final long high = Math.multiplyHigh(fraction, NS_PER_SECOND);
        final long low = fraction * NS_PER_SECOND;
        final long fractionNs = 0 == exponent ? 0 : high << (Long.SIZE - exponent) | low >>> exponent;
        return seconds * NS_PER_SECOND + fractionNs;
    }

    private static long powerOfTen(final int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent && i < POWER_MAX; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static long saturatedNs(final long seconds)
    {
        final long secondsMax = Long.MAX_VALUE / NS_PER_SECOND;
        return Math.max(-secondsMax, Math.min(secondsMax, seconds)) * NS_PER_SECOND;
    }

    private static long saturatedSum(final long left, final long right)
    {
        final long sum = left + right;
        final boolean isOverflown = ((left ^ sum) & (right ^ sum)) < 0;
        return isOverflown ? (left < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    private void grow()
    {
        linkTypes = grown(linkTypes);
        snapLengths = grown(snapLengths);
        factors = grown(factors);
        offsetsNs = grown(offsetsNs);
        final byte[] grownResolutions = new byte[2 * count];
        System.arraycopy(resolutions, 0, grownResolutions, 0, count);
        resolutions = grownResolutions;
    }

    private static int[] grown(final int[] values)
    {
        final int[] grown = new int[2 * values.length];
        System.arraycopy(values, 0, grown, 0, values.length);
        return grown;
    }

    private static long[] grown(final long[] values)
    {
        final long[] grown = new long[2 * values.length];
        System.arraycopy(values, 0, grown, 0, values.length);
        return grown;
    }
}
