package io.tributary.bench.suite;

import java.util.Locale;

/** How much is measured. Figures of different scales are not followed as one trend. */
enum Scale
{
    /** Less than a quarter of an hour on two cores; few repetitions, small stores. */
    QUICK,
    /** Some hours. */
    FULL;

    String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    <T> T choose(final T quick, final T full)
    {
        return QUICK == this ? quick : full;
    }
}
