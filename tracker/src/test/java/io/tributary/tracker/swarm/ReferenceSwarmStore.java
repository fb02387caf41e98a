package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The store as one would write it without a care for speed: the model that the real one is tested against.
 *
 * <p>A record whose life has ended becomes a ghost when an announce touches its swarm, and vanishes in the sweep: the
 * real store may still hold it until then where a swarm has more than one block.
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
    }

    record Member(boolean isSeeder, boolean isCompleted, int expiryUnit)
    {
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
                final boolean isOver = e.getValue().expiryUnit <= nowUnit;
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

        boolean isExact(final int nowUnit)
        {
            return ghosts.isEmpty() && members.values().stream().noneMatch(m -> m.expiryUnit <= nowUnit);
        }
    }

    Map<SwarmId, Swarm> swarms()
    {
        return swarms;
    }

    /** The swarm of an announce as the announce finds it. */
    Swarm touch(final SwarmAnnounce announce)
    {
        final Swarm swarm = swarms.get(
            SwarmId.of(announce.infoHashBuffer, announce.infoHashOffset, announce.namespace));
        if (null != swarm)
        {
            swarm.expire(announce.nowSec >>> 4);
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
            (peer.isIpv6 ? endpoint.ipv6(peer.high, peer.low, peer.port) : endpoint.ipv4((int)peer.low, peer.port))
                .putCompact(announce.reply, offset);
            announce.endpointCount++;
        }

        final Peer self = Peer.of(announce.peer);
        if (null == swarm && !announce.isStopped)
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
        if (announce.isStopped)
        {
            swarm.members.remove(self);
            return null == before ? AnnounceOutcome.UNKNOWN : AnnounceOutcome.REMOVED;
        }
        final boolean wasCompleted = null != before && before.isCompleted;
        if (announce.isCompleted && !wasCompleted)
        {
            swarm.completed++;
        }
        final long lifeSec = Math.min(8 * 3600, (long)announce.intervalSec * limits.lifeFactorPercent() / 100);
        swarm.members.put(self, new Member(
            announce.isSeeder, announce.isCompleted || wasCompleted, (int)((announce.nowSec + lifeSec + 15) / 16)));
        swarm.wasLarge |= swarm.members.size() > ONE_BLOCK_MAX;
        return null == before ? AnnounceOutcome.INSERTED : AnnounceOutcome.REFRESHED;
    }

    @Override
    public void merge(final RemotePeers batch)
    {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasOwnPeers(final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int walk(final int from, final int budget, final SwarmSink sink)
    {
        throw new UnsupportedOperationException();
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
            counts.set(swarm.seeders(), swarm.completed, swarm.members.size() - swarm.seeders(), 0);
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
