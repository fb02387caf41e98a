package io.tributary.bench.simulation;

import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.overlay.TrackerId;
import io.tributary.tracker.swarm.ChronicleSwarmStore;

import java.util.List;

/**
 * What a tracker is told at its start.
 *
 * @param settings    of the overlay.
 * @param id          kept over restarts, as long as the store is.
 * @param bootEpochMs wall clock at the start.
 * @param links       configured.
 * @param store       new, or from the run before.
 * @param seed        of its random choices.
 */
record NodeSetup(
    OverlaySettings settings,
    TrackerId id,
    long bootEpochMs,
    List<LinkSettings> links,
    ChronicleSwarmStore store,
    long seed)
{
}
