package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The store as one would write it without a care for speed: the model that the real one is tested against.
 *
 * <p>A record whose life has ended becomes a ghost when an announce touches its swarm, and vanishes in the sweep: the
 * real store may still hold it until then where a swarm has more than one block. Asking for peers makes no ghosts: the
 * real store does not look at a swarm that can have none of those asked for.
 */
final class ReferenceSwarmStore implements SwarmStore
{
    private static final int ONE_BLOCK_MAX = 100;

    private final Map<SwarmId, Swarm> swarms = new HashMap<>();
    private final StoreTotals totals = new StoreTotals();
    private final SwarmLimits limits;

    ReferenceSwarmStore(final SwarmLimits limits)
    {
        this.limits = limits;
    }

    record SwarmId(long word0, long word1, int word2, int namespace)
    {
        static SwarmId of(final DirectBuffer buffer, final int offset, final int namespace)
        {
            return new SwarmId(
                buffer.getLong(offset), buffer.getLong(offset + 8), buffer.getInt(offset + 16), namespace);
        }
    }

    record Peer(boolean isIpv6, long high, long low, int port)
    {
        static Peer of(final Endpoint endpoint)
        {
            return new Peer(endpoint.isIpv6(), endpoint.addressHigh(), endpoint.addressLow(), endpoint.port());
        }

        Endpoint to(final Endpoint endpoint)
        {
            return isIpv6 ? endpoint.ipv6(high, low, port) : endpoint.ipv4((int)low, port);
        }
    }

    record Member(boolean isSeeder, boolean isCompleted, int expiryUnit, int origin)
    {
        boolean isOwn()
        {
            return PeerMeta.ORIGIN_OWN == origin;
        }

        boolean isOver(final int nowUnit)
        {
            return expiryUnit <= nowUnit;
        }
    }

    static final class Swarm
    {
        final Map<Peer, Member> members = new LinkedHashMap<>();
        final Map<Peer, Member> ghosts = new HashMap<>();
        int completed;
        boolean wasLarge;

        void expire(final int nowUnit)
        {
            wasLarge |= members.size() > ONE_BLOCK_MAX;
            members.entrySet().removeIf(e ->
            {
                final boolean isOver = e.getValue().isOver(nowUnit);
                if (isOver && wasLarge)
                {
                    ghosts.put(e.getKey(), e.getValue());
                }
                return isOver;
            });
        }

        int seeders()
        {
            int count = 0;
            for (final Member member : members.values())
            {
                count += member.isSeeder ? 1 : 0;
            }
            return count;
        }

        int count(final int origin)
        {
            return (int)members.values().stream().filter(m -> origin == m.origin).count();
        }

        int remotePeers()
        {
            return members.size() - count(PeerMeta.ORIGIN_OWN);
        }

        boolean isTransit()
        {
            return !members.isEmpty() && members.size() == remotePeers();
        }

        boolean isExact(final int nowUnit)
        {
            return ghosts.isEmpty() && members.values().stream().noneMatch(m -> m.isOver(nowUnit));
        }
    }

    Map<SwarmId, Swarm> swarms()
    {
        return swarms;
    }

    long peers(final int origin)
    {
        return swarms.values().stream().mapToLong(s -> s.count(origin)).sum();
    }

    /** The swarm of an announce as the announce finds it. */
    Swarm touch(final SwarmAnnounce announce)
    {
        return touch(announce.infoHashBuffer, announce.infoHashOffset, announce.namespace, announce.nowSec);
    }

    Swarm touch(final DirectBuffer buffer, final int offset, final int namespace, final int nowSec)
    {
        final Swarm swarm = swarms.get(SwarmId.of(buffer, offset, namespace));
        if (null != swarm)
        {
            swarm.expire(nowSec >>> 4);
        }
        return swarm;
    }

    static List<Peer> eligible(final Swarm swarm, final SwarmAnnounce announce, final int countMax)
    {
        final Peer self = Peer.of(announce.peer);
        return null == swarm || announce.isStopped ? List.of() : swarm.members.entrySet().stream()
            .filter(e -> !e.getKey().equals(self) && !(announce.isSeeder && e.getValue().isSeeder))
            .map(Map.Entry::getKey).limit(countMax).toList();
    }

