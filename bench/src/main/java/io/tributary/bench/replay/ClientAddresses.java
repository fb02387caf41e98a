package io.tributary.bench.replay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;

import java.util.Arrays;

/**
 * Numbers the client addresses of a trace in the order of their first coming, so that equal traces give equal numbers.
 * A tracker knows a peer by its address and the port that it announces; the port that it sends from does not count.
 *
 * <p>Bounded: addresses that do not fit share the numbers of others, by their hash. One thread; allocates nothing.
 */
final class ClientAddresses
{
    private static final int NONE = -1;

    private final SipHash hash = new SipHash(0x7472_6163_6572_7331L, 0x7265_706c_6179_6564L);
    private final int numbersMax;
    private final int mask;
    private final long[] high;
    private final long[] low;
    private final int[] numbers;
    private int count;
    private long overflows;

    /**
     * Set up.
     *
     * @param numbersMax a power of two.
     */
    ClientAddresses(final int numbersMax)
    {
        final int slots = 2 * numbersMax;
        this.numbersMax = numbersMax;
        this.mask = slots - 1;
        this.high = new long[slots];
        this.low = new long[slots];
        this.numbers = new int[slots];
        Arrays.fill(numbers, NONE);
    }

    int number(final Endpoint client)
    {
        final long hashed = hash.hash(client.addressHigh(), client.addressLow());
        int slot = (int)hashed & mask;
        while (NONE != numbers[slot])
        {
            if (high[slot] == client.addressHigh() && low[slot] == client.addressLow())
            {
                return numbers[slot];
            }
            slot = slot + 1 & mask;
        }
        if (count == numbersMax)
        {
            overflows++;
            return (int)(hashed >>> Integer.SIZE) & numbersMax - 1;
        }
        high[slot] = client.addressHigh();
        low[slot] = client.addressLow();
        numbers[slot] = count;
        return count++;
    }

    /** Addresses numbered. */
    int count()
    {
        return count;
    }

    /** Requests of addresses that did not fit. */
    long overflows()
    {
        return overflows;
    }
}
