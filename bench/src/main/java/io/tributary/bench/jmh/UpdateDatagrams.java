package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.UpdateEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Bodies of UPDATE packets, version 2, filled one after the other up to a limit, as the tracker does: a swarm that does
 * not fit goes on in the next. The sender is the origin of all records. Headers are up to the user. One thread.
 */
final class UpdateDatagrams
{
    private static final int STRIDE = 2048;
    private static final int BODY_OFFSET = OverlayHeaderFlyweight.LENGTH_VERSION_TWO;

    private final UpdateEncoder encoder = new UpdateEncoder();
    private final UnsafeBuffer buffer;
    private final int[] bodyLengths;
    private final int[] lengths;
    private final int bodyLimit;
    private final long originHigh;
    private final long originLow;
    private int count;
    private boolean isOpen;
    private DirectBuffer infoHashBuffer;
    private int infoHashOffset;

    /**
     * Room for some.
     *
     * @param countMax   datagrams.
     * @param bodyLimit  where bodies end at the latest, as an offset in their packets.
     * @param originHigh tracker id of the sender, first half.
     * @param originLow  second half.
     */
    UpdateDatagrams(final int countMax, final int bodyLimit, final long originHigh, final long originLow)
    {
        this.buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(countMax * STRIDE));
        this.bodyLengths = new int[countMax];
        this.lengths = new int[countMax];
        this.bodyLimit = bodyLimit;
        this.originHigh = originHigh;
        this.originLow = originLow;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    int count()
    {
        return count;
    }

    /** Where a datagram, not its body, begins. */
    int offset(final int index)
    {
        return index * STRIDE;
    }

    int bodyLength(final int index)
    {
        return bodyLengths[index];
    }

    /** Of a datagram as its user has completed it. */
    int length(final int index)
    {
        return lengths[index];
    }

    void length(final int index, final int length)
    {
        lengths[index] = length;
    }

    void clear()
    {
        count = 0;
        isOpen = false;
    }

    /** Go on with another swarm. */
    void beginSwarm(final DirectBuffer infoHash, final int offset)
    {
        infoHashBuffer = infoHash;
        infoHashOffset = offset;
        if (!isOpen || !beginGroup())
        {
            nextDatagram();
        }
    }

    void add(final int recordFlags, final int stamp, final int lifeSec, final Endpoint endpoint)
    {
        if (!encoder.addRecord(recordFlags, stamp, lifeSec, endpoint))
        {
            encoder.endGroup(0);
            nextDatagram();
            encoder.addRecord(recordFlags, stamp, lifeSec, endpoint);
        }
    }

    void endSwarm()
    {
        encoder.endGroup(0);
    }

    /** The last datagram is not filled up. */
    void end()
    {
        if (isOpen)
        {
            bodyLengths[count++] = encoder.encodedLength();
            isOpen = false;
        }
    }

    private void nextDatagram()
    {
        end();
        final int offset = offset(count);
        encoder.wrap(buffer, offset + BODY_OFFSET, offset + bodyLimit);
        isOpen = true;
        beginGroup();
    }

    private boolean beginGroup()
    {
        return encoder.beginGroup(infoHashBuffer, infoHashOffset, false, originHigh, originLow, 0);
    }
}
