package io.tributary.bench.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Partitions, crashes and rebound address translations, at random until they end all at once.
 */
final class FaultPlan
{
    private final SimulatedOverlay overlay;
    private final SimulationOptions options;
    private final SplittableRandom random;
    private boolean isOver;

    FaultPlan(final SimulatedOverlay overlay)
    {
        this.overlay = overlay;
        this.options = overlay.options;
        this.random = overlay.random();
    }

    void start()
    {
        again(options.partitionGapMeanNs, this::partition);
        again(options.crashGapMeanNs, this::crash);
        again(options.natNode < 0 ? 0 : options.natRebindMeanNs, this::rebind);
    }

    /** Everybody is up and reachable from now on. */
    void end()
    {
        isOver = true;
        overlay.network.calm();
        overlay.trace.note(overlay.events.nowNs(), "calm", -1, "faults have ended");
        overlay.nodes.stream().filter((node) -> !node.isUp()).forEach(SimulatedNode::start);
    }

    private void again(final long gapMeanNs, final Runnable fault)
    {
        if (gapMeanNs > 0)
        {
            overlay.events.after(drawNs(gapMeanNs), () ->
            {
                if (!isOver)
                {
                    fault.run();
                    again(gapMeanNs, fault);
                }
            });
        }
    }

    /** Between two halves drawn at random, of which one is often a single node; both ways or one way. */
    private void partition()
    {
        final boolean[] isHere = new boolean[options.nodes];
        Arrays.fill(isHere, random.nextBoolean());
        final int single = random.nextInt(options.nodes);
        isHere[single] = !isHere[single];
        if (random.nextBoolean())
        {
            for (int i = 0; i < options.nodes; i++)
            {
                isHere[i] = random.nextBoolean();
            }
        }
        final int ways = random.nextInt(3);
        overlay.trace.note(overlay.events.nowNs(), "partition", -1,
            Arrays.toString(isHere) + (0 == ways ? " to the others only" : 1 == ways ? " from the others only" : ""));
        block(isHere, ways, true);
        overlay.events.after(drawNs(options.partitionMeanNs), () -> heal(isHere, ways));
    }

    private void heal(final boolean[] isHere, final int ways)
    {
        if (!isOver)
        {
            overlay.trace.note(overlay.events.nowNs(), "heals", -1, Arrays.toString(isHere));
            block(isHere, ways, false);
        }
    }

    private void block(final boolean[] isHere, final int ways, final boolean isBlocked)
    {
        for (int from = 0; from < options.nodes; from++)
        {
            for (int to = 0; to < options.nodes; to++)
            {
                if (isHere[from] != isHere[to] && (ways > 1 || isHere[from] == (0 == ways)))
                {
                    overlay.network.block(from, to, isBlocked);
                }
            }
        }
    }

    private void crash()
    {
        final SimulatedNode node = overlay.nodes.get(random.nextInt(options.nodes));
        if (node.isUp())
        {
            final boolean isStateKept = random.nextDouble() < options.stateKeptShare;
            final boolean isOrderly = random.nextInt(3) == 0;
            overlay.crash(node, isOrderly, isStateKept);
            overlay.events.after(drawNs(options.downMeanNs), () -> restart(node));
        }
    }

    private void restart(final SimulatedNode node)
    {
        if (!node.isUp())
        {
            overlay.trace.note(overlay.events.nowNs(), "starts", node.index, "");
            node.start();
        }
    }

    private void rebind()
    {
        overlay.trace.note(overlay.events.nowNs(), "rebinds", options.natNode, "");
        overlay.network.rebind();
    }

    private long drawNs(final long meanNs)
    {
        return 1 + (long)(-meanNs * Math.log(1 - random.nextDouble()));
    }
}
