package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;
import io.tributary.bench.trace.PlaceholderIds;
import io.tributary.bench.trace.TraceWriter;
import io.tributary.codec.Endpoint;
import io.tributary.codec.capture.PacketDirection;
import org.agrona.MutableDirectBuffer;

import java.io.IOException;

/**
 * Writes a trace of requests, datagram by datagram. Same shape, same bytes. Memory does not depend on the number of
 * requests, clients or swarms. Allocates nothing per datagram. Owned by one thread.
 */
final class TraceGenerator
{
    /** How long a client takes from one request to the next: about a round trip. */
    private static final double PAUSE_SECONDS = 0.2;
    /** Of the datagrams while a crowd arrives, those of the crowd. */
    private static final double CROWD_SHARE = 0.8;
    private static final double NS_PER_SECOND = 1e9;

    private static final int IPV4_TRACKER = 0xC000_0201;
    private static final long IPV6_TRACKER_HIGH = 0x2001_0DB8_0000_0000L;

    private static final int DRAWS = 41;
    private static final int FLOOD = 42;

    private final TraceShape shape;
    private final SwarmLayers layers;
    private final ClientTraits traits;
    private final TraceRequests requests;
    private final Draws draws;
    private final GarbageDatagrams garbage;
    private final ExponentialGaps gaps = new ExponentialGaps();
    private final Speakers residents;
    private final CrowdVisits crowdVisits;
    private final Speakers crowd;
    private final Visit stranger = new Visit();
    private final Endpoint ipv4Tracker = new Endpoint();
    private final Endpoint ipv6Tracker = new Endpoint();
    private final double crowdShareAfter;
    private final double gapNs;
    private double elapsedNs;
    private long count;

    /**
     * Set up.
     *
     * @param shape of the trace.
     * @throws IllegalArgumentException when its parts do not go together.
     */
    TraceGenerator(final TraceShape shape)
    {
        final TraceShape.Population population = shape.population();
        this.shape = shape;
        this.layers = SwarmLayers.of(population.swarms(), population.places());
        final ClientLives lives =
            new ClientLives(population.stopShare(), population.completeShare(), population.seederShare());
        this.traits = new ClientTraits(population, shape.port());
        this.requests = new TraceRequests(shape, layers, lives);
        this.draws = new Draws(Mix64.mix(shape.seed(), DRAWS));
        this.garbage = new GarbageDatagrams(draws);
        final double speakers = shape.ratePerSecond() * (1 - shape.disturbance().garbageShare()) * PAUSE_SECONDS;
        this.residents = new Speakers(speakers, new ResidentVisits(shape, traits, lives, layers.places()));
        final long crowdPeers = shape.disturbance().crowdPeers();
        this.crowdVisits = crowdPeers > 0 ? new CrowdVisits(shape, traits) : null;
        this.crowd = crowdPeers > 0 ? new Speakers(Math.min(speakers * 4, crowdPeers / 4.0), crowdVisits) : null;
        this.crowdShareAfter = crowdPeers / (crowdPeers + layers.places() / population.swarmsPerClient());
        this.gapNs = NS_PER_SECOND / shape.ratePerSecond();
        ipv4Tracker.ipv4(IPV4_TRACKER, shape.port());
        ipv6Tracker.ipv6(IPV6_TRACKER_HIGH, 1, shape.port());
    }

    /** Datagrams written so far. */
    long count()
    {
        return count;
    }

    /** Datagrams to write in all. */
    long total()
    {
        return shape.requests();
    }

    int swarms()
    {
        return shape.population().swarms();
    }

    /** Since the beginning of the trace. */
    double elapsedSeconds()
    {
        return elapsedNs / NS_PER_SECOND;
    }

    /** In the swarms, the crowd's not counted. */
    long places()
    {
        return layers.places();
    }

    /**
     * Write on.
     *
     * @param writer    of the file, always the same.
     * @param datagrams most to write.
     * @return whether there is more.
     * @throws IOException when the disk does not take it.
     */
    boolean generate(final TraceWriter writer, final int datagrams) throws IOException
    {
        for (int i = 0; i < datagrams && count < shape.requests(); i++)
        {
            next(writer);
            count++;
        }
        return count < shape.requests();
    }

