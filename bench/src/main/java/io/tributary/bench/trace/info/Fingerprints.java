package io.tributary.bench.trace.info;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;

/** Makes 64 bits of what is counted. The key is fixed, so that a capture always gives the same report. */
final class Fingerprints
{
    private static final SipHash HASH = new SipHash(0x5472_6962_7574_6172L, 0x7921_696E_666F_2121L);
    private static final long IPV6_BIT = 1L << 32;
    private static final int SECOND_WORD_OFFSET = 8;
    private static final int THIRD_WORD_OFFSET = 16;

    private Fingerprints()
    {
    }

    static long ofAddress(final Endpoint endpoint)
    {
        return HASH.hash(endpoint.addressHigh(), endpoint.addressLow(), endpoint.isIpv6() ? IPV6_BIT : 0);
    }

    static long ofEndpoint(final long addressFingerprint, final int port)
    {
        return HASH.hash(addressFingerprint, port);
    }

    static long ofInfoHash(final DirectBuffer buffer, final int offset)
    {
        return HASH.hash(
            buffer.getLong(offset), buffer.getLong(offset + SECOND_WORD_OFFSET),
            buffer.getInt(offset + THIRD_WORD_OFFSET));
    }

    static long of(final long first, final long second)
    {
        return HASH.hash(first, second);
    }

    static long of(final long first, final long second, final long third)
    {
        return HASH.hash(first, second, third);
    }
}
