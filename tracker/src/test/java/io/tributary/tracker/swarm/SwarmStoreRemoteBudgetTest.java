package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hostile neighbour: whatever it sends, own clients keep what they have and find room for more.
 */
class SwarmStoreRemoteBudgetTest
{
    private static final int OWN = 1 << PeerMeta.ORIGIN_OWN;
    private static final int RESERVE_PERCENT = 10;

    private final StoreFixture fixture = new StoreFixture();
    private ChronicleSwarmStore store;

    private static SwarmLimits limits(
        final int swarmsMax, final int peersMax, final int perSwarmMax, final int remotePeersPercent)
    {
        return new SwarmLimits(
            swarmsMax, peersMax, 64 << 20, perSwarmMax, 4, RESERVE_PERCENT, 200, 3600, 1, remotePeersPercent);
    }

    @AfterEach
    void close()
    {
        store.close();
    }

    @Test
    void shouldFillNoSwarmBeyondTheBatchsMaximum()
    {
        store = fixture.inMemory(limits(1000, 1_000_000, 1000, 50));
        fixture.add(store, 0, 0, 100_000);
        for (int round = 0; round < 3; round++)
        {
            fixture.batch(0, 0).peersPerSwarmMax = 20;
            fixture.addRemote(round * 10, 100, 500);
            store.merge(fixture.batch);
        }
        assertThat(fixture.batch.outcome(0)).isEqualTo(MergeOutcome.REFUSED_SWARM_FULL);
        assertThat(store.totals().remotePeers()).isEqualTo(20);
        assertThat(fixture.merge(store, 0, 0, 3, true, PeerMeta.ORIGIN_EXTERNAL, 600)).as("known ones are renewed")
            .isEqualTo(MergeOutcome.UPDATED);
        fixture.batch(1, 0).peersPerSwarmMax = 0;
        fixture.addRemote(0, 1, 500);
        store.merge(fixture.batch);
        assertThat(fixture.batch.outcome(0)).isEqualTo(MergeOutcome.REFUSED_SWARM_FULL);
        assertThat(store.totals().swarms()).isEqualTo(1);
    }

    @Test
    void shouldLeaveHalfOfASwarmToOwnPeers()
    {
        store = fixture.inMemory(limits(1000, 1_000_000, 600, 50));
        for (int first = 0; first < 1000; first += 250)
        {
            fixture.batch(0, 1);
            fixture.addRemote(first, 250, 500);
            store.merge(fixture.batch);
        }
        assertThat(store.totals().remotePeers()).isEqualTo(300);
        for (int i = 0; i < 300; i++)
        {
            assertThat(fixture.add(store, 0, 1, 100_000 + i)).isEqualTo(AnnounceOutcome.INSERTED);
        }
        assertThat(fixture.add(store, 0, 1, 200_000)).isEqualTo(AnnounceOutcome.SWARM_FULL);
        assertThat(fixture.add(store, 0, 1, 0)).as("known from elsewhere").isEqualTo(AnnounceOutcome.REFRESHED);
        assertThat(fixture.merge(store, 0, 1, 5000, false, PeerMeta.ORIGIN_INTERNAL, 500)).as("a full swarm")
            .isEqualTo(MergeOutcome.REFUSED_SWARM_FULL);
        assertThat(store.totals().peers()).isEqualTo(600);
    }

    @Test
    void shouldLeaveHalfOfAllPeersToOwnOnesAndEvictNone()
    {
        store = fixture.inMemory(limits(10_000, 2000, 2000, 50));
        for (int i = 0; i < 400; i++)
        {
            fixture.add(store, i % 50, 0, i);
        }
        final List<String> ownBefore = fixture.peers(store, 7, 0, OWN);
        flood(0, 50, 100);
        flood(1000, 3000, 4);
        assertThat(store.totals().remotePeers()).isEqualTo(1000);
        assertThat(store.totals().ownPeers()).isEqualTo(400);
        assertThat(fixture.peers(store, 7, 0, OWN)).isEqualTo(ownBefore).hasSize(8);
        int own = 400;
        while (store.totals().peers() < 2000)
        {
            assertThat(fixture.add(store, 5000 + own / 2, 0, own)).isEqualTo(AnnounceOutcome.INSERTED);
            own++;
        }
        assertThat(own).isEqualTo(1000);
        flood(0, 50, 100);
        assertThat(store.totals().ownPeers()).isEqualTo(1000);
        assertThat(fixture.merge(store, 0, 0, 999_999, false, PeerMeta.ORIGIN_INTERNAL, 500))
            .isEqualTo(MergeOutcome.REFUSED_PEER_BUDGET);
    }

    @Test
    void shouldKeepGuestsOutOfTheReserve()
    {
        store = fixture.inMemory(limits(10_000, 2000, 2000, 50));
        for (int i = 0; i < 1500; i++)
        {
            fixture.add(store, i % 500, 0, i);
        }
        flood(0, 50, 100);
        assertThat(store.totals().peers()).isEqualTo(1800);
        assertThat(fixture.add(store, 9999, 0, 1)).isEqualTo(AnnounceOutcome.INSERTED);
    }

