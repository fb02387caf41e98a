package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stores of tests: a fixed secret, a clock set by hand, announces in few words.
 */
final class StoreFixture
{
    static final byte[] SECRET = new byte[32];
    static final int START_SEC = 1_700_000_000;
    static final int INTERVAL_SEC = 1800;

    static
    {
        for (int i = 0; i < SECRET.length; i++)
        {
            SECRET[i] = (byte)(i * 37 + 11);
        }
    }

    long nowSec = START_SEC;
    final SwarmAnnounce announce = new SwarmAnnounce();
    final SwarmCounts counts = new SwarmCounts();
    final RemotePeers batch = new RemotePeers();
    private final Endpoint endpoint = new Endpoint();
    final UnsafeBuffer infoHash = new UnsafeBuffer(ByteBuffer.allocateDirect(20));

    StoreFixture()
    {
        announce.reply = new UnsafeBuffer(ByteBuffer.allocateDirect(8192));
        announce.infoHashBuffer = infoHash;
    }

    static SwarmLimits limits(final long swarmsMax, final long bytesMax)
    {
        return new SwarmLimits(swarmsMax, 10_000_000, bytesMax, 5_000_000, 100, 10, 200, 1_000_000, 1, 50);
    }

    SwarmStoreOpener opener(final SwarmLimits limits)
    {
        return new SwarmStoreOpener(limits, SECRET, 42, () -> nowSec * 1000);
    }

    ChronicleSwarmStore inMemory(final SwarmLimits limits)
    {
        return opener(limits).inMemory();
    }

    ChronicleSwarmStore open(final SwarmLimits limits, final Path directory)
    {
        try
        {
            return opener(limits).open(directory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The info-hash of a swarm by number: no two alike, every byte in use. */
    static void infoHash(final UnsafeBuffer buffer, final long swarm)
    {
        buffer.putLong(0, swarm * 0x9E37_79B9_7F4A_7C15L);
        buffer.putLong(8, swarm);
        buffer.putInt(16, (int)(swarm * 31 + 7));
    }

    /** An announce that asks for 50 peers; IPv4 when the peer's number is even, unless the namespace is given. */
    SwarmAnnounce leecher(final long swarm, final int namespace, final int peer)
    {
        infoHash(infoHash, swarm);
        announce.infoHashOffset = 0;
        announce.namespace = namespace;
        endpoint(announce.peer, SwarmNamespace.isIpv6(namespace), peer);
        announce.isSeeder = false;
        announce.isStopped = false;
        announce.isCompleted = false;
        announce.numWant = 50;
        announce.intervalSmallSec = INTERVAL_SEC;
        announce.intervalLargeSec = INTERVAL_SEC;
        announce.nowSec = (int)nowSec;
        announce.endpointsOffset = 20;
        return announce;
    }

    static void endpoint(final Endpoint endpoint, final boolean isIpv6, final int peer)
    {
        if (isIpv6)
        {
            endpoint.ipv6(0x2001_0DB8_0000_0000L | (peer >>> 20), peer * 0x9E37_79B9_7F4A_7C15L, 1 + (peer & 0x7FFF));
        }
        else
        {
            endpoint.ipv4(0x0B00_0000 + (peer >>> 1), 1 + (peer & 1) * 20_000 + (peer & 0xFFF));
        }
    }

    AnnounceOutcome add(final SwarmStore store, final long swarm, final int namespace, final int peer)
    {
        store.announce(leecher(swarm, namespace, peer));
        return announce.outcome;
    }

    AnnounceOutcome stop(final SwarmStore store, final long swarm, final int namespace, final int peer)
    {
        leecher(swarm, namespace, peer).isStopped = true;
        store.announce(announce);
        return announce.outcome;
    }

    /** An empty batch for a swarm that it may create. */
    RemotePeers batch(final long swarm, final int namespace)
    {
        infoHash(infoHash, swarm);
        batch.infoHashBuffer = infoHash;
        batch.infoHashOffset = 0;
        batch.namespace = namespace;
        batch.nowSec = (int)nowSec;
        batch.mayCreate = true;
        batch.peersPerSwarmMax = Integer.MAX_VALUE;
        return batch.clear();
    }

    /** Add leechers of an internal tracker, one after the other, to the batch. */
    void addRemote(final int firstPeer, final int count, final int lifeSec)
    {
        for (int i = 0; i < count; i++)
        {
            endpoint(endpoint, SwarmNamespace.isIpv6(batch.namespace), firstPeer + i);
            batch.add(endpoint, false, PeerMeta.ORIGIN_INTERNAL, (int)nowSec + lifeSec);
        }
    }

    /** Merge one record. */
    MergeOutcome merge(
        final SwarmStore store,
        final long swarm,
        final int namespace,
        final int peer,
        final boolean isSeeder,
        final int origin,
        final int lifeSec)
    {
        endpoint(endpoint, SwarmNamespace.isIpv6(namespace), peer);
        batch(swarm, namespace).add(endpoint, isSeeder, origin, (int)nowSec + lifeSec);
        store.merge(batch);
        return batch.outcome(0);
    }

    MergeOutcome withdraw(final SwarmStore store, final long swarm, final int namespace, final int peer)
    {
        endpoint(endpoint, SwarmNamespace.isIpv6(namespace), peer);
        batch(swarm, namespace).addGone(endpoint);
        store.merge(batch);
        return batch.outcome(0);
    }

    /** All peers of a swarm of given origins, as text: endpoint, state, origin, remaining life in seconds. */
    List<String> peers(final SwarmStore store, final long swarm, final int namespace, final int originMask)
    {
        final List<String> peers = new ArrayList<>();
        infoHash(infoHash, swarm);
        store.peers(
            infoHash, 0, namespace, (int)nowSec, originMask, false, Integer.MAX_VALUE, 0,
            (peer, isSeeder, origin, endSec) ->
                peers.add(peer + (isSeeder ? " seeder " : " leecher ") + origin + " " + (endSec - nowSec)));
        Collections.sort(peers);
        return peers;
    }

    SwarmCounts scrape(final SwarmStore store, final long swarm, final int namespace)
    {
        infoHash(infoHash, swarm);
        store.scrape(infoHash, 0, namespace, counts);
        return counts;
    }

    /** At least one whole round within one unit of life, with limits that sweep the store once a second. */
    void sweepRound(final SwarmStore store)
    {
        nowSec = (nowSec + 15) & ~15;
        for (int i = 0; i < 3; i++)
        {
            nowSec++;
            for (int slices = 0; store.sweep((int)nowSec) > 0; slices++)
            {
                if (slices > 1_000_000)
                {
                    throw new AssertionError("the sweep does not end");
                }
            }
        }
    }

    /** What a kill would leave: the files of a live store, as they are. */
    static void copy(final Path from, final Path to)
    {
        try (Stream<Path> files = Files.list(from))
        {
            Files.createDirectories(to);
            for (final Path file : files.toList())
            {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
