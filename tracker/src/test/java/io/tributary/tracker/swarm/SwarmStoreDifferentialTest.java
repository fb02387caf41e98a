package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.collections.MutableInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The store against its model, with the same random operations.
 */
class SwarmStoreDifferentialTest
{
    private static final int SCALE = Integer.getInteger("test.scale", 1);
    private static final SwarmLimits LIMITS = new SwarmLimits(
        20_000, 1_000_000, 256L << 20, 100_000, 20, 10, 200, 1_000_000, 1, 50);
    private static final int[] SCOPES =
        {SwarmNamespace.SCOPE_GLOBAL, SwarmNamespace.SCOPE_PRIVATE, SwarmNamespace.SCOPE_LOOPBACK};

    @TempDir
    private Path directory;

    private final StoreFixture fixture = new StoreFixture();
    private final ReferenceSwarmStore model = new ReferenceSwarmStore(LIMITS);
    private final RemotePeers batch = new RemotePeers();
    private SwarmStore store;
    private SplittableRandom random;
    private int swarms;
    private int peers;
    private int intervalLargeSec = 900;
    private int stopPercent = 15;
    private int clockStepMaxSec = 100;
    private int ipv6Percent = 50;
    private int globalPercent = 70;

    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    static LongStream growingSeeds()
    {
        return Seeds.seeds(6217745025235038482L);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAgreeOverManySmallSwarms(final long seed)
    {
        swarms = 3000;
        peers = 12;
        run(seed, 60_000 * SCALE, 3000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("growingSeeds")
    void shouldAgreeOverSwarmsThatGrowThroughAllBlocks(final long seed)
    {
        swarms = 6;
        peers = 150;
        run(seed, 40_000 * SCALE, 2000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAgreeOverLargeSwarms(final long seed)
    {
        swarms = 1;
        peers = 11_000;
        clockStepMaxSec = 20;
        ipv6Percent = 30;
        globalPercent = 100;
        intervalLargeSec = StoreFixture.INTERVAL_SEC;
        stopPercent = 5;
        run(seed, 24_000 * SCALE, 8000);
        final int grown = (int)model.totals().peers(false);
        stopPercent = 90;
        run(seed + 1, 12_000 * SCALE, 6000);
        assertThat(grown).isGreaterThan(5000);
        assertThat(model.totals().peers(false)).isLessThan(grown);
    }

    @AfterEach
    void close()
    {
        store.close();
    }

    private void run(final long seed, final int operations, final int checkEvery)
    {
        random = new SplittableRandom(seed);
        store = null == store ? fixture.open(LIMITS, directory) : store;
        for (int i = 1; i <= operations; i++)
        {
            final int dice = random.nextInt(1000);
            if (dice < 20)
            {
                scrape();
            }
            else if (dice < 30)
            {
                store.sweep((int)fixture.nowSec);
            }
            else if (dice < 40)
            {
                fixture.nowSec += random.nextInt(clockStepMaxSec);
            }
            else if (dice < 70)
            {
                sample();
            }
            else if (dice < 300)
            {
                merge();
            }
            else
            {
                announce();
            }
            if (0 == i % checkEvery)
            {
                final boolean isJump = stopPercent > 10 && 0 == random.nextInt(4);
                fixture.nowSec += isJump ? random.nextInt(StoreFixture.INTERVAL_SEC * 4) : 0;
                reopen();
                sweepAndCompareAll();
            }
        }
    }

    private void reopen()
    {
        if (random.nextBoolean())
        {
            store.close();
            store = fixture.open(LIMITS, directory);
            assertThat(store.totals().repaired()).as("nothing to mend after a clean stop").isZero();
        }
    }

    private int chooseNamespace()
    {
        final int scope = random.nextInt(100) < globalPercent ? 0 : random.nextInt(SCOPES.length);
        return SwarmNamespace.of(random.nextInt(100) < ipv6Percent, SCOPES[scope]);
    }

    private void scrape()
    {
        final int swarm = random.nextInt(swarms + 1);
        final int namespace = chooseNamespace();
        final SwarmCounts actual = fixture.scrape(store, swarm, namespace);
        final ReferenceSwarmStore.Swarm expected =
            model.swarms().get(ReferenceSwarmStore.SwarmId.of(fixture.infoHash, 0, namespace));
        if (null == expected)
        {
            assertThat(List.of(actual.seeders, actual.leechers, actual.completed)).isEqualTo(List.of(0, 0, 0));
            return;
        }
        assertThat(actual.completed).isEqualTo(expected.completed);
        if (expected.isExact((int)fixture.nowSec >>> 4))
        {
            assertThat(List.of(actual.seeders, actual.leechers))
                .isEqualTo(List.of(expected.seeders(), expected.members.size() - expected.seeders()));
        }
    }

    private void announce()
    {
        final SwarmAnnounce announce = fixture.leecher(
            random.nextInt(swarms), chooseNamespace(), random.nextInt(peers));
        announce.intervalLargeSec = intervalLargeSec;
        announce.isSeeder = random.nextInt(3) == 0;
        announce.isStopped = random.nextInt(100) < stopPercent;
        announce.isCompleted = random.nextInt(10) == 0;
        announce.numWant = random.nextInt(3) == 0 ? random.nextInt(201) : random.nextInt(8);

        final ReferenceSwarmStore.Swarm swarm = model.touch(announce);
        final boolean isExact = null == swarm || swarm.ghosts.isEmpty();
        store.announce(announce);
        checkEndpoints(announce, swarm);

        final List<Object> results = results(announce);
        final boolean isNewSwarm = announce.isNewSwarm;
        final int seeders = announce.seeders;
        final int leechers = announce.leechers;
        final int intervalSec = announce.intervalSec;
        if (!isExact)
        {
            announce.intervalSmallSec = intervalSec;
            announce.intervalLargeSec = intervalSec;
        }
        model.announce(announce);
        assertThat(results).isEqualTo(results(announce));
        if (null == swarm || !swarm.members.isEmpty() && swarm.members.size() > 1)
        {
            assertThat(isNewSwarm).as("a sweep may have forgotten an empty swarm").isEqualTo(announce.isNewSwarm);
        }
        if (isExact)
        {
            assertThat(List.of(seeders, leechers)).isEqualTo(List.of(announce.seeders, announce.leechers));
            assertThat(intervalSec).isEqualTo(announce.intervalSec);
        }
        else
        {
            assertThat(seeders + leechers).isBetween(
                announce.seeders + announce.leechers, announce.seeders + announce.leechers + swarm.ghosts.size() + 1);
        }
    }

    private static List<Object> results(final SwarmAnnounce announce)
    {
        return List.of(
            announce.outcome, announce.wasOwn, announce.wasSeeder, announce.previousEndSec, announce.endSec);
    }

    private void merge()
    {
        final int namespace = chooseNamespace();
        StoreFixture.infoHash(fixture.infoHash, random.nextInt(swarms));
        final int nowSec = (int)fixture.nowSec;
        final ReferenceSwarmStore.Swarm swarm = model.touch(fixture.infoHash, 0, namespace, nowSec);
        final boolean isExact = null == swarm || swarm.ghosts.isEmpty();
        final boolean mayBeForgotten = null != swarm && swarm.members.isEmpty();
        fillBatch(namespace, peers);
        batch.mayCreate = mayBeForgotten || random.nextInt(4) > 0;
        batch.peersPerSwarmMax = !isExact || mayBeForgotten || random.nextBoolean() ? 40_000 : random.nextInt(peers);
        store.merge(batch);

        final List<Object> outcomes = outcomes();
        final boolean isNewSwarm = batch.isNewSwarm;
        final List<Integer> counts = List.of(batch.leechers, batch.seeders, batch.ownPeers);
        model.merge(batch);
        assertThat(outcomes).isEqualTo(outcomes());
        if (isExact)
        {
            assertThat(counts).isEqualTo(List.of(batch.leechers, batch.seeders, batch.ownPeers));
        }
        if (!mayBeForgotten)
        {
            assertThat(isNewSwarm).isEqualTo(batch.isNewSwarm);
        }
    }

    private void fillBatch(final int namespace, final int peers)
    {
        batch.clear();
        batch.infoHashBuffer = fixture.infoHash;
        batch.infoHashOffset = 0;
        batch.namespace = namespace;
        batch.nowSec = (int)fixture.nowSec;
        final boolean isIpv6 = SwarmNamespace.isIpv6(namespace);
        final Endpoint peer = new Endpoint();
        final int count = random.nextInt(50) == 0 ? RemotePeers.COUNT_MAX : 1 + random.nextInt(10);
        while (batch.count() < count)
        {
            final boolean isWrong = batch.count() > 0 && 0 == random.nextInt(100);
            StoreFixture.endpoint(peer, isIpv6 ^ isWrong, random.nextInt(peers));
            if (random.nextInt(100) < stopPercent)
            {
                batch.addGone(peer);
            }
            else
            {
                batch.add(
                    peer,
                    0 == random.nextInt(3),
                    random.nextBoolean() ? PeerMeta.ORIGIN_INTERNAL : PeerMeta.ORIGIN_EXTERNAL,
                    (int)fixture.nowSec - 60 + random.nextInt(0 == random.nextInt(20) ? 100_000 : 2700));
            }
        }
    }

    private List<Object> outcomes()
    {
        final List<Object> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.count(); i++)
        {
            outcomes.add(batch.outcome(i));
        }
        return outcomes;
    }

    private void sample()
    {
        final int namespace = chooseNamespace();
        final int nowSec = (int)fixture.nowSec;
        final int mask = random.nextInt(8);
        final boolean isSeedersFirst = random.nextBoolean();
        final int countMax = random.nextInt(60);
        StoreFixture.infoHash(fixture.infoHash, random.nextInt(swarms + 1));
        final ReferenceSwarmStore.Swarm swarm =
            model.swarms().get(ReferenceSwarmStore.SwarmId.of(fixture.infoHash, 0, namespace));
        final Set<ReferenceSwarmStore.Peer> given = new HashSet<>();
        final MutableInteger seeders = new MutableInteger();
        final int count = store.peers(
            fixture.infoHash, 0, namespace, nowSec, mask, isSeedersFirst, countMax, random.nextLong(),
            (peer, isSeeder, origin, endSec) ->
            {
                final ReferenceSwarmStore.Peer id = ReferenceSwarmStore.Peer.of(peer);
                assertThat(given.add(id)).as("distinct").isTrue();
                assertThat(endSec).as("not expired").isGreaterThan(nowSec);
                seeders.value += isSeeder ? 1 : 0;
                final ReferenceSwarmStore.Member member = swarm.members.get(id);
                assertThat(List.of(member.isSeeder(), member.origin(), member.expiryUnit() * 16))
                    .isEqualTo(List.of(isSeeder, origin, endSec));
                assertThat(mask & 1 << origin).isPositive();
            });
        assertThat(given).hasSize(count);
        assertThat(count).isLessThanOrEqualTo(countMax);
        if (null == swarm || !swarm.wasLarge)
        {
            final MutableInteger expectedSeeders = new MutableInteger();
            assertThat(count).isEqualTo(model.peers(
                fixture.infoHash, 0, namespace, nowSec, mask, isSeedersFirst, countMax, 0,
                (peer, isSeeder, origin, endSec) -> expectedSeeders.value += isSeeder ? 1 : 0));
            assertThat(!isSeedersFirst || seeders.value == expectedSeeders.value).isTrue();
        }
    }

    private void checkEndpoints(final SwarmAnnounce announce, final ReferenceSwarmStore.Swarm swarm)
    {
        final ReferenceSwarmStore.Peer self = ReferenceSwarmStore.Peer.of(announce.peer);
        final Endpoint endpoint = new Endpoint();
        final Set<ReferenceSwarmStore.Peer> given = new HashSet<>();
        final boolean isIpv6 = SwarmNamespace.isIpv6(announce.namespace);
        for (int i = 0; i < announce.endpointCount; i++)
        {
            endpoint.getCompact(announce.reply, announce.endpointsOffset + i * Endpoint.length(isIpv6), isIpv6);
            final ReferenceSwarmStore.Peer peer = ReferenceSwarmStore.Peer.of(endpoint);
            assertThat(given.add(peer)).as("distinct").isTrue();
            assertThat(peer).isNotEqualTo(self);
            final ReferenceSwarmStore.Member member = swarm.members.getOrDefault(peer, swarm.ghosts.get(peer));
            assertThat(member).as("a member, not expired").isNotNull();
            assertThat(announce.isSeeder && member.isSeeder()).as("a seeder to a seeder").isFalse();
        }
        if (null == swarm || !swarm.wasLarge)
        {
            assertThat(announce.endpointCount)
                .isEqualTo(ReferenceSwarmStore.eligible(swarm, announce, announce.numWant).size());
        }
        else
        {
            assertThat(announce.endpointCount).isLessThanOrEqualTo(announce.numWant);
        }
    }

    private void sweepAndCompareAll()
    {
        fixture.sweepRound(store);
        model.sweep((int)fixture.nowSec);
        final MutableInteger wrong = new MutableInteger();
        model.swarms().forEach((id, swarm) ->
        {
            fixture.infoHash.putLong(0, id.word0());
            fixture.infoHash.putLong(8, id.word1());
            fixture.infoHash.putInt(16, id.word2());
            store.scrape(fixture.infoHash, 0, id.namespace(), fixture.counts);
            final boolean isSame = fixture.counts.completed == swarm.completed &&
                fixture.counts.seeders == swarm.seeders() &&
                fixture.counts.leechers == swarm.members.size() - swarm.seeders() &&
                fixture.counts.internal == swarm.count(PeerMeta.ORIGIN_INTERNAL) &&
                fixture.counts.external == swarm.count(PeerMeta.ORIGIN_EXTERNAL) &&
                store.hasOwnPeers(fixture.infoHash, 0, id.namespace()) == swarm.count(PeerMeta.ORIGIN_OWN) > 0;
            wrong.value += isSame ? 0 : 1;
        });
        assertThat(wrong.value).as("swarms with other counts after a sweep").isZero();
        for (final boolean isIpv6 : new boolean[]{false, true})
        {
            assertThat(store.totals().peers(isIpv6)).isEqualTo(model.totals().peers(isIpv6));
            assertThat(store.totals().seeders(isIpv6)).isEqualTo(model.totals().seeders(isIpv6));
        }
        assertThat(store.totals().swarms()).isEqualTo(model.totals().swarms());
        assertThat(byOrigin()).isEqualTo(List.of(
            model.peers(PeerMeta.ORIGIN_OWN),
            model.peers(PeerMeta.ORIGIN_INTERNAL),
            model.peers(PeerMeta.ORIGIN_EXTERNAL),
            model.swarms().values().stream().filter(ReferenceSwarmStore.Swarm::isTransit).count()));
        assertThat(walked(store)).isEqualTo(walked(model));
    }

    private List<Long> byOrigin()
    {
        final StoreTotals totals = store.totals();
        assertThat(totals.remotePeers()).isEqualTo(totals.internalPeers() + totals.externalPeers());
        return List.of(
            totals.ownPeers(), totals.internalPeers(), totals.externalPeers(), totals.transitSwarms());
    }

    private static Set<ReferenceSwarmStore.SwarmId> walked(final SwarmStore store)
    {
        final Set<ReferenceSwarmStore.SwarmId> walked = new HashSet<>();
        int from = 0;
        do
        {
            from = store.walk(from, 1, (infoHash, namespace) ->
                assertThat(walked.add(ReferenceSwarmStore.SwarmId.of(infoHash, 0, namespace))).isTrue());
        }
        while (0 != from);
        return walked;
    }
}
