package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers of other trackers: guests in the swarms of the store.
 */
class SwarmStoreMergeTest
{
    private static final SwarmLimits LIMITS = StoreFixture.limits(20_000, 128 << 20);
    private static final int OWN = 1 << PeerMeta.ORIGIN_OWN;
    private static final int INTERNAL = 1 << PeerMeta.ORIGIN_INTERNAL;
    private static final int EXTERNAL = 1 << PeerMeta.ORIGIN_EXTERNAL;
    private static final int ALL = OWN | INTERNAL | EXTERNAL;
    private static final int OWN_LIFE_SEC = 2 * StoreFixture.INTERVAL_SEC;

    @TempDir
    private Path directory;

    private final StoreFixture fixture = new StoreFixture();
    private final Endpoint endpoint = new Endpoint();
    private ChronicleSwarmStore store;

    private void open(final SwarmLimits limits)
    {
        store = fixture.inMemory(limits);
    }

    @AfterEach
    void close()
    {
        if (null != store)
        {
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 100, 3000})
    void shouldLeaveAnOwnPeerExactlyAsItIs(final int others)
    {
        open(LIMITS);
        for (int i = 0; i < others; i++)
        {
            fixture.add(store, 0, 0, 10 + i);
        }
        fixture.add(store, 0, 0, 1);
        final List<String> before = fixture.peers(store, 0, 0, ALL);
        for (final int lifeSec : new int[]{16, 3600, PeerMeta.LIFE_MAX_SEC, Integer.MAX_VALUE - (int)fixture.nowSec})
        {
            assertThat(fixture.merge(store, 0, 0, 1, true, PeerMeta.ORIGIN_EXTERNAL, lifeSec))
                .isEqualTo(MergeOutcome.OWN);
        }
        assertThat(fixture.withdraw(store, 0, 0, 1)).isEqualTo(MergeOutcome.OWN);
        assertThat(fixture.batch.ownPeers).isEqualTo(others + 1);
        assertThat(fixture.peers(store, 0, 0, ALL)).isEqualTo(before).hasSize(others + 1);
        assertThat(store.totals().remotePeers()).isZero();
    }

    @Test
    void shouldMakeARemotePeerOwnWhenItAnnounces()
    {
        open(LIMITS);
        assertThat(fixture.merge(store, 0, 0, 1, true, PeerMeta.ORIGIN_EXTERNAL, 800))
            .isEqualTo(MergeOutcome.INSERTED);
        assertThat(fixture.batch.isNewSwarm).isTrue();
        assertThat(List.of(store.totals().ownPeers(), store.totals().externalPeers(), store.totals().transitSwarms()))
            .isEqualTo(List.of(0L, 1L, 1L));

        assertThat(fixture.add(store, 0, 0, 1)).isEqualTo(AnnounceOutcome.REFRESHED);
        assertThat(fixture.announce.wasOwn).isFalse();
        assertThat(fixture.announce.wasSeeder).isTrue();
        assertThat(fixture.announce.isNewSwarm).isFalse();
        assertThat(fixture.announce.previousEndSec).isEqualTo((int)fixture.nowSec + 800);
        assertThat(fixture.announce.endSec).isEqualTo((int)fixture.nowSec + OWN_LIFE_SEC);
        assertThat(fixture.announce.leechers).isEqualTo(1);
        assertThat(fixture.announce.seeders).isZero();
        assertThat(List.of(store.totals().ownPeers(), store.totals().remotePeers(), store.totals().transitSwarms()))
            .isEqualTo(List.of(1L, 0L, 0L));

        assertThat(fixture.stop(store, 0, 0, 1)).isEqualTo(AnnounceOutcome.REMOVED);
        assertThat(fixture.announce.wasOwn).isTrue();
        assertThat(fixture.announce.endSec).isZero();
        assertThat(store.totals().peers()).isZero();
    }

