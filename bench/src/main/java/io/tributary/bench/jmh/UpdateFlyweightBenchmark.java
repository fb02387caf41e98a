package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.UpdateFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Encoding and decoding UPDATE packets of TSUP, version 2: the cost of a record, headers of packet and swarm included,
 * and the tag where there is a key.
 */
public class UpdateFlyweightBenchmark
{
    private static final int RECORDS = 1000;
    private static final int STAMP = 0x1234_5678;
    private static final int LIFE_SEC = 2700;

    /** A thousand records, in updates of some shape; an update takes as many packets as it needs. */
    @State(Scope.Thread)
    public static class Updates
    {
        /** Records of an update, and how many swarms they are of. */
        @Param({"1/1", "10/1", "10/10", "100/1", "100/10", "100/100", "1000/1", "1000/10", "1000/100"})
        public String shape;

        @Param({"false", "true"})
        public boolean isKeyed;

        private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
        private final UpdateFlyweight update = new UpdateFlyweight();
        private final Endpoint endpoint = new Endpoint();
        private final UnsafeBuffer infoHashes = new UnsafeBuffer(new byte[RECORDS * OverlayProtocol.INFO_HASH_LENGTH]);
        private final Endpoint[] peers = new Endpoint[RECORDS];
        private final PacketTag tag = new PacketTag(new byte[PacketTag.KEY_LENGTH]);
        private UpdateDatagrams datagrams;
        private int recordsPerUpdate;
        private int recordsPerSwarm;

        @Setup
        public void fill()
        {
            final String[] counts = shape.split("/");
            recordsPerUpdate = Integer.parseInt(counts[0]);
            recordsPerSwarm = recordsPerUpdate / Integer.parseInt(counts[1]);
            datagrams = new UpdateDatagrams(
                RECORDS, OverlayProtocol.DATAGRAM_LENGTH_IPV4_DEFAULT - tagLength(), 1, 2);
            for (int i = 0; i < RECORDS; i++)
            {
                Population.infoHash(i, infoHashes, i * OverlayProtocol.INFO_HASH_LENGTH);
                peers[i] = new Endpoint();
                Population.endpoint(i, peers[i]);
            }
            encode();
            if (decode() != (long)RECORDS * LIFE_SEC)
            {
                throw new IllegalStateException("not all records came through");
            }
        }

        private int encode()
        {
            datagrams.clear();
            for (int first = 0; first < RECORDS; first += recordsPerUpdate)
            {
                encode(first, first + recordsPerUpdate);
                datagrams.end();
            }
            for (int i = 0; i < datagrams.count(); i++)
            {
                header.wrapEncode(datagrams.buffer(), datagrams.offset(i))
                    .connectionId(1)
                    .action(OverlayProtocol.ACTION_UPDATE)
                    .transactionId(i)
                    .port(6969)
                    .flags(0)
                    .keyId(isKeyed ? PacketTag.KEY_ID : OverlayProtocol.NO_KEY);
                if (isKeyed)
                {
                    tag.append(datagrams.buffer(), datagrams.offset(i), length(i));
                }
            }
            return datagrams.count();
        }

        /** On the wire, of all packets, their headers of IPv4 and UDP included. */
        long wireBytes()
        {
            long bytes = 0;
            for (int i = 0; i < datagrams.count(); i++)
            {
                bytes += WireBytes.HEADERS_LENGTH + length(i) + tagLength();
            }
            return bytes;
        }

        private int length(final int index)
        {
            return OverlayHeaderFlyweight.LENGTH_VERSION_TWO + datagrams.bodyLength(index);
        }

        private int tagLength()
        {
            return isKeyed ? OverlayProtocol.TAG_LENGTH : 0;
        }

        private void encode(final int first, final int end)
        {
            for (int record = first; record < end; )
            {
                datagrams.beginSwarm(infoHashes, record * OverlayProtocol.INFO_HASH_LENGTH);
                for (final int endOfSwarm = record + recordsPerSwarm; record < endOfSwarm; record++)
                {
                    datagrams.add(UpdateFlyweight.RECORD_FLAG_SEEDER, STAMP, LIFE_SEC, peers[record]);
                }
                datagrams.endSwarm();
            }
        }

        /** The sum of all that can be read would be too easy to get wrong: all is read, and the lives are summed up. */
        private long decode()
        {
            long lifeSec = 0;
            long rest = 0;
            for (int i = 0; i < datagrams.count(); i++)
            {
                final int bodyOffset = datagrams.offset(i) + OverlayHeaderFlyweight.LENGTH_VERSION_TWO;
                rest += header.wrap(datagrams.buffer(), datagrams.offset(i), datagrams.bodyLength(i))
                    .transactionId();
                if (isKeyed && !tag.isValid(datagrams.buffer(), datagrams.offset(i), length(i) + tagLength()) ||
                    0 != update.wrap(datagrams.buffer(), bodyOffset, datagrams.bodyLength(i)).validate())
                {
                    return -1;
                }
                while (update.nextGroup())
                {
                    rest += update.originIndex() + update.hops() + infoHashWord(update.infoHashOffset());
                    while (update.nextRecord())
                    {
                        update.endpoint(endpoint);
                        rest += endpoint.ipv4Address() + endpoint.port() + update.stamp() + update.recordFlags();
                        lifeSec += update.lifeSec();
                    }
                }
            }
            return 0 == rest ? -1 : lifeSec;
        }

        private long infoHashWord(final int offset)
        {
            return datagrams.buffer().getLong(offset);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int encode(final Updates updates)
    {
        return updates.encode();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long decode(final Updates updates)
    {
        return updates.decode();
    }
}
