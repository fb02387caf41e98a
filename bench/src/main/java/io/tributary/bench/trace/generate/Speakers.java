package io.tributary.bench.trace.generate;

/**
 * The clients that speak at a time. Each next request is of one of them, drawn at random, so that the requests of many
 * clients are mixed while those of one stay in order. A client that is done makes room for the next.
 */
final class Speakers
{
    private static final int COUNT_MAX = 1 << 16;

    private final Visit[] visits;
    private final Visits source;

    /**
     * Fill up.
     *
     * @param count  how many speak at a time; kept within 1 and 65,536.
     * @param source of them.
     */
    Speakers(final double count, final Visits source)
    {
        this.source = source;
        visits = new Visit[(int)Math.max(1, Math.min(COUNT_MAX, count))];
        for (int i = 0; i < visits.length; i++)
        {
            visits[i] = new Visit();
            source.next(visits[i]);
        }
    }

    /** One of them, who has something left to say. */
    Visit any(final Draws draws)
    {
        final Visit visit = visits[draws.next(visits.length)];
        if (visit.isOver())
        {
            source.next(visit);
        }
        return visit;
    }
}