    @Test
    void shouldLeaveARemotePeerToItsTrackerWhenItStopsHere()
    {
        open(LIMITS);
        fixture.merge(store, 0, 0, 1, false, PeerMeta.ORIGIN_INTERNAL, 800);
        assertThat(fixture.stop(store, 0, 0, 1)).isEqualTo(AnnounceOutcome.UNKNOWN);
        assertThat(fixture.peers(store, 0, 0, INTERNAL)).hasSize(1);
        assertThat(fixture.withdraw(store, 0, 0, 1)).isEqualTo(MergeOutcome.REMOVED);
        assertThat(fixture.withdraw(store, 0, 0, 1)).isEqualTo(MergeOutcome.ABSENT);
        assertThat(store.totals().peers()).isZero();
    }

    @Test
    void shouldHandRemotePeersToClientsAndCountThemOnce()
    {
        open(LIMITS);
        fixture.add(store, 0, 0, 1);
        fixture.batch(0, 0);
        fixture.addRemote(1, 10, 1000);
        store.merge(fixture.batch);
        assertThat(fixture.batch.outcome(0)).isEqualTo(MergeOutcome.OWN);
        assertThat(List.of(fixture.batch.leechers, fixture.batch.seeders, fixture.batch.ownPeers))
            .isEqualTo(List.of(10, 0, 1));

        fixture.add(store, 0, 0, 1);
        final Set<String> given = new HashSet<>();
        for (int i = 0; i < fixture.announce.endpointCount; i++)
        {
            endpoint.getCompact(fixture.announce.reply, fixture.announce.endpointsOffset + 6 * i, false);
            given.add(endpoint.toString());
        }
        final Set<String> expected = new HashSet<>();
        for (int i = 2; i <= 10; i++)
        {
            StoreFixture.endpoint(endpoint, false, i);
            expected.add(endpoint.toString());
        }
        assertThat(given).isEqualTo(expected);
        assertThat(fixture.scrape(store, 0, 0).leechers).isEqualTo(10);
        assertThat(fixture.counts.internal).isEqualTo(9);
        assertThat(fixture.counts.external).isZero();
    }

    @Test
    void shouldNeverOutliveWhatTheRecordSays()
    {
        open(LIMITS);
        for (int lifeSec = 1; lifeSec <= 200; lifeSec++)
        {
            final long startSec = fixture.nowSec;
            fixture.merge(store, lifeSec, 0, 1, false, PeerMeta.ORIGIN_INTERNAL, lifeSec);
            final long endSec = startSec + lifeSec;
            fixture.nowSec = endSec;
            assertThat(fixture.peers(store, lifeSec, 0, ALL)).as("life %d s from %d", lifeSec, startSec).isEmpty();
            fixture.nowSec = endSec - 16;
            assertThat(fixture.peers(store, lifeSec, 0, ALL)).hasSizeLessThanOrEqualTo(1);
            fixture.nowSec = startSec + 7;
        }
    }

    @Test
    void shouldTakeALifeExactlyAsGivenLongerOrShorter()
    {
        open(LIMITS);
        for (final int lifeSec : new int[]{1600, 160, 3200, PeerMeta.LIFE_MAX_SEC})
        {
            fixture.merge(store, 0, 1, 1, false, PeerMeta.ORIGIN_INTERNAL, lifeSec);
            assertThat(fixture.peers(store, 0, 1, INTERNAL)).hasSize(1).first().asString().endsWith(" 1 " + lifeSec);
        }
        fixture.merge(store, 0, 1, 1, false, PeerMeta.ORIGIN_INTERNAL, Integer.MAX_VALUE - (int)fixture.nowSec);
        assertThat(fixture.peers(store, 0, 1, INTERNAL)).first().asString().endsWith(" " + PeerMeta.LIFE_MAX_SEC);
        assertThat(fixture.merge(store, 0, 1, 1, false, PeerMeta.ORIGIN_INTERNAL, 0)).isEqualTo(MergeOutcome.REMOVED);
    }

    @Test
    void shouldReplaceAnOwnPeerOnceItsLifeIsOver()
    {
        open(LIMITS);
        fixture.add(store, 0, 0, 1);
        fixture.nowSec += OWN_LIFE_SEC - 1;
        assertThat(fixture.merge(store, 0, 0, 1, true, PeerMeta.ORIGIN_EXTERNAL, 500)).isEqualTo(MergeOutcome.OWN);
        fixture.nowSec += 1;
        assertThat(fixture.merge(store, 0, 0, 1, true, PeerMeta.ORIGIN_EXTERNAL, 500))
            .isEqualTo(MergeOutcome.INSERTED);
        assertThat(store.totals().ownPeers()).isZero();
        assertThat(store.totals().externalPeers()).isEqualTo(1);
    }

