package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Limits;

import java.util.Arrays;

/**
 * Which swarm each place in a swarm belongs to, by Zipf's law with exponent 1: the swarm of rank {@code r} has
 * {@code constant / r} places, at least 1 and at most {@link #SIZE_MAX}.
 *
 * <p>Places are numbered layer by layer: the first place of every swarm, then the second of those that have one, and so
 * on. Layer {@code j} ends at rank {@code constant / j}, so there is a table of the layers alone, however many swarms
 * there are. Immutable.
 */
final class SwarmLayers
{
    /** Large public swarms hold ten to a hundred thousand peers. */
    static final int SIZE_MAX = 100_000;
    static final int SWARMS_MAX = 1_000_000_000;
    static final double SIZE_MEAN_MAX = 10_000;

    private final long[] layerStarts;

    private SwarmLayers(final long[] layerStarts)
    {
        this.layerStarts = layerStarts;
    }

    /**
     * Swarms with about so many places.
     *
     * @param swarms number of swarms.
     * @param places in all of them; the closest smaller number that the law allows is taken.
     * @return the largest swarm has rank 0.
     */
    static SwarmLayers of(final int swarms, final long places)
    {
        Limits.check("number of swarms", swarms, 1, SWARMS_MAX);
        Limits.check("peers in " + swarms + " swarms", places, swarms, (long)swarms * SIZE_MEAN_MAX);
        long low = 1;
        long high = (long)swarms * SIZE_MAX;
        while (low < high)
        {
            final long middle = low + (high - low + 1) / 2;
            if (total(swarms, middle) <= places)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return new SwarmLayers(starts(swarms, low));
    }

    long places()
    {
        return layerStarts[layerStarts.length - 1];
    }

    /**
     * The swarm of a place.
     *
     * @param place from 0 to {@link #places()} - 1.
     * @return its rank, from 0.
     */
    int swarm(final long place)
    {
        final int found = Arrays.binarySearch(layerStarts, place);
        return (int)(place - layerStarts[found >= 0 ? found : -found - 2]);
    }

    private static long total(final int swarms, final long constant)
    {
        long total = swarms;
        for (int layer = 2; layer <= SIZE_MAX && constant / layer > 0; layer++)
        {
            total += Math.min(swarms, constant / layer);
        }
        return total;
    }

    private static long[] starts(final int swarms, final long constant)
    {
        final int layers = (int)Math.min(SIZE_MAX, Math.max(1, constant));
        final long[] starts = new long[layers + 1];
        starts[1] = swarms;
        for (int layer = 2; layer <= layers; layer++)
        {
            starts[layer] = starts[layer - 1] + Math.min(swarms, constant / layer);
        }
        return starts;
    }
}
