package io.tributary.bench.trace.info;

import io.tributary.bench.trace.TraceDatagram;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * The datagram at hand with what was found out about it: its kind, and fingerprints of who sent it to whom. One object
 * for all of them, owned by one thread.
 */
public final class Message
{
    private static final int REQUEST_TRANSACTION_OFFSET = 12;
    private static final int ANSWER_TRANSACTION_OFFSET = 4;

    DatagramKind kind;
    Defect defect;
    long sourceAddress;
    long source;
    long destination;
    long destinationAddress;
    private TraceDatagram datagram;

    /** What the classifier found. */
    public DatagramKind kind()
    {
        return kind;
    }

    public Message wrap(final TraceDatagram next)
    {
        datagram = next;
        kind = DatagramKind.UNKNOWN;
        defect = Defect.NONE;
        sourceAddress = Fingerprints.ofAddress(next.source());
        source = Fingerprints.ofEndpoint(sourceAddress, next.source().port());
        destinationAddress = Fingerprints.ofAddress(next.destination());
        destination = Fingerprints.ofEndpoint(destinationAddress, next.destination().port());
        return this;
    }

    public TraceDatagram datagram()
    {
        return datagram;
    }

    MutableDirectBuffer buffer()
    {
        return datagram.buffer();
    }

    int offset()
    {
        return datagram.offset();
    }

    /** Bytes captured. */
    int length()
    {
        return datagram.length();
    }

    /** Bytes on the wire. */
    int originalLength()
    {
        return datagram.originalLength();
    }

    long timeNs()
    {
        return datagram.timeNs();
    }

    boolean isIpv6()
    {
        return datagram.source().isIpv6();
    }

    int intAt(final int place)
    {
        return buffer().getInt(offset() + place, ByteOrder.BIG_ENDIAN);
    }

    long longAt(final int place)
    {
        return buffer().getLong(offset() + place, ByteOrder.BIG_ENDIAN);
    }

    /** Ties a request to its answer: client, tracker, transaction. */
    long requestFingerprint()
    {
        return Fingerprints.of(source, destination, intAt(REQUEST_TRANSACTION_OFFSET));
    }

    /** That of the request, taken from the answer. */
    long answeredFingerprint()
    {
        return Fingerprints.of(destination, source, intAt(ANSWER_TRANSACTION_OFFSET));
    }
}