    @Test
    void shouldLeaveHalfOfTheSwarmsToOwnPeers()
    {
        store = fixture.inMemory(limits(1000, 100_000, 1000, 50));
        flood(0, 3000, 1);
        assertThat(fixture.batch.outcome(0)).isEqualTo(MergeOutcome.REFUSED_SWARM_BUDGET);
        assertThat(store.totals().swarms()).isEqualTo(500);
        assertThat(store.totals().transitSwarms()).isEqualTo(500);
        fixture.add(store, 0, 0, 777);
        assertThat(store.totals().transitSwarms()).as("a swarm of guests has got an own peer").isEqualTo(499);
        for (int i = 0; i < 500; i++)
        {
            assertThat(fixture.add(store, 10_000 + i, 0, i)).isEqualTo(AnnounceOutcome.INSERTED);
        }
        assertThat(fixture.merge(store, 20_000, 0, 1, false, PeerMeta.ORIGIN_INTERNAL, 500))
            .isEqualTo(MergeOutcome.REFUSED_SWARM_BUDGET);
    }

    @Test
    void shouldNotFillTheSwarmsByCreatingAndLeavingThem()
    {
        store = fixture.inMemory(limits(1000, 100_000, 1000, 50));
        for (int swarm = 0; swarm < 3000; swarm++)
        {
            fixture.merge(store, swarm, 0, 1, false, PeerMeta.ORIGIN_INTERNAL, 500);
            fixture.withdraw(store, swarm, 0, 1);
        }
        assertThat(store.totals().swarms()).isEqualTo(900);
        assertThat(fixture.add(store, 10_000, 0, 1)).isEqualTo(AnnounceOutcome.INSERTED);
        fixture.sweepRound(store);
        assertThat(store.totals().swarms()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheReserveOfBytesToSmallSwarmsOfOwnPeers()
    {
        store = fixture.inMemory(limits(1000, 1, 1, 50));
        final long heads = store.totals().bytesUsed();
        store.close();
        final SwarmLimits limits = new SwarmLimits(
            1000, 1_000_000, heads + (2 << 20), 1_000_000, 4, RESERVE_PERCENT, 200, 3600, 1, 50);
        store = fixture.inMemory(limits);
        for (int i = 0; i < 200; i++)
        {
            fixture.add(store, 0, 1, 1_000_000 + i);
        }
        for (int first = 0; first < 200_000; first += 250)
        {
            fixture.batch(0, 1);
            fixture.addRemote(first, 250, 500);
            store.merge(fixture.batch);
        }
        assertThat(fixture.batch.outcome(249)).isEqualTo(MergeOutcome.REFUSED_BYTE_BUDGET);
        assertThat(store.totals().ownPeers()).isEqualTo(200);
        assertThat(store.totals().bytesUsed()).isLessThanOrEqualTo(heads + (2 << 20) / 10 * 9 + 2 * 4096);
        for (int i = 0; i < 4; i++)
        {
            assertThat(fixture.add(store, 1, 1, i)).isEqualTo(AnnounceOutcome.INSERTED);
        }
    }

    @Test
    void shouldTakeNoGuestsWithoutAShareAndFollowNewLimits()
    {
        store = fixture.inMemory(limits(1000, 1000, 1000, 0));
        flood(0, 10, 10);
        assertThat(store.totals().peers()).isZero();
        assertThat(store.totals().swarms()).isZero();
        store.limits(limits(1000, 1000, 1000, 20));
        flood(0, 10, 100);
        assertThat(store.totals().remotePeers()).isEqualTo(200);
        store.limits(limits(1000, 1000, 1000, 10));
        assertThat(fixture.merge(store, 0, 0, 1_000_000, false, PeerMeta.ORIGIN_INTERNAL, 400))
            .as("none is thrown out").isEqualTo(MergeOutcome.UPDATED);
        assertThat(fixture.merge(store, 500, 0, 0, false, PeerMeta.ORIGIN_INTERNAL, 400))
            .isEqualTo(MergeOutcome.REFUSED_PEER_BUDGET);
    }

    @Test
    void shouldSurviveAFloodOfOneBatchOfNonsense()
    {
        store = fixture.inMemory(limits(1000, 100_000, 1000, 50));
        fixture.add(store, 0, 0, 1);
        final List<String> before = fixture.peers(store, 0, 0, OWN);
        final Endpoint endpoint = new Endpoint();
        final RemotePeers batch = fixture.batch(0, 0);
        for (int i = 0; !batch.isFull(); i++)
        {
            StoreFixture.endpoint(endpoint, 0 == i % 3, 1);
            batch.add(endpoint, 0 != (i & 1), 1 + (i & 1), 0 == i % 5 ? Integer.MIN_VALUE : Integer.MAX_VALUE - i);
        }
        store.merge(batch);
        for (int i = 0; i < batch.count(); i++)
        {
            assertThat(batch.outcome(i)).isEqualTo(0 == i % 3 ? MergeOutcome.REFUSED_FAMILY : MergeOutcome.OWN);
        }
        assertThat(fixture.peers(store, 0, 0, OWN)).isEqualTo(before);
        assertThat(store.totals().peers()).isEqualTo(1);
    }

    private void flood(final int firstSwarm, final int swarms, final int peers)
    {
        for (int swarm = firstSwarm; swarm < firstSwarm + swarms; swarm++)
        {
            fixture.batch(swarm, 0);
            fixture.addRemote(1_000_000, peers, 500);
            store.merge(fixture.batch);
        }
    }
}
