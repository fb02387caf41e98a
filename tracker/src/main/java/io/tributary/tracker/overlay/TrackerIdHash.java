package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What is derived from who a tracker is, equally on every tracker: a 64-bit hash of a tracker id, and an id for a
 * tracker that speaks version 1 and therefore has none. Off the hot path.
 */
final class TrackerIdHash
{
    private static final byte[] VERSION_ONE_PREFIX = "TSUP version 1".getBytes(StandardCharsets.US_ASCII);
    private static final int ADDRESS_AND_PORT_LENGTH_MAX = 18;

    private TrackerIdHash()
    {
    }

    /** First eight bytes of SHA-256 of the id's 16. */
    static long hash(final TrackerId id)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).flip();
        return sha256(bytes).getLong();
    }

    /** First 16 bytes of SHA-256 of a text, the address in 4 or 16 bytes and the port in 2. */
    static TrackerId versionOne(final Endpoint address)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(VERSION_ONE_PREFIX.length + ADDRESS_AND_PORT_LENGTH_MAX)
            .put(VERSION_ONE_PREFIX);
        if (address.isIpv6())
        {
            bytes.putLong(address.addressHigh()).putLong(address.addressLow());
        }
        else
        {
            bytes.putInt(address.ipv4Address());
        }
        final ByteBuffer digest = sha256(bytes.putShort((short)address.port()).flip());
        return new TrackerId(digest.getLong(), digest.getLong());
    }

    /** Origin of what a tracker, given by its hash, hears of a neighbour that speaks version 1. */
    static TrackerId heard(final TrackerId versionOne, final long receiverHash)
    {
        return new TrackerId(versionOne.high(), versionOne.low() ^ receiverHash);
    }

    private static ByteBuffer sha256(final ByteBuffer bytes)
    {
        final MessageDigest sha256 = PacketAuthenticator.sha256();
        sha256.update(bytes);
        return ByteBuffer.wrap(sha256.digest());
    }
}
