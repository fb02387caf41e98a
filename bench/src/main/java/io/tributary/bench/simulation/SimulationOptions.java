package io.tributary.bench.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Everything that a simulation is made of. A plain carrier with open fields: {@link #draw} fills it from a seed, an
 * experiment starts from {@link #calm} and changes what it is about. Durations in nanoseconds unless named otherwise,
 * shares from 0 to 1.
 */
final class SimulationOptions
{
    private static final long MS = 1_000_000L;
    private static final long SEC = 1_000_000_000L;

    long seed;

    /** Trackers. */
    Topology.Shape shape = Topology.Shape.MESH;
    int nodes = 3;
    long helloNs = 10 * SEC;
    long updateNs = 30 * SEC;
    long disconnectNs = 40 * SEC;
    long reconnectNs = 60 * SEC;
    int retries = 5;
    long mandateNs = 3_600 * SEC;
    long digestNs = 60 * SEC;
    long questionNs = 150 * MS;
    int recordsMax = 20_000;
    int changesMax = 4_096;
    int peersPerSwarmMax = 200;
    int urgentSwarmPeers = 200;
    long coalesceNs = 20 * MS;
    int triggeredPerSecond = 10;
    boolean isElecting = true;
    int datagramMaxIpv4 = 1_372;
    int datagramMaxIpv6 = 1_232;
    /** Of nodes that speak version 1 only, and of the other links over which it is spoken all the same. */
    double versionOneNodeShare;
    double versionOneShare;
    /** Of the other links. */
    double keyedShare;
    double ipv6LinkShare;
    /** A node behind address translation, or -1. */
    int natNode = -1;
    long natRebindMeanNs;
    boolean isClockSkewed;

    /** Network. */
    long delayMinNs = MS;
    long delayMeanNs = 5 * MS;
    double lossShare;
    double duplicateShare;
    double reorderShare;
    /** Of a path, in one direction; 0 for no limit. */
    int bytesPerSecond;

    /** Faults, while there are any; a mean of 0 means never. */
    long faultsNs;
    long partitionGapMeanNs;
    long partitionMeanNs;
    long crashGapMeanNs;
    long downMeanNs;
    double stateKeptShare = 0.5;

    /** Clients. */
    int clients = 12;
    int swarms = 2;
    int trackersPerClientMax = 1;
    double ipv6ClientShare;
    double seederShare = 0.25;
    int intervalSec = 120;
    long sessionMeanNs;
    long absenceMeanNs;
    double vanishShare;

    /** No faults, no churn: the base of experiments. */
    static SimulationOptions calm(final long seed)
    {
        final SimulationOptions options = new SimulationOptions();
        options.seed = seed;
        return options;
    }

    static SimulationOptions draw(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final SimulationOptions options = new SimulationOptions();
        options.seed = seed;
        options.drawTrackers(random);
        options.drawNetwork(random);
        options.drawClients(random);
        return options;
    }

    private void drawTrackers(final SplittableRandom random)
    {
        final Topology.Shape[] shapes = Topology.Shape.values();
        shape = shapes[random.nextInt(shapes.length)];
        nodes = Topology.Shape.FIGURE_2 == shape ? shape.nodesMin() : random.nextInt(shape.nodesMin(), 13);
        nodes = Topology.Shape.CHAIN == shape ? Math.min(nodes, 6) : nodes;
        helloNs = random.nextInt(1, 11) * SEC;
        updateNs = helloNs * random.nextInt(2, 5);
        disconnectNs = 4 * helloNs;
        reconnectNs = helloNs * random.nextInt(2, 7);
        retries = random.nextInt(1, 6);
        mandateNs = helloNs * random.nextInt(20, 60);
        digestNs = random.nextInt(4) == 0 ? 0 : updateNs * random.nextInt(1, 4);
        questionNs = random.nextInt(4) == 0 ? 0 : 150 * MS;
        changesMax = random.nextInt(4) == 0 ? 32 : 4_096;
        isElecting = random.nextInt(4) != 0;
        datagramMaxIpv4 = random.nextInt(3) == 0 ? random.nextInt(548, 1_473) : 1_372;
        datagramMaxIpv6 = Math.min(datagramMaxIpv4, 1_232);
        versionOneNodeShare = oneOf(random, 0, 0, 0, 0, 0, 0, 0.2, 0.5);
        versionOneShare = oneOf(random, 0, 0, 0, 0, 0, 0, 0.2, 1);
        keyedShare = oneOf(random, 0, 0.5, 1);
        ipv6LinkShare = oneOf(random, 0, 0.5);
        natNode = random.nextInt(4) == 0 ? random.nextInt(nodes) : -1;
        natRebindMeanNs = updateNs * 10;
        isClockSkewed = random.nextInt(3) != 0;
    }

    private void drawNetwork(final SplittableRandom random)
    {
        delayMinNs = random.nextLong(20 * MS);
        delayMeanNs = delayMinNs + random.nextLong(1, 150 * MS);
        lossShare = random.nextInt(3) == 0 ? 0 : random.nextDouble() * random.nextDouble() * 0.6;
        duplicateShare = oneOf(random, 0, 0.02, 0.2);
        reorderShare = oneOf(random, 0, 0.05, 1);
        bytesPerSecond = random.nextInt(3) == 0 ? random.nextInt(20_000, 500_000) : 0;
        faultsNs = 20 * updateNs;
        partitionGapMeanNs = random.nextInt(3) == 0 ? 0 : updateNs * random.nextInt(1, 8);
        partitionMeanNs = helloNs * random.nextInt(1, 12);
        crashGapMeanNs = random.nextInt(3) == 0 ? 0 : updateNs * random.nextInt(2, 12);
        downMeanNs = helloNs * random.nextInt(1, 12);
    }

    private void drawClients(final SplittableRandom random)
    {
        clients = random.nextInt(2, 41);
        swarms = random.nextInt(1, 6);
        trackersPerClientMax = random.nextInt(1, Math.min(nodes, 3) + 1);
        ipv6ClientShare = oneOf(random, 0, 0.3);
        seederShare = random.nextDouble();
        // A life outlasts an interval by half of one, and in that time a renewal must have come all the way.
        intervalSec = random.nextInt(60, 401) +
            (int)TimeUnit.NANOSECONDS.toSeconds(2 * shape.hopsMax(nodes) * updateNs);
        final boolean isChurning = random.nextInt(4) != 0;
        sessionMeanNs = isChurning ? TimeUnit.SECONDS.toNanos(random.nextInt(20, 1_200)) : 0;
        absenceMeanNs = TimeUnit.SECONDS.toNanos(random.nextInt(5, 600));
        vanishShare = oneOf(random, 0, 0.3, 1);
    }

    /** Full life of an own peer's record, at most: the store counts in units of 16 s. */
    long lifeMaxNs()
    {
        return (intervalSec * SimulatedOverlay.LIFE_FACTOR_PERCENT / 100 + SimulatedOverlay.UNIT_SEC) * SEC;
    }

    private static double oneOf(final SplittableRandom random, final double... choices)
    {
        return choices[random.nextInt(choices.length)];
    }

    /** Most time that one datagram spends on its way, bar a queue. */
    long delayMaxNs()
    {
        return delayMinNs + 20 * (delayMeanNs - delayMinNs);
    }

    /** name=value pairs, durations in seconds: for the report of a failure. */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        for (final Field field : SimulationOptions.class.getDeclaredFields())
        {
            if (!Modifier.isStatic(field.getModifiers()))
            {
                text.append(text.isEmpty() ? "" : " ").append(pair(field));
            }
        }
        return text.toString();
    }

    private String pair(final Field field)
    {
        try
        {
            final String name = field.getName();
            final Object value = field.get(this);
            if ("seed".equals(name))
            {
                return String.format("seed=0x%x", seed);
            }
            return name.endsWith("Ns") ?
                String.format(Locale.ROOT, "%s=%.3f", name.replaceFirst("Ns$", "Sec"), (Long)value / (double)SEC) :
                value instanceof Double ? String.format(Locale.ROOT, "%s=%.3f", name, value) : name + "=" + value;
        }
        catch (final IllegalAccessException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