    @Override
    public void announce(final SwarmAnnounce announce)
    {
        Swarm swarm = touch(announce);
        announce.intervalSec = null == swarm || swarm.members.size() <= limits.smallSwarmPeers() ?
            announce.intervalSmallSec : announce.intervalLargeSec;
        announce.endpointCount = 0;
        final Endpoint endpoint = new Endpoint();
        for (final Peer peer : eligible(swarm, announce, announce.numWant))
        {
            final int offset = announce.endpointsOffset + announce.endpointCount * Endpoint.length(peer.isIpv6);
            peer.to(endpoint).putCompact(announce.reply, offset);
            announce.endpointCount++;
        }

        final Peer self = Peer.of(announce.peer);
        announce.isNewSwarm = null == swarm && !announce.isStopped;
        announce.wasOwn = false;
        announce.wasSeeder = false;
        announce.previousEndSec = 0;
        announce.endSec = 0;
        if (announce.isNewSwarm)
        {
            swarm = new Swarm();
            swarms.put(SwarmId.of(announce.infoHashBuffer, announce.infoHashOffset, announce.namespace), swarm);
        }
        announce.outcome = null == swarm ? AnnounceOutcome.UNKNOWN : store(swarm, self, announce);
        announce.seeders = null == swarm ? 0 : swarm.seeders();
        announce.leechers = null == swarm ? 0 : swarm.members.size() - announce.seeders;
    }

    private AnnounceOutcome store(final Swarm swarm, final Peer self, final SwarmAnnounce announce)
    {
        swarm.ghosts.remove(self);
        final Member before = swarm.members.get(self);
        if (null != before)
        {
            announce.wasOwn = before.isOwn();
            announce.wasSeeder = before.isSeeder;
            announce.previousEndSec = before.expiryUnit * 16;
        }
        if (announce.isStopped)
        {
            announce.endSec = null == before || before.isOwn() ? 0 : before.expiryUnit * 16;
            return null != before && before.isOwn() && null != swarm.members.remove(self) ?
                AnnounceOutcome.REMOVED : AnnounceOutcome.UNKNOWN;
        }
        final boolean wasCompleted = null != before && before.isCompleted;
        if (announce.isCompleted && !wasCompleted)
        {
            swarm.completed++;
        }
        final long lifeSec = Math.min(8 * 3600, (long)announce.intervalSec * limits.lifeFactorPercent() / 100);
        final int drawnUnit = (int)((announce.nowSec + lifeSec + 15) / 16);
        final int expiryUnit = null != before && before.isOwn() ? Math.max(before.expiryUnit, drawnUnit) : drawnUnit;
        announce.endSec = expiryUnit * 16;
        swarm.members.put(self, new Member(
            announce.isSeeder, announce.isCompleted || wasCompleted, expiryUnit, PeerMeta.ORIGIN_OWN));
        swarm.wasLarge |= swarm.members.size() > ONE_BLOCK_MAX;
        return null == before ? AnnounceOutcome.INSERTED : AnnounceOutcome.REFRESHED;
    }

    @Override
    public void merge(final RemotePeers batch)
    {
        Swarm swarm = touch(batch.infoHashBuffer, batch.infoHashOffset, batch.namespace, batch.nowSec);
        boolean isAnyAlive = false;
        for (int i = 0; i < batch.count(); i++)
        {
            isAnyAlive |= isOfFamily(batch, i) && remoteUnit(batch, i) > batch.nowSec / 16;
        }
        final MergeOutcome refusal = batch.mayCreate && isAnyAlive ?
            MergeOutcome.REFUSED_SWARM_FULL : MergeOutcome.REFUSED_NO_SWARM;
        batch.isNewSwarm = null == swarm && batch.mayCreate && isAnyAlive && batch.peersPerSwarmMax > 0;
        if (batch.isNewSwarm)
        {
            swarm = new Swarm();
            swarms.put(SwarmId.of(batch.infoHashBuffer, batch.infoHashOffset, batch.namespace), swarm);
        }
        for (int i = 0; i < batch.count(); i++)
        {
            batch.outcome(i, merge(batch, i, swarm, refusal));
        }
        batch.ownPeers = null == swarm ? 0 : swarm.count(PeerMeta.ORIGIN_OWN);
        batch.seeders = null == swarm ? 0 : swarm.seeders();
        batch.leechers = null == swarm ? 0 : swarm.members.size() - batch.seeders;
    }

