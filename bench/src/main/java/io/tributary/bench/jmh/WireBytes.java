package io.tributary.bench.jmh;

/**
 * What a peer of an update takes on the wire, by the encoders that are measured: UPDATE packets with their headers of
 * IPv4 and UDP, without acknowledgements. Nothing is measured here: the same numbers on any machine.
 */
public final class WireBytes
{
    static final int HEADERS_LENGTH = 20 + 8;
    private static final double PEERS = 1000;

    private WireBytes()
    {
    }

    /**
     * Of version 1.
     *
     * @param shape peers of an update, a slash, and the swarms they are of.
     * @return bytes for each peer.
     */
    public static double versionOne(final String shape)
    {
        final VersionOneUpdateFlyweightBenchmark.Updates updates = new VersionOneUpdateFlyweightBenchmark.Updates();
        updates.shape = shape;
        updates.fill();
        return updates.wireBytes() / PEERS;
    }

    /**
     * Of version 2.
     *
     * @param shape   peers of an update, a slash, and the swarms they are of.
     * @param isKeyed whether packets are authenticated.
     * @return bytes for each peer.
     */
    public static double versionTwo(final String shape, final boolean isKeyed)
    {
        final UpdateFlyweightBenchmark.Updates updates = new UpdateFlyweightBenchmark.Updates();
        updates.shape = shape;
        updates.isKeyed = isKeyed;
        updates.fill();
        return updates.wireBytes() / PEERS;
    }
}
