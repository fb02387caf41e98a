package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;

/**
 * The clients of the swarms, round after round in the same order, so that each returns after the same time. A client
 * has the places of a run of consecutive numbers, which a shuffle spreads over the swarms. Where runs end is decided by
 * the numbers themselves: nothing is stored.
 */
final class ResidentVisits implements Visits
{
    private static final int RUN_LENGTH_MAX = 1_000;
    private static final int BOUNDARY = 21;

    private final ClientTraits traits;
    private final ClientLives lives;
    private final Draws draws;
    private final long seed;
    private final long places;
    private final double boundaryShare;
    private final double connectsMean;
    private long nextPlace;
    private long round;

    ResidentVisits(final TraceShape shape, final ClientTraits traits, final ClientLives lives, final long places)
    {
        final TraceShape.Population population = shape.population();
        this.traits = traits;
        this.lives = lives;
        this.places = places;
        this.seed = Mix64.mix(shape.seed(), BOUNDARY);
        this.draws = new Draws(Mix64.mix(seed));
        this.boundaryShare = 1 / population.swarmsPerClient();
        this.connectsMean = population.swarmsPerClient() * shape.mix().connects() / shape.mix().announces();
    }

    @Override
    public void next(final Visit visit)
    {
        if (nextPlace == places)
        {
            nextPlace = 0;
            round++;
        }

        final long slotSeed = Mix64.mix(seed, nextPlace);
        visit.isCrowd = false;
        visit.age = lives.age(slotSeed, round);
        visit.isLast = lives.isLast(slotSeed, visit.age);
        visit.placeIndex = nextPlace;
        visit.announcesLeft = runLength();
        visit.connectsLeft = Draws.rounded(connectsMean, draws.next());
        visit.scrapesLeft = 0;
        traits.put(visit, Mix64.mix(slotSeed, ~lives.generation(slotSeed, round)), round);
        nextPlace += visit.announcesLeft;
    }

    private int runLength()
    {
        int length = 1;
        while (nextPlace + length < places && length < RUN_LENGTH_MAX && !isBoundary(nextPlace + length))
        {
            length++;
        }
        return length;
    }

    private boolean isBoundary(final long place)
    {
        return Draws.fraction(Mix64.mix(~seed, place)) < boundaryShare;
    }
}
