package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.TraceWriter;
import io.tributary.bench.trace.info.DatagramKind;
import io.tributary.bench.trace.info.KnownTrackers;
import io.tributary.bench.trace.info.Message;
import io.tributary.bench.trace.info.MessageClassifier;
import io.tributary.bench.trace.info.OverlayShape;
import io.tributary.codec.Endpoint;

import java.io.IOException;

/**
 * Writes a capture anew without what identifies. Constant memory. Owned by one thread.
 */
final class TraceAnonymiser
{
    /** No shift of the times. */
    static final long EPOCH_KEPT = -1;

    private static final int DEFAULT_TRACKER_PORT = 6969;

    private final AddressMap addresses;
    private final Originals originals = new Originals();
    private final DatagramAnonymiser datagrams;
    private final MessageClassifier classifier;
    private final Message message = new Message();
    private final Endpoint source = new Endpoint();
    private final Endpoint destination = new Endpoint();
    private final long[] kept = new long[DatagramKind.COUNT];
    private final long[] dropped = new long[DatagramKind.COUNT];
    private final long epochNs;
    private long trimmed;
    private long shiftNs;
    private boolean isStarted;

    /**
     * Set up.
     *
     * @param key          32 bytes.
     * @param trackerPort  of the trackers, or {@link TraceReader#PORT_ANY}.
     * @param arePortsKept whether clients keep their ports.
     * @param epochNs      of the first datagram, or {@link #EPOCH_KEPT}.
     */
    TraceAnonymiser(final byte[] key, final int trackerPort, final boolean arePortsKept, final long epochNs)
    {
        this.epochNs = epochNs;
        addresses = new AddressMap(FieldMap.derivedKey(key, "addresses"));
        final FieldMap fields = new FieldMap(FieldMap.derivedKey(key, "fields"));
        final int keptPort = TraceReader.PORT_ANY == trackerPort ? DEFAULT_TRACKER_PORT : trackerPort;
        final PortMap ports = arePortsKept ? PortMap.unchanged() : PortMap.shuffled(fields, keptPort);
        datagrams = new DatagramAnonymiser(new Replacements(addresses, fields, ports, originals));
        classifier = new MessageClassifier(new KnownTrackers(trackerPort), new OverlayShape());
    }

    /**
     * Anonymise some datagrams more.
     *
     * @param reader       of the capture.
     * @param writer       of the result.
     * @param datagramsMax how many to read at most.
     * @return false at the end of the capture.
     * @throws IOException when the disk does not take it.
     */
    boolean run(final TraceReader reader, final TraceWriter writer, final int datagramsMax) throws IOException
    {
        for (int i = 0; i < datagramsMax; i++)
        {
            if (!reader.next())
            {
                return false;
            }
            write(reader.datagram(), writer);
        }
        return true;
    }

    LeakCheck leakCheck()
    {
        return new LeakCheck(originals, addresses);
    }

    Originals originals()
    {
        return originals;
    }

    long kept(final DatagramKind kind)
    {
        return kept[kind.ordinal()];
    }

    long dropped(final DatagramKind kind)
    {
        return dropped[kind.ordinal()];
    }

    /** Datagrams of which something was cut off: options, such as a tracker's path, or trailing bytes. */
    long trimmed()
    {
        return trimmed;
    }

    private void write(final TraceDatagram datagram, final TraceWriter writer) throws IOException
    {
        classifier.classify(message.wrap(datagram));
        final int offset = writer.claim(datagram.source().isIpv6());
        final int length = datagrams.put(message, writer.buffer(), offset);
        final int kind = message.kind().ordinal();
        if (DatagramAnonymiser.DROPPED == length)
        {
            dropped[kind]++;
            return;
        }

        kept[kind]++;
        trimmed += length < datagram.length() && DatagramKind.ERROR != message.kind() ? 1 : 0;
        source.set(datagram.source());
        destination.set(datagram.destination());
        datagrams.replaceEnds(message, source, destination);
        writer.commit(timeNs(datagram), source, destination, length, datagram.direction());
    }

    private long timeNs(final TraceDatagram datagram)
    {
        if (!isStarted)
        {
            isStarted = true;
            shiftNs = EPOCH_KEPT == epochNs ? 0 : epochNs - datagram.timeNs();
        }
        return datagram.timeNs() + shiftNs;
    }
}
