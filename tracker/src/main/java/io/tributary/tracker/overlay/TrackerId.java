package io.tributary.tracker.overlay;

/**
 * The 16 bytes by which trackers know each other, as two big-endian words. Random, and kept over restarts, for a
 * tracker that speaks version 2; derived from address and port for one that speaks version 1.
 *
 * @param high first eight bytes.
 * @param low  last eight bytes.
 */
public record TrackerId(long high, long low) implements Comparable<TrackerId>
{
    @Override
    public int compareTo(final TrackerId other)
    {
        final int order = Long.compareUnsigned(high, other.high);
        return 0 != order ? order : Long.compareUnsigned(low, other.low);
    }

    /** 32 hexadecimal digits. Allocates. */
    @Override
    public String toString()
    {
        return String.format("%016x%016x", high, low);
    }
}
