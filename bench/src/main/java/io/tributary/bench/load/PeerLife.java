package io.tributary.bench.load;

import java.util.SplittableRandom;

import static io.tributary.codec.UdpTrackerProtocol.EVENT_COMPLETED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_NONE;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STARTED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STOPPED;

/**
 * What a peer says at its next announce: it starts, completes, stops or just goes on. A stopped peer starts again at
 * its next turn, so the number of peers present stays constant; it returns as a seeder just often enough that the share
 * of seeders stays constant too.
 *
 * <p>Let {@code f} be the share of seeders among the peers present, and let one turn of all of them pass. The share
 * {@code q} stops; of the leechers that do not stop the share {@code c} completes. The balance asks that a returning
 * peer is a seeder with probability {@code f - c(1 - q)(1 - f) / q}.
 */
final class PeerLife
{
    private static final int PRESENT = 1;
    private static final int SEEDER = 2;

    private final PeerPopulation population;
    private final double seederShare;
    private final double returningSeederShare;
    private final RequestMix mix;

    PeerLife(final PeerPopulation population, final double seederShare, final RequestMix mix)
    {
        this.population = population;
        this.seederShare = seederShare;
        this.mix = mix;
        this.returningSeederShare = returningSeederShare(seederShare, mix);
    }

    boolean isPresent(final int peer)
    {
        return 0 != (population.stage(peer) & PRESENT);
    }

    boolean isSeeder(final int peer)
    {
        return 0 != (population.stage(peer) & SEEDER);
    }

    /**
     * First announce of a peer.
     *
     * @return its event.
     */
    int start(final int peer, final SplittableRandom random)
    {
        return start(peer, random, seederShare);
    }

    /**
     * Next announce of a peer; one that is not present starts.
     *
     * @return its event.
     */
    int next(final int peer, final SplittableRandom random)
    {
        if (!isPresent(peer))
        {
            return start(peer, random, returningSeederShare);
        }
        if (random.nextDouble() < mix.stopShare())
        {
            population.stage(peer, population.stage(peer) & ~PRESENT);
            return EVENT_STOPPED;
        }
        if (!isSeeder(peer) && random.nextDouble() < mix.completeShare())
        {
            population.stage(peer, PRESENT | SEEDER);
            return EVENT_COMPLETED;
        }
        return EVENT_NONE;
    }

    private int start(final int peer, final SplittableRandom random, final double share)
    {
        population.stage(peer, random.nextDouble() < share ? PRESENT | SEEDER : PRESENT);
        return EVENT_STARTED;
    }

    private static double returningSeederShare(final double seederShare, final RequestMix mix)
    {
        final double stops = mix.stopShare();
        final double completions = mix.completeShare() * (1 - stops) * (1 - seederShare);
        if (completions > stops * seederShare)
        {
            throw new IllegalArgumentException("completions " + mix.completeShare() +
                " make more seeders than stops " + stops + " take away; allowed is up to " +
                stops * seederShare / ((1 - stops) * (1 - seederShare)));
        }
        return 0 == completions ? seederShare : seederShare - completions / stops;
    }
}