    @Test
    void shouldChangeTheOriginOfARemotePeer()
    {
        open(LIMITS);
        fixture.merge(store, 0, 0, 1, false, PeerMeta.ORIGIN_EXTERNAL, 500);
        assertThat(fixture.merge(store, 0, 0, 1, true, PeerMeta.ORIGIN_INTERNAL, 500))
            .isEqualTo(MergeOutcome.UPDATED);
        assertThat(store.totals().externalPeers()).isZero();
        assertThat(store.totals().internalPeers()).isEqualTo(1);
        assertThat(store.totals().seeders(false)).isEqualTo(1);
    }

    @Test
    void shouldCreateASwarmOnlyWhenItMayAndMust()
    {
        open(LIMITS);
        fixture.batch(0, 0).mayCreate = false;
        fixture.addRemote(1, 2, 500);
        StoreFixture.endpoint(endpoint, false, 3);
        fixture.batch.addGone(endpoint);
        store.merge(fixture.batch);
        assertThat(outcomes()).containsExactly(
            MergeOutcome.REFUSED_NO_SWARM, MergeOutcome.REFUSED_NO_SWARM, MergeOutcome.ABSENT);

        assertThat(fixture.withdraw(store, 0, 0, 1)).isEqualTo(MergeOutcome.ABSENT);
        assertThat(fixture.merge(store, 0, 0, 1, false, PeerMeta.ORIGIN_INTERNAL, -5)).isEqualTo(MergeOutcome.ABSENT);
        StoreFixture.endpoint(endpoint, true, 1);
        fixture.batch(0, 0).add(endpoint, false, PeerMeta.ORIGIN_INTERNAL, (int)fixture.nowSec + 500);
        store.merge(fixture.batch);
        assertThat(outcomes()).containsExactly(MergeOutcome.REFUSED_FAMILY);
        fixture.batch(0, 0);
        store.merge(fixture.batch);
        assertThat(fixture.batch.isNewSwarm).isFalse();
        assertThat(store.totals().swarms()).isZero();
    }

    @Test
    void shouldForgetASwarmThatMergeCreatedWhenItsPeersHaveGone()
    {
        open(LIMITS);
        for (int swarm = 0; swarm < 2; swarm++)
        {
            fixture.batch(swarm, 1);
            fixture.addRemote(0, 200, 500);
            store.merge(fixture.batch);
        }
        for (int peer = 0; peer < 200; peer++)
        {
            fixture.withdraw(store, 0, 1, peer);
        }
        fixture.sweepRound(store);
        assertThat(store.totals().swarms()).as("one withdrawn, one alive").isEqualTo(1);
        fixture.nowSec += 500;
        fixture.sweepRound(store);
        fixture.sweepRound(store);
        assertThat(store.totals().swarms()).isZero();
        assertThat(store.totals().transitSwarms()).isZero();
        assertThat(store.totals().remotePeers()).isZero();
        assertThat(store.totals().expired()).isEqualTo(200);
    }

