package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.configuration.Tsup;
import io.tributary.tracker.configuration.TsupLink;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.overlay.TrackerId;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * The overlay's settings from the configuration's tables, which know nothing of it.
 */
final class OverlayConfiguration
{
    /** What every IPv6 path carries: the least MTU, less headers. */
    private static final int IPV6_PAYLOAD_MIN = 1280 - 48;

    private OverlayConfiguration()
    {
    }

    /**
     * Everything but the links.
     *
     * @param configuration checked.
     * @param listenPort    that the neighbours send to.
     */
    static OverlaySettings settings(final TrackerConfiguration configuration, final int listenPort)
    {
        final Tsup tsup = configuration.tsup();
        return new OverlaySettings(
            listenPort,
            address(tsup.address(), listenPort),
            nanoseconds(tsup.helloMs()),
            nanoseconds(tsup.updateMs()),
            nanoseconds(tsup.disconnectMs()),
            nanoseconds(tsup.reconnectMs()),
            tsup.retries(),
            nanoseconds(tsup.mandateMs()),
            nanoseconds(tsup.coalesceMs()),
            nanoseconds(tsup.digestMs()),
            nanoseconds(tsup.holdAnswersMs()),
            tsup.youngSec(),
            tsup.triggeredPerSecond(),
            tsup.urgentSwarmPeers(),
            configuration.announce().replyMaxIpv4Bytes(),
            Math.max(IPV6_PAYLOAD_MIN, configuration.announce().replyMaxIpv6Bytes()),
            tsup.swarmsMax(),
            tsup.recordsMax(),
            BitUtil.findNextPositivePowerOfTwo(tsup.changesMax()),
            tsup.linksMax(),
            OverlaySettings.Border.valueOf(tsup.border().name()),
            tsup.isElecting(),
            TrackerConfiguration.PrivateAddresses.SEPARATE == configuration.announce().privateAddresses(),
            lifeSec(configuration.announce()));
    }

    /**
     * One link.
     *
     * @param link   configured.
     * @param remote the neighbour's address, owned by the result.
     */
    static LinkSettings link(final TsupLink link, final Endpoint remote)
    {
        return new LinkSettings(
            link.name(),
            remote,
            TsupLink.Kind.EXTERNAL == link.kind(),
            LinkSettings.Version.valueOf(link.version().name()),
            link.key().bytes(),
            link.isKeyed() ? link.keyId() : 0,
            link.previousKey().bytes(),
            link.previousKey().isEmpty() ? 0 : link.previousKeyId(),
            link.isBehindNat(),
            LinkSettings.PrivateAddresses.valueOf(link.privateAddresses().name()),
            link.peersPerSwarmMax(),
            link.recordsMax(),
            link.bytesPerSecondMax());
    }

    /**
     * A tracker id from its bytes.
     *
     * @param bytes 16.
     */
    static TrackerId trackerId(final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        return new TrackerId(buffer.getLong(0, ByteOrder.BIG_ENDIAN), buffer.getLong(8, ByteOrder.BIG_ENDIAN));
    }

    static Endpoint endpoint(final InetAddress address, final int port)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(address.getAddress());
        return address instanceof Inet6Address ?
            new Endpoint().ipv6(
                bytes.getLong(0, ByteOrder.BIG_ENDIAN), bytes.getLong(8, ByteOrder.BIG_ENDIAN), port) :
            new Endpoint().ipv4(bytes.getInt(0, ByteOrder.BIG_ENDIAN), port);
    }

    /** Numeric, so that nobody is asked. */
    private static Endpoint address(final String text, final int port)
    {
        try
        {
            return text.isEmpty() ? new Endpoint().ipv4(0, port) : endpoint(InetAddress.getByName(text), port);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(text, ex);
        }
    }

    private static int lifeSec(final TrackerConfiguration.Announce announce)
    {
        return (int)Math.round(announce.intervalSec() * announce.lifeFactor());
    }

    private static long nanoseconds(final long milliseconds)
    {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}
