package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.RemotePeers;

import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * What all other trackers together say of one client. A client may announce to several trackers, and is in the swarm
 * store once: as internal if any internal link tells of it, as a seeder if any origin says so, until the last of the
 * assertions ends. So whatever happens to one of them, the sum is to be made anew. Single-threaded; allocates nothing.
 */
final class Assertions
{
    private final RecordTable records;
    private final NeighbourTable neighbours;

    Assertions(final RecordTable records, final NeighbourTable neighbours)
    {
        this.records = records;
        this.neighbours = neighbours;
    }

    /** Whether any other tracker says that a client is there, going by the client's first record. */
    boolean isAny(final int first, final int nowSec)
    {
        int record = first;
        while (NOT_FOUND != record && !isAlive(record, nowSec))
        {
            record = records.next(record);
        }
        return NOT_FOUND != record;
    }

    /** Add the sum to what is to be stored; a client that nobody asserts, as gone. */
    void add(final RemotePeers batch, final Endpoint endpoint, final int first, final int nowSec)
    {
        int endSec = nowSec;
        boolean isSeeder = false;
        int origin = PeerMeta.ORIGIN_EXTERNAL;
        for (int i = first; NOT_FOUND != i; i = records.next(i))
        {
            if (isAlive(i, nowSec))
            {
                endSec = Math.max(endSec, records.endSec(i));
                isSeeder |= records.isSeeder(i);
                origin = isExternal(records.via(i)) ? origin : PeerMeta.ORIGIN_INTERNAL;
            }
        }
        if (endSec > nowSec)
        {
            batch.add(endpoint, isSeeder, origin, endSec);
        }
        else
        {
            batch.addGone(endpoint);
        }
    }

    private boolean isAlive(final int record, final int nowSec)
    {
        return !records.isGone(record) && OriginTable.SELF != records.origin(record) &&
            records.endSec(record) > nowSec;
    }

    private boolean isExternal(final int via)
    {
        return via >= 0 && null != neighbours.at(via) && neighbours.at(via).isExternal();
    }
}