    @Test
    void shouldTellTheListenerOfOwnPeersOutsideTheLock()
    {
        open(LIMITS);
        final List<String> told = new ArrayList<>();
        store.listener(announce ->
        {
            told.add(announce.outcome + " " + announce.isNewSwarm + " " + announce.wasOwn + " " +
                store.hasOwnPeers(announce.infoHashBuffer, announce.infoHashOffset, announce.namespace));
            assertThat(announce.question).isEqualTo(SwarmAnnounce.NO_QUESTION);
            assertThat(announce.isYoung).isFalse();
            announce.question = 7;
            announce.isYoung = true;
        });
        fixture.add(store, 0, 0, 1);
        assertThat(fixture.announce.question).isEqualTo(7);
        assertThat(fixture.announce.isYoung).isTrue();
        fixture.add(store, 0, 0, 1);
        fixture.stop(store, 0, 0, 1);
        fixture.stop(store, 0, 0, 1);
        assertThat(fixture.announce.question).as("reset also when nobody is told").isEqualTo(SwarmAnnounce.NO_QUESTION);
        assertThat(fixture.announce.isYoung).isFalse();
        fixture.merge(store, 0, 0, 2, false, PeerMeta.ORIGIN_INTERNAL, 500);
        fixture.stop(store, 0, 0, 2);
        fixture.add(store, 0, 0, 2);
        assertThat(told).containsExactly(
            "INSERTED true false true", "REFRESHED false true true", "REMOVED false true false",
            "REFRESHED false false true");
        store.listener(null);
        fixture.add(store, 0, 0, 3);
        assertThat(told).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSampleAllOfALargeSwarmWhenTheyFit(final boolean isIpv6)
    {
        open(LIMITS);
        final int namespace = isIpv6 ? 1 : 0;
        for (int first = 0; first < 4000; first += 250)
        {
            fixture.batch(0, namespace);
            fixture.addRemote(first, 250, 1000);
            store.merge(fixture.batch);
        }
        final Set<String> own = new HashSet<>();
        for (int peer = 5000; peer < 5100; peer++)
        {
            fixture.leecher(0, namespace, peer).isSeeder = peer < 5030;
            store.announce(fixture.announce);
            own.add(fixture.announce.peer.toString());
        }
        for (final long random : new long[]{0, -1, 0x1234_5678_9ABC_DEF0L})
        {
            final Set<String> sampled = new HashSet<>();
            StoreFixture.infoHash(fixture.infoHash, 0);
            assertThat(store.peers(fixture.infoHash, 0, namespace, (int)fixture.nowSec, OWN, false, 200, random,
                (peer, isSeeder, origin, endSec) -> sampled.add(peer.toString()))).isEqualTo(100);
            assertThat(sampled).isEqualTo(own);
            final List<Boolean> seeders = new ArrayList<>();
            assertThat(store.peers(fixture.infoHash, 0, namespace, (int)fixture.nowSec, OWN, true, 40, random,
                (peer, isSeeder, origin, endSec) -> seeders.add(isSeeder))).isEqualTo(40);
            assertThat(seeders.subList(0, 30)).containsOnly(true);
            assertThat(seeders.subList(30, 40)).containsOnly(false);
        }
    }

    @Test
    void shouldSampleAtRandomAndNeverMoreThanAsked()
    {
        open(LIMITS);
        for (int peer = 0; peer < 5000; peer++)
        {
            fixture.add(store, 0, 0, peer);
        }
        StoreFixture.infoHash(fixture.infoHash, 0);
        final Set<String> seen = new HashSet<>();
        for (long i = 0; i < 1000; i++)
        {
            assertThat(store.peers(fixture.infoHash, 0, 0, (int)fixture.nowSec, ALL, false, 50,
                i * 0x9E37_79B9_7F4A_7C15L, (peer, isSeeder, origin, endSec) -> seen.add(peer.toString())))
                .isEqualTo(50);
        }
        assertThat(seen).hasSizeGreaterThan(4500);
        assertThat(store.peers(fixture.infoHash, 0, 0, (int)fixture.nowSec, ALL, false, 0, 1, null)).isZero();
        assertThat(store.peers(fixture.infoHash, 0, 0, (int)fixture.nowSec, INTERNAL, false, 9, 1, null)).isZero();
        StoreFixture.infoHash(fixture.infoHash, 1);
        assertThat(store.peers(fixture.infoHash, 0, 0, (int)fixture.nowSec, ALL, false, 9, 1, null)).isZero();
    }

    @Test
    void shouldWalkOverTheSwarmsWithOwnPeersInSlices()
    {
        open(LIMITS);
        final Set<String> expected = new HashSet<>();
        for (int swarm = 0; swarm < 15_000; swarm++)
        {
            if (0 == swarm % 3)
            {
                fixture.add(store, swarm, swarm & 1, 1);
                expected.add(name(fixture.infoHash, swarm & 1));
            }
            if (0 == swarm % 5)
            {
                fixture.merge(store, swarm, swarm & 1, 2, false, PeerMeta.ORIGIN_EXTERNAL, 500);
            }
            if (0 == swarm % 7 && 0 == swarm % 3)
            {
                fixture.stop(store, swarm, swarm & 1, 1);
                expected.remove(name(fixture.infoHash, swarm & 1));
            }
        }
        final Set<String> walked = new HashSet<>();
        int slices = 0;
        int from = 0;
        do
        {
            from = store.walk(from, 1, (infoHash, namespace) ->
                assertThat(walked.add(name(infoHash, namespace))).isTrue());
            slices++;
        }
        while (0 != from);
        assertThat(walked).isEqualTo(expected);
        assertThat(slices).isGreaterThan(1);
        walked.clear();
        assertThat(store.walk(0, Integer.MAX_VALUE, (infoHash, namespace) ->
            walked.add(name(infoHash, namespace)))).isZero();
        assertThat(walked).isEqualTo(expected);
    }

    private static String name(final DirectBuffer infoHash, final int namespace)
    {
        return infoHash.getLong(0) + " " + infoHash.getLong(8) + " " + infoHash.getInt(16) + " " + namespace;
    }

    @Test
    void shouldKeepOriginsAndLivesOverARestartAndAKill() throws IOException
    {
        store = fixture.open(LIMITS, Files.createDirectory(directory.resolve("live")));
        for (int swarm = 0; swarm < 20; swarm++)
        {
            fillAtRandomSizes(swarm);
        }
        final List<List<String>> before = everything(store);
        final List<Long> totals = totals(store);
        StoreFixture.copy(directory.resolve("live"), directory.resolve("killed"));
        store.close();
        for (final String name : new String[]{"live", "killed"})
        {
            store = fixture.open(LIMITS, directory.resolve(name));
            assertThat(store.totals().repaired()).isZero();
            assertThat(everything(store)).isEqualTo(before);
            assertThat(totals(store)).isEqualTo(totals);
            assertThat(fixture.withdraw(store, 1, 1, 0)).isEqualTo(MergeOutcome.REMOVED);
            assertThat(fixture.merge(store, 2, 0, 0, true, PeerMeta.ORIGIN_INTERNAL, 3000))
                .isEqualTo(MergeOutcome.UPDATED);
            fixture.nowSec += 2000;
            fixture.sweepRound(store);
            fixture.sweepRound(store);
            assertThat(store.totals().remotePeers()).as("but for the renewed one all have ended").isEqualTo(1);
            assertThat(store.totals().ownPeers()).isEqualTo(totals.get(0));
            store.close();
            fixture.nowSec = StoreFixture.START_SEC;
        }
    }

    private void fillAtRandomSizes(final int swarm)
    {
        for (int first = 0; first < swarm * swarm * 3; first += 256)
        {
            fixture.batch(swarm, swarm & 1);
            fixture.addRemote(first, Math.min(256, swarm * swarm * 3 - first), 1600);
            store.merge(fixture.batch);
        }
        for (int peer = 0; peer < swarm; peer++)
        {
            fixture.merge(store, swarm, swarm & 1, 10_000 + peer, true, PeerMeta.ORIGIN_EXTERNAL, 1600);
        }
        for (int peer = 0; 0 == swarm % 3 && peer < 5; peer++)
        {
            fixture.add(store, swarm, swarm & 1, 20_000 + peer);
        }
    }

    private List<List<String>> everything(final SwarmStore store)
    {
        final List<List<String>> everything = new ArrayList<>();
        for (int swarm = 0; swarm < 20; swarm++)
        {
            everything.add(fixture.peers(store, swarm, swarm & 1, ALL));
            fixture.scrape(store, swarm, swarm & 1);
            everything.add(List.of(fixture.counts.internal + " " + fixture.counts.external));
        }
        return everything;
    }

    private static List<Long> totals(final SwarmStore store)
    {
        final StoreTotals totals = store.totals();
        return List.of(
            totals.ownPeers(), totals.internalPeers(), totals.externalPeers(), totals.transitSwarms(), totals.swarms());
    }

    private List<MergeOutcome> outcomes()
    {
        final List<MergeOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < fixture.batch.count(); i++)
        {
            outcomes.add(fixture.batch.outcome(i));
        }
        return outcomes;
    }
}
