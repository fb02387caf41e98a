package io.tributary.tracker.overlay;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.function.IntUnaryOperator;

import static io.tributary.tracker.overlay.ElectionMesh.INTERNAL;
import static org.assertj.core.api.Assertions.assertThat;

class ElectionAllocationTest
{
    private static final int CALLS = 20_000;
    /** The compiler's own doings cost a few bytes now and then; what calls allocate shows in every round. */
    private static final int ROUNDS = 5;
    private static final int SWARMS = 200;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private int term;
    private int[] kept;

    @Test
    void shouldAllocateNothing()
    {
        try (ElectionMesh mesh = new ElectionMesh(6, SWARMS, 1))
        {
            mesh.settle();
            final ElectionMesh.Node node = mesh.nodes.get(0);
            assertThat(allocatedBytes(i -> elect(mesh, node, i))).isZero();
            assertThat(node.mandates()).as("elections happened").isPositive();
        }
    }

    /** Negative control: the measurement sees an allocation of the smallest kind. */
    @Test
    void shouldSeeAnAllocation()
    {
        assertThat(allocatedBytes(i ->
        {
            kept = new int[0];
            return 1 + kept.length;
        })).isGreaterThanOrEqualTo(16L * CALLS);
    }

    private int elect(final ElectionMesh mesh, final ElectionMesh.Node node, final int i)
    {
        final Neighbour neighbour = node.neighbour(1 + i % 5);
        final int slot = i % SWARMS;
        mesh.nowNs += ElectionMesh.SEC;
        node.election.onClaim(neighbour, slot, ++term);
        if (0 == i % 3)
        {
            node.election.onResigned(neighbour, slot);
        }
        if (0 == i % 100)
        {
            node.election.onCandidature(neighbour, 1 + i, i, mesh.nowNs);
            node.leadership.onLeaderLost(neighbour);
        }
        final int work = node.election.doWork(mesh.nowNs);
        node.leadership.elector(neighbour.index()).news.clearAll();
        node.leadership.elector(neighbour.index()).appointments.clearAll();
        return 1 + work + node.leadership.effective(slot, INTERNAL);
    }

    private long allocatedBytes(final IntUnaryOperator call)
    {
        int sum = run(call) + run(call);
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            sum += run(call);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum).isNotZero();
        return leastBytes;
    }

    private static int run(final IntUnaryOperator call)
    {
        int sum = 0;
        for (int i = 0; i < CALLS; i++)
        {
            sum += call.applyAsInt(i);
        }
        return sum;
    }
}
