package io.tributary.bench.trace.anonymise;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Replaces fields where they lie, and remembers what was there. Owned by one thread.
 */
final class Replacements
{
    private final AddressMap addresses;
    private final FieldMap fields;
    private final PortMap ports;
    private final Originals originals;
    private final Endpoint endpoint = new Endpoint();

    Replacements(final AddressMap addresses, final FieldMap fields, final PortMap ports, final Originals originals)
    {
        this.addresses = addresses;
        this.fields = fields;
        this.ports = ports;
        this.originals = originals;
    }

    FieldMap fields()
    {
        return fields;
    }

    int port(final int port)
    {
        return ports.at(port);
    }

    /** The end of a tracker: its port stays. */
    void tracker(final Endpoint tracker)
    {
        originals.addEndpoint(tracker);
        addresses.replace(tracker);
    }

    void client(final Endpoint client)
    {
        originals.addEndpoint(client);
        addresses.replace(client).port(ports.at(client.port()));
    }

    void compactPeer(final MutableDirectBuffer buffer, final int offset, final boolean isIpv6)
    {
        final boolean isMapped = isIpv6 && !endpoint.getCompact(buffer, offset, true).isIpv6();
        client(endpoint.getCompact(buffer, offset, isIpv6));
        if (isMapped)
        {
            final int mapped = offset + Endpoint.IPV6_LENGTH - Endpoint.IPV4_LENGTH;
            endpoint.putCompact(buffer, mapped);
        }
        else
        {
            endpoint.putCompact(buffer, offset);
        }
    }

    /** An address that a client asks to be entered with; 0 if none. */
    int askedIpv4(final int address, final int port)
    {
        if (0 == address)
        {
            return 0;
        }
        originals.addEndpoint(endpoint.ipv4(address, port));
        return addresses.ipv4(address);
    }

    void infoHash(final MutableDirectBuffer buffer, final int offset)
    {
        originals.addIdentifier(buffer, offset);
        fields.infoHash(buffer, offset);
    }

    void peerId(final MutableDirectBuffer buffer, final int offset)
    {
        originals.addIdentifier(buffer, offset);
        fields.peerId(buffer, offset);
    }

    void connectionId(final MutableDirectBuffer buffer, final int offset)
    {
        final long connectionId = buffer.getLong(offset, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset, fields.connectionId(connectionId), ByteOrder.BIG_ENDIAN);
    }

    void transactionId(final MutableDirectBuffer buffer, final int offset)
    {
        final int transactionId = buffer.getInt(offset, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset, fields.transactionId(transactionId), ByteOrder.BIG_ENDIAN);
    }
}
