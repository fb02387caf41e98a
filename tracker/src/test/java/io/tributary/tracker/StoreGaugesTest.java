package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.RemotePeers;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreGaugesTest
{
    private static final int NOW_SEC = 1_760_000_000;
    private static final int LIFE_SEC = 1800;
    private static final int ADDRESS = 0x0B00_0001;
    private static final SwarmLimits LIMITS =
        new SwarmLimits(1000, 10_000, 64 << 20, 5000, 20, 0, 200, 86_400, 1, 50);

    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
    private final int namespace = SwarmNamespace.of(false, SwarmNamespace.SCOPE_GLOBAL);

    @Test
    void shouldPublishPeersByWhereTheyAnnounce()
    {
        try (ChronicleSwarmStore store =
            new SwarmStoreOpener(LIMITS, new byte[32], 7, () -> NOW_SEC * 1000L).inMemory();
            TrackerCounters counters = TrackerCounters.inMemory(() -> 0))
        {
            store.announce(own(1));
            store.merge(remote(1, 2, 3, 4, 5, 6));
            new StoreGauges(store.totals(), counters).publish();

            assertThat(counters.value(TrackerCounter.PEERS_IPV4)).isEqualTo(6);
            assertThat(counters.value(TrackerCounter.PEERS_OWN)).isEqualTo(1);
            assertThat(counters.value(TrackerCounter.PEERS_INTERNAL)).isEqualTo(3);
            assertThat(counters.value(TrackerCounter.PEERS_EXTERNAL)).isEqualTo(2);
        }
    }

    private SwarmAnnounce own(final int port)
    {
        final SwarmAnnounce announce = new SwarmAnnounce();
        announce.infoHashBuffer = infoHash;
        announce.namespace = namespace;
        announce.peer.ipv4(ADDRESS, port);
        announce.intervalSmallSec = LIFE_SEC;
        announce.intervalLargeSec = LIFE_SEC;
        announce.nowSec = NOW_SEC;
        return announce;
    }

    /** Peers with an even port come from an internal tracker, the others from an external one. */
    private RemotePeers remote(final int... ports)
    {
        final RemotePeers batch = new RemotePeers();
        batch.infoHashBuffer = infoHash;
        batch.namespace = namespace;
        batch.nowSec = NOW_SEC;
        batch.peersPerSwarmMax = ports.length;
        final Endpoint peer = new Endpoint();
        for (final int port : ports)
        {
            batch.add(peer.ipv4(ADDRESS, port), false,
                0 == port % 2 ? PeerMeta.ORIGIN_INTERNAL : PeerMeta.ORIGIN_EXTERNAL, NOW_SEC + LIFE_SEC);
        }
        return batch;
    }
}
