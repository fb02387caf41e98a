package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Endpoints from literal text, by the JDK's parser and so independent of ours. */
final class TestAddresses
{
    private TestAddresses()
    {
    }

    static Endpoint endpoint(final String literal)
    {
        try
        {
            final ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(literal).getAddress());
            return 4 == bytes.remaining() ?
                new Endpoint().ipv4(bytes.getInt(), 6881) :
                new Endpoint().ipv6(bytes.getLong(), bytes.getLong(), 6881);
        }
        catch (final UnknownHostException e)
        {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