    private void next(final TraceWriter writer) throws IOException
    {
        final boolean isSecondHalf = count >= shape.requests() / 2;
        final double floodShare =
            isSecondHalf && Flood.NONE != shape.disturbance().flood() ? shape.disturbance().floodShare() : 0;
        final double crowdShare = isSecondHalf && null != crowd ? crowdShare() : 0;
        elapsedNs += gapNs * gaps.next(draws) * (1 - floodShare) * (1 - crowdShare);

        if (floodShare > 0 && draws.nextIn(floodShare))
        {
            flood(writer);
        }
        else if (crowdShare > 0 && draws.nextIn(crowdShare))
        {
            request(writer, crowd.any(draws));
        }
        else if (draws.nextIn(shape.disturbance().garbageShare()))
        {
            garbage(writer);
        }
        else
        {
            request(writer, residents.any(draws));
        }
    }

    private double crowdShare()
    {
        return crowdVisits.isArriving() ? CROWD_SHARE : crowdShareAfter;
    }

    private void request(final TraceWriter writer, final Visit visit) throws IOException
    {
        final int offset = writer.claim(visit.source.isIpv6());
        final MutableDirectBuffer buffer = writer.buffer();
        final int transactionId = (int)draws.next();
        final int length;
        if (visit.connectsLeft > 0)
        {
            length = requests.connect(buffer, offset, transactionId);
            visit.connectsLeft--;
        }
        else if (visit.scrapesLeft > 0)
        {
            length = requests.scrape(visit, buffer, offset, transactionId);
            visit.scrapesLeft--;
        }
        else
        {
            length = requests.announce(visit, visit.connectionId, buffer, offset, transactionId);
            visit.announcesLeft--;
            visit.placeIndex += visit.isCrowd ? 0 : 1;
            visit.scrapesLeft = visit.isCrowd ? 0 :
                Draws.rounded(shape.mix().scrapes() / shape.mix().announces(), draws.next());
        }
        commit(writer, visit.source, length);
    }

    /** Ids expire while their clients stay: most of it comes from clients that are there. */
    private void garbage(final TraceWriter writer) throws IOException
    {
        if (draws.nextIn(shape.disturbance().staleShare()))
        {
            announce(writer, residents.any(draws), PlaceholderIds.stale(draws.next()));
            return;
        }
        traits.putEndpoint(stranger.source, draws.next());
        final int offset = writer.claim(stranger.source.isIpv6());
        commit(writer, stranger.source, garbage.put(writer.buffer(), offset));
    }

    private void flood(final TraceWriter writer) throws IOException
    {
        if (Flood.STALE == shape.disturbance().flood())
        {
            stranger(draws.next());
            announce(writer, stranger, PlaceholderIds.stale(draws.next()));
            return;
        }
        stranger(draws.next());
        traits.putEndpoint(stranger.source, Mix64.mix(shape.seed(), FLOOD));
        announce(writer, stranger, stranger.connectionId);
    }

    /** Somebody who was not there before, in a swarm that is. */
    private void stranger(final long clientSeed)
    {
        traits.put(stranger, clientSeed, 0);
        stranger.age = 1;
        stranger.placeIndex = Long.remainderUnsigned(clientSeed, layers.places());
    }

    /** Without moving the visit on. */
    private void announce(final TraceWriter writer, final Visit visit, final long connectionId)
        throws IOException
    {
        final int offset = writer.claim(visit.source.isIpv6());
        commit(
            writer,
            visit.source,
            requests.announce(visit, connectionId, writer.buffer(), offset, (int)draws.next()));
    }

    private void commit(final TraceWriter writer, final Endpoint source, final int length)
    {
        final Endpoint tracker = source.isIpv6() ? ipv6Tracker : ipv4Tracker;
        writer.commit(shape.epochNs() + (long)elapsedNs, source, tracker, length, PacketDirection.IN);
    }
}
