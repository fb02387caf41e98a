package io.tributary.bench.simulation;

import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.concurrent.EpochClock;

import java.util.List;

/**
 * What stays the same about a node however often it starts.
 *
 * @param index       its number.
 * @param clock       its view of time.
 * @param settings    of the overlay.
 * @param links       configured.
 * @param limits      of its store.
 * @param infoHashes  of the swarms, by number.
 * @param intervalSec that it tells clients.
 */
record NodeBlueprint(
    int index,
    NodeClock clock,
    OverlaySettings settings,
    List<LinkSettings> links,
    SwarmLimits limits,
    byte[][] infoHashes,
    int intervalSec)
{
    private static final int SECRET_LENGTH = 32;

    byte[] infoHash(final int swarm)
    {
        return infoHashes[swarm];
    }

    /** About 50 microseconds: there is no need to use a store twice. */
    ChronicleSwarmStore openStore(final long seed, final EpochClock epochClock)
    {
        return new SwarmStoreOpener(limits, new byte[SECRET_LENGTH], seed, epochClock).inMemory();
    }
}
