package io.tributary.tracker.swarm;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The same operations from the same seed, in the process that will be killed and in the model that it is compared with.
 */
final class CrashOperations
{
    static final int SWARMS = 300;
    static final int LARGE_SWARMS = 4;
    private static final int PEERS_OF_LARGE = 1500;
    private static final int PEERS_OF_SMALL = 30;

    /** A peer's state: 1 there, 2 a seeder, 4 its completion counted. */
    final Map<Integer, Map<Integer, Integer>> swarms = new HashMap<>();
    final Map<Integer, Integer> completed = new HashMap<>();
    private final SplittableRandom random;
    private int peersShare = 100;
    int swarm;
    int peer;
    boolean isSeeder;
    boolean isStopped;
    boolean isCompleted;
    boolean isSweep;

    CrashOperations(final long seed)
    {
        this.random = new SplittableRandom(seed);
    }

    static int namespace(final int swarm)
    {
        return swarm & 1;
    }

    void next()
    {
        if (0 == random.nextInt(5000))
        {
            peersShare = 5 + random.nextInt(96);
        }
        isSweep = 0 == random.nextInt(50);
        swarm = random.nextInt(random.nextInt(3) == 0 ? SWARMS : LARGE_SWARMS);
        peer = random.nextInt(swarm < LARGE_SWARMS ? PEERS_OF_LARGE : PEERS_OF_SMALL);
        isStopped = random.nextInt(100) >= peersShare || random.nextInt(100) < 20;
        isSeeder = 0 == random.nextInt(3);
        isCompleted = 0 == random.nextInt(10);
    }

    void apply(final StoreFixture fixture, final SwarmStore store)
    {
        if (isSweep)
        {
            store.sweep((int)fixture.nowSec);
            return;
        }
        fixture.leecher(swarm, namespace(swarm), peer);
        fixture.announce.isSeeder = isSeeder;
        fixture.announce.isStopped = isStopped;
        fixture.announce.isCompleted = isCompleted;
        store.announce(fixture.announce);
    }

    void applyToModel()
    {
        if (isSweep)
        {
            return;
        }
        final Map<Integer, Integer> peers = swarms.computeIfAbsent(swarm, s -> new HashMap<>());
        if (isStopped)
        {
            peers.remove(peer);
            return;
        }
        final int before = peers.getOrDefault(peer, 0);
        if (isCompleted && 0 == (before & 4))
        {
            completed.merge(swarm, 1, Integer::sum);
        }
        peers.put(peer, 1 | (isSeeder ? 2 : 0) | (isCompleted ? 4 : 0) | (before & 4));
    }
}
