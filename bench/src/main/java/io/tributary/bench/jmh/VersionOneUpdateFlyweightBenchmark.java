package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.VersionOneUpdateEncoder;
import io.tributary.codec.overlay.VersionOneUpdateFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Encoding and decoding UPDATE packets of TSUP, version 1: the cost of a peer, headers of packet and swarm included. A
 * swarm has at most 50 peers in a packet; what is left of larger ones comes as the same swarm once more.
 */
public class VersionOneUpdateFlyweightBenchmark
{
    private static final int PEERS = 1000;
    private static final int STRIDE = OverlayProtocol.VERSION_ONE_DATAGRAM_LENGTH_MAX;
    private static final int BODY_OFFSET = OverlayHeaderFlyweight.LENGTH;

    /** A thousand peers, in updates of some shape; an update takes as many packets as it needs. */
    @State(Scope.Thread)
    public static class Updates
    {
        /** Peers of an update, and how many swarms they are of. */
        @Param({"1/1", "10/1", "10/10", "100/1", "100/10", "100/100", "1000/1", "1000/10", "1000/100"})
        public String shape;

        private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
        private final VersionOneUpdateEncoder encoder = new VersionOneUpdateEncoder();
        private final VersionOneUpdateFlyweight update = new VersionOneUpdateFlyweight();
        private final Endpoint endpoint = new Endpoint();
        private final UnsafeBuffer infoHashes = new UnsafeBuffer(new byte[PEERS * OverlayProtocol.INFO_HASH_LENGTH]);
        private final Endpoint[] peers = new Endpoint[PEERS];
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(PEERS * STRIDE));
        private final int[] bodyLengths = new int[PEERS];
        private int count;
        private int peersPerUpdate;
        private int peersPerSwarm;

        @Setup
        public void fill()
        {
            final String[] counts = shape.split("/");
            peersPerUpdate = Integer.parseInt(counts[0]);
            peersPerSwarm = peersPerUpdate / Integer.parseInt(counts[1]);
            for (int i = 0; i < PEERS; i++)
            {
                Population.infoHash(i, infoHashes, i * OverlayProtocol.INFO_HASH_LENGTH);
                peers[i] = new Endpoint();
                Population.endpoint(i, peers[i]);
            }
            encode();
            if (PEERS != decode())
            {
                throw new IllegalStateException("not all peers came through");
            }
        }

        private int encode()
        {
            count = 0;
            for (int first = 0; first < PEERS; first += peersPerUpdate)
            {
                beginDatagram();
                for (int swarm = first; swarm < first + peersPerUpdate; swarm += peersPerSwarm)
                {
                    encodeSwarm(swarm);
                }
                bodyLengths[count++] = encoder.encodedLength();
            }
            return count;
        }

        /** On the wire, of all packets, their headers of IPv4 and UDP included. */
        long wireBytes()
        {
            long bytes = 0;
            for (int i = 0; i < count; i++)
            {
                bytes += WireBytes.HEADERS_LENGTH + BODY_OFFSET + bodyLengths[i];
            }
            return bytes;
        }

        private void encodeSwarm(final int first)
        {
            final int infoHashOffset = first * OverlayProtocol.INFO_HASH_LENGTH;
            boolean isBegun = encoder.beginSwarm(infoHashes, infoHashOffset);
            for (int i = first; i < first + peersPerSwarm; i++)
            {
                if (!isBegun || !addPeer(i))
                {
                    isBegun = encoder.beginSwarm(infoHashes, infoHashOffset);
                    if (!isBegun || !addPeer(i))
                    {
                        bodyLengths[count++] = encoder.encodedLength();
                        beginDatagram();
                        isBegun = encoder.beginSwarm(infoHashes, infoHashOffset) && addPeer(i);
                    }
                }
            }
        }

        private boolean addPeer(final int index)
        {
            return encoder.addPeer(false, peers[index].ipv4Address(), peers[index].port());
        }

        private void beginDatagram()
        {
            final int offset = count * STRIDE;
            header.wrapEncode(buffer, offset)
                .connectionId(1).action(OverlayProtocol.ACTION_UPDATE).transactionId(count).port(6969);
            encoder.wrap(buffer, offset + BODY_OFFSET, offset + STRIDE, 0);
        }

        /** Everything is read; the peers are counted. */
        private int decode()
        {
            int read = 0;
            long rest = 0;
            for (int i = 0; i < count; i++)
            {
                rest += header.wrap(buffer, i * STRIDE, STRIDE).transactionId();
                if (0 != update.wrap(buffer, i * STRIDE + BODY_OFFSET, bodyLengths[i]).validate())
                {
                    return -1;
                }
                while (update.nextSwarm())
                {
                    rest += buffer.getLong(update.infoHashOffset());
                    while (update.nextPeer())
                    {
                        update.endpoint(endpoint);
                        rest += endpoint.ipv4Address() + endpoint.port() + (update.isGone() ? 1 : 0);
                        read++;
                    }
                }
            }
            return 0 == rest ? -1 : read;
        }
    }

    @Benchmark
    @OperationsPerInvocation(PEERS)
    public int encode(final Updates updates)
    {
        return updates.encode();
    }

    @Benchmark
    @OperationsPerInvocation(PEERS)
    public int decode(final Updates updates)
    {
        return updates.decode();
    }
}