    private static MergeOutcome merge(
        final RemotePeers batch, final int index, final Swarm swarm, final MergeOutcome refusal)
    {
        if (!isOfFamily(batch, index))
        {
            return MergeOutcome.REFUSED_FAMILY;
        }
        final boolean isGone = remoteUnit(batch, index) <= batch.nowSec / 16;
        if (null == swarm)
        {
            return isGone ? MergeOutcome.ABSENT : refusal;
        }
        final Peer peer = Peer.of(batch.peer(index));
        swarm.ghosts.remove(peer);
        final Member before = swarm.members.get(peer);
        if (null != before && before.isOwn())
        {
            return MergeOutcome.OWN;
        }
        if (isGone)
        {
            return null == swarm.members.remove(peer) ? MergeOutcome.ABSENT : MergeOutcome.REMOVED;
        }
        if (null == before && swarm.members.size() >= batch.peersPerSwarmMax &&
            swarm.remotePeers() >= batch.peersPerSwarmMax)
        {
            return MergeOutcome.REFUSED_SWARM_FULL;
        }
        swarm.members.put(
            peer, new Member(batch.isSeeder(index), false, remoteUnit(batch, index), batch.origin(index)));
        swarm.wasLarge |= swarm.members.size() > ONE_BLOCK_MAX;
        return null == before ? MergeOutcome.INSERTED : MergeOutcome.UPDATED;
    }

    private static boolean isOfFamily(final RemotePeers batch, final int index)
    {
        return batch.peer(index).isIpv6() == SwarmNamespace.isIpv6(batch.namespace);
    }

    private static int remoteUnit(final RemotePeers batch, final int index)
    {
        return Math.min(batch.endSec(index), batch.nowSec + 8 * 3600) / 16;
    }

    @Override
    public int peers(
        final DirectBuffer infoHashBuffer,
        final int infoHashOffset,
        final int namespace,
        final int nowSec,
        final int originMask,
        final boolean isSeedersFirst,
        final int countMax,
        final long random,
        final PeerSink sink)
    {
        final Swarm swarm = swarms.get(SwarmId.of(infoHashBuffer, infoHashOffset, namespace));
        if (null == swarm)
        {
            return 0;
        }
        final List<Map.Entry<Peer, Member>> chosen = swarm.members.entrySet().stream()
            .filter(e -> 0 != (originMask & 1 << e.getValue().origin) && !e.getValue().isOver(nowSec >>> 4))
            .sorted(Comparator.comparing(e -> isSeedersFirst && !e.getValue().isSeeder))
            .limit(countMax).toList();
        final Endpoint endpoint = new Endpoint();
        chosen.forEach(e -> sink.onPeer(
            e.getKey().to(endpoint), e.getValue().isSeeder, e.getValue().origin, e.getValue().expiryUnit * 16));
        return chosen.size();
    }

    @Override
    public boolean hasOwnPeers(final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace)
    {
        final Swarm swarm = swarms.get(SwarmId.of(infoHashBuffer, infoHashOffset, namespace));
        return null != swarm && swarm.count(PeerMeta.ORIGIN_OWN) > 0;
    }

    @Override
    public int walk(final int from, final int budget, final SwarmSink sink)
    {
        final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
        swarms.forEach((id, swarm) ->
        {
            if (swarm.count(PeerMeta.ORIGIN_OWN) > 0)
            {
                infoHash.putLong(0, id.word0);
                infoHash.putLong(8, id.word1);
                infoHash.putInt(16, id.word2);
                sink.onSwarm(infoHash, id.namespace);
            }
        });
        return 0;
    }

    @Override
    public void listener(final SwarmListener listener)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void scrape(
        final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace, final SwarmCounts counts)
    {
        final Swarm swarm = swarms.get(SwarmId.of(infoHashBuffer, infoHashOffset, namespace));
        counts.set(0, 0, 0, 0);
        if (null != swarm)
        {
            counts.set(swarm.seeders(), swarm.completed, swarm.members.size() - swarm.seeders(),
                ((long)swarm.count(PeerMeta.ORIGIN_EXTERNAL) << 32) + swarm.count(PeerMeta.ORIGIN_INTERNAL));
        }
    }

    @Override
    public int sweep(final int nowSec)
    {
        swarms.values().forEach(s ->
        {
            s.expire(nowSec >>> 4);
            s.ghosts.clear();
        });
        swarms.values().removeIf(s -> s.members.isEmpty() && 0 == s.completed);
        return 0;
    }

    @Override
    public StoreTotals totals()
    {
        totals.addSwarms(false, swarms.size() - (int)totals.swarms());
        for (int family = 0; family < 2; family++)
        {
            final boolean isIpv6 = 1 == family;
            int peers = 0;
            int seeders = 0;
            for (final Map.Entry<SwarmId, Swarm> entry : swarms.entrySet())
            {
                if (SwarmNamespace.isIpv6(entry.getKey().namespace) == isIpv6)
                {
                    peers += entry.getValue().members.size();
                    seeders += entry.getValue().seeders();
                }
            }
            totals.addPeers(
                isIpv6, peers - (int)totals.peers(isIpv6), seeders - (int)totals.seeders(isIpv6));
        }
        return totals;
    }

    @Override
    public void close()
    {
        swarms.clear();
    }
}
