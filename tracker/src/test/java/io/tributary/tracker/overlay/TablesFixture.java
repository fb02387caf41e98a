package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;

/** The tables of one overlay, with a few swarms and origins in them. */
final class TablesFixture implements AutoCloseable
{
    static final int LINKS = 4;
    static final int ORIGINS = 5;
    static final int CHANGES = 64;

    final OriginTable origins;
    final SwarmTable swarms;
    final RecordTable records;
    final ChangeLog changes;
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);

    TablesFixture(final int swarmCount, final int recordsMax)
    {
        final SipHash sipHash = new SipHash(3, 4);
        origins = new OriginTable(new TrackerId(0, 0), sipHash);
        swarms = new SwarmTable(swarmCount, sipHash);
        records = new RecordTable(recordsMax, LINKS, swarms, origins, sipHash);
        changes = new ChangeLog(CHANGES, origins);
        for (int i = 0; i < swarmCount; i++)
        {
            infoHash.putInt(0, i);
            swarms.add(infoHash, 0);
        }
        for (int i = 1; i <= ORIGINS; i++)
        {
            origins.acquire(0, i);
        }
    }

    /** Endpoints that differ in little: in port, in family alone, in the high half alone. */
    static Endpoint endpoint(final Endpoint endpoint, final int number)
    {
        final int port = 6881 + (number >>> 2 & 1);
        final int rest = number >>> 3;
        return switch (number & 3)
        {
            case 0 -> endpoint.ipv4(rest, port);
            case 1 -> endpoint.ipv6(0, rest, port);
            case 2 -> endpoint.ipv6(1L << 61, rest, port);
            default -> endpoint.ipv6(rest + 1, 1, port);
        };
    }

    @Override
    public void close()
    {
        changes.close();
        records.close();
        swarms.close();
    }
}
