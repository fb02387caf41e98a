package io.tributary.tracker.overlay;

import io.tributary.tracker.overlay.LinkSettings.Version;
import io.tributary.tracker.overlay.OverlayBus.Node;
import io.tributary.tracker.swarm.SwarmCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tributary.tracker.overlay.OverlayBus.INTERVAL_SEC;
import static io.tributary.tracker.overlay.OverlayBus.LIFE_SEC;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/** D19: a client announces to several trackers, and is for others what these say together, as each of them ends. */
class SeveralTrackersTest
{
    private static final int BUCKET_SEC = 16;

    private OverlayBus bus;
    private Node one;
    private Node other;
    private Node third;

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** The client came back as a leecher, and one of its trackers was not there to be told. */
    @ParameterizedTest
    @ValueSource(longs = {0, -100_000 * SEC, 100_000 * SEC})
    void shouldTakeForASeederOnlyAsLongAsATrackerSaysSo(final long monotonicNs)
    {
        mesh(monotonicNs, false);
        one.announce(1, 1, true, false);
        bus.run(INTERVAL_SEC / 2 * SEC);
        other.announce(1, 1, false, false);
        third.announce(1, 3, false, false);
        bus.run(SEC);
        assertThat(counts().seeders).isEqualTo(1);

        bus.run((LIFE_SEC - INTERVAL_SEC / 2 + 2 * BUCKET_SEC) * SEC);
        assertThat(third.peers(1)).containsExactly(peer(1), peer(3));
        assertThat(counts().seeders).as("who said that it is a seeder says nothing any more").isZero();
    }

    /** Internal peers are told to the external network, external ones are not told to it again. */
    @Test
    void shouldTakeForInternalOnlyAsLongAsAnInternalLinkSaysSo()
    {
        mesh(0, true);
        one.announce(1, 1, false, false);
        bus.run(INTERVAL_SEC / 2 * SEC);
        other.announce(1, 1, false, false);
        third.announce(1, 3, false, false);
        bus.run(SEC);
        assertThat(counts().internal).isEqualTo(1);

        bus.run((LIFE_SEC - INTERVAL_SEC / 2 + 2 * BUCKET_SEC) * SEC);
        assertThat(counts().internal).isZero();
        assertThat(counts().external).isEqualTo(1);
    }

    private void mesh(final long monotonicNs, final boolean isOtherExternal)
    {
        bus = new OverlayBus(monotonicNs);
        one = bus.node();
        other = bus.node();
        third = bus.node();
        bus.link(one, third, false, Version.TWO);
        bus.link(other, third, isOtherExternal, Version.TWO);
        third.announce(1, 3, false, false);
        bus.run(SEC);
    }

    private SwarmCounts counts()
    {
        final SwarmCounts counts = new SwarmCounts();
        third.store.sweep(bus.nowSec());
        third.store.scrape(OverlayBus.infoHash(1), 0, OverlayBus.namespace(third.endpoint), counts);
        return counts;
    }
}
