package io.tributary.bench.trace;

import io.tributary.codec.Endpoint;
import io.tributary.codec.capture.CaptureDecoder;
import io.tributary.codec.capture.DatagramDecoder;
import io.tributary.codec.capture.PacketDirection;
import org.agrona.MutableDirectBuffer;

/**
 * A UDP datagram of a capture: where and when it was seen, and its payload in a buffer of the reader. One object for
 * all of them: what it says holds until the reader moves on. Endpoints and payload may be changed in place meanwhile.
 */
public final class TraceDatagram
{
    private final CaptureDecoder capture;
    private final DatagramDecoder decoder;
    private long packetNumber;
    private long fileOffset;

    TraceDatagram(final CaptureDecoder capture, final DatagramDecoder decoder)
    {
        this.capture = capture;
        this.decoder = decoder;
    }

    TraceDatagram wrap(final long packetNumber, final long fileOffset)
    {
        this.packetNumber = packetNumber;
        this.fileOffset = fileOffset;
        return this;
    }

    /**
     * When the packet was captured, the last one if there were fragments. Captures are not always in order. A packet
     * without a time, as simple packet blocks of pcapng are, has that of the packet before it.
     *
     * @return nanoseconds since the epoch.
     */
    public long timeNs()
    {
        return capture.timeNs();
    }

    public Endpoint source()
    {
        return decoder.source();
    }

    public Endpoint destination()
    {
        return decoder.destination();
    }

    /** Into or out of the capturing host, where the capture tells. */
    public PacketDirection direction()
    {
        return decoder.direction();
    }

    public MutableDirectBuffer buffer()
    {
        return decoder.buffer();
    }

    /** Where the payload starts in {@link #buffer()}. */
    public int offset()
    {
        return decoder.offset();
    }

    /** Bytes of payload that were captured. */
    public int length()
    {
        return decoder.length();
    }

    /** Bytes of payload on the wire. */
    public int originalLength()
    {
        return decoder.originalLength();
    }

    /** Whether the snap length cut the payload. */
    public boolean isTruncated()
    {
        return decoder.length() < decoder.originalLength();
    }

    /** Whether the datagram came in fragments; number and offset are those of the last. */
    public boolean isReassembled()
    {
        return decoder.isReassembled();
    }

    /** Number of the packet in the file, counted from 1 as Wireshark does. */
    public long packetNumber()
    {
        return packetNumber;
    }

    /** Where the packet's record starts in the file; in a compressed file, in what it expands to. */
    public long fileOffset()
    {
        return fileOffset;
    }

    /** Which interface of its section captured it, from 0. */
    public int interfaceIndex()
    {
        return capture.interfaceIndex();
    }

    /**
     * For messages. Allocates.
     */
    public String toString()
    {
        return "packet " + packetNumber + " at byte " + fileOffset + ": " + source() + " > " + destination() + ", " +
            originalLength() + " bytes";
    }
}
