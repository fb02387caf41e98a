package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

/**
 * Reads a result again and looks for what was replaced. Every address in a header must be the image of one that was
 * replaced; no info-hash or peer id, IPv6 address, or IPv4 address with its port, may lie at any place of a payload,
 * unless it is the image of another. Six bytes meet by chance in large traces: as many as chance gives are let pass,
 * never any where chance gives none. Owned by one thread.
 */
final class LeakCheck
{
    private static final double CHANCE_NEGLIGIBLE = 0.01;
    private static final double WINDOW_VALUES = 1L << 48;
    private static final int CHANCE_FACTOR = 4;
    private static final int CHANCE_MARGIN = 8;

    private final Originals originals;
    private final AddressMap addresses;
    private final Endpoint endpoint = new Endpoint();
    private long places;
    private long addressesFound;
    private long identifiersFound;
    private long endpointsFound;
    private String firstFound = "";

    LeakCheck(final Originals originals, final AddressMap addresses)
    {
        this.originals = originals;
        this.addresses = addresses;
    }

    /** Look into some datagrams more; false at the end. */
    boolean run(final TraceReader reader, final int datagramsMax)
    {
        for (int i = 0; i < datagramsMax; i++)
        {
            if (!reader.next())
            {
                return false;
            }
            check(reader.datagram());
        }
        return true;
    }

    boolean isClean()
    {
        return 0 == addressesFound + identifiersFound && endpointsFound <= endpointsAllowed();
    }

    /** What was found, for the user. */
    String found()
    {
        return addressesFound + " addresses that are nobody's image, " + identifiersFound +
            " original info-hashes, peer ids or IPv6 addresses, " + endpointsFound +
            " original IPv4 addresses with port; the first: " + firstFound;
    }

    private long endpointsAllowed()
    {
        final double chance = places * (originals.endpointCount() / WINDOW_VALUES);
        return chance < CHANCE_NEGLIGIBLE ? 0 : (long)(CHANCE_FACTOR * chance) + CHANCE_MARGIN;
    }

    private void check(final TraceDatagram datagram)
    {
        header(datagram, datagram.source());
        header(datagram, datagram.destination());

        final DirectBuffer buffer = datagram.buffer();
        final int end = datagram.offset() + datagram.length();
        for (int place = datagram.offset(); place + Endpoint.IPV4_LENGTH <= end; place++)
        {
            places++;
            if (originals.hasIpv4Endpoint(buffer, place) && !isImage(endpoint.getCompact(buffer, place, false)))
            {
                endpointsFound++;
                note(datagram, place);
            }
            if (place + Originals.IPV6_ADDRESS_LENGTH <= end && originals.hasIpv6Address(buffer, place) ||
                place + Originals.IDENTIFIER_LENGTH <= end && originals.hasIdentifier(buffer, place))
            {
                identifiersFound++;
                note(datagram, place);
            }
        }
    }

    private void header(final TraceDatagram datagram, final Endpoint end)
    {
        if (!AddressMap.isNobodys(end) && !isImage(endpoint.set(end)))
        {
            addressesFound++;
            note(datagram, datagram.offset());
        }
    }

    private boolean isImage(final Endpoint image)
    {
        return originals.mayHaveAddress(addresses.restore(image));
    }

    private void note(final TraceDatagram datagram, final int place)
    {
        if (firstFound.isEmpty())
        {
            firstFound = "packet " + datagram.packetNumber() + " at byte " + datagram.fileOffset() +
                ", payload from byte " + (place - datagram.offset());
        }
    }
}
