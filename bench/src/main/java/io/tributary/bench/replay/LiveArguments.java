package io.tributary.bench.replay;

import io.tributary.bench.load.Durations;
import io.tributary.bench.load.HostAndPort;
import io.tributary.codec.Endpoint;
import picocli.CommandLine.Option;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Options of a live replay, and what they mean together. */
final class LiveArguments
{
    private static final int SOCKETS_MAX = 50_000;
    private static final double SPEED_MIN = 0.001;
    private static final double SPEED_MAX = 1_000_000;

    @Option(names = "--to", paramLabel = "HOST:PORT",
        description = "live: the tracker to send to. Given twice, with an IPv4 and an IPv6 address, clients are sent " +
            "to that of their family")
    private final List<String> to = new ArrayList<>();

    @Option(names = "--speed", paramLabel = "N|max", defaultValue = "1",
        description = "live: so many times faster than captured, or as fast as the tracker answers (default: " +
            "${DEFAULT-VALUE})")
    private String speed;

    @Option(names = "--source-prefix", paramLabel = "PREFIX",
        description = "live: addresses of this machine to send from, one for each client address, such as " +
            "fd00:1::/64; once for each --to (default: 127.0.0.0/8 to IPv4 loopback, otherwise one address)")
    private final List<String> sourcePrefixes = new ArrayList<>();

    @Option(names = "--sockets", paramLabel = "N", defaultValue = "4096",
        description = "live: most sockets for each --to; beyond, client addresses share them (default: " +
            "${DEFAULT-VALUE})")
    private int socketsMax;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "1s",
        description = "live: after which a request counts as lost (default: ${DEFAULT-VALUE})")
    private String timeout;

    boolean isGiven()
    {
        return !to.isEmpty();
    }

    /**
     * Put together.
     *
     * @throws IllegalArgumentException naming the option, what it was given and what is allowed.
     */
    LiveOptions options(final Endpoint asked, final int passes)
    {
        require("--sockets", socketsMax >= 1 && socketsMax <= SOCKETS_MAX, socketsMax, "1 to " + SOCKETS_MAX);
        final List<InetSocketAddress> trackers = to.stream().map(text -> address("--to", text)).toList();
        require("--to", 1 == trackers.size() ||
            2 == trackers.size() && isIpv6(trackers.get(0)) != isIpv6(trackers.get(1)),
            String.join(", ", to), "one tracker, or one of each address family");
        final List<SourcePrefix> given = sourcePrefixes.stream().map(LiveArguments::prefix).toList();
        final List<SourcePrefix> sources = trackers.stream().map(tracker -> given.stream()
            .filter(prefix -> prefix.isIpv6() == isIpv6(tracker)).findFirst()
            .orElseGet(() -> SourcePrefix.usual(tracker))).toList();
        require("--source-prefix", sources.containsAll(given), String.join(", ", sourcePrefixes),
            "one of the family of each --to");
        return new LiveOptions(
            trackers, sources, asked, speed(), passes, socketsMax, Durations.parseNs("timeout", timeout));
    }

    /**
     * An address of a capture.
     *
     * @param option to be named in the message.
     * @param text   as {@link HostAndPort} reads it.
     * @throws IllegalArgumentException saying what is wrong.
     */
    static Endpoint endpoint(final String option, final String text)
    {
        final InetSocketAddress address = address(option, text);
        final ByteBuffer words = ByteBuffer.wrap(address.getAddress().getAddress());
        return isIpv6(address) ?
            new Endpoint().ipv6(words.getLong(), words.getLong(), address.getPort()) :
            new Endpoint().ipv4(words.getInt(), address.getPort());
    }

    private double speed()
    {
        if ("max".equals(speed.toLowerCase(Locale.ROOT)))
        {
            return LiveOptions.SPEED_MAX;
        }
        final boolean isNumber = speed.matches("[0-9]{1,7}([.][0-9]{1,6})?");
        final double factor = isNumber ? Double.parseDouble(speed) : 0;
        require("--speed", factor >= SPEED_MIN && factor <= SPEED_MAX, speed, "0.001 to 1000000, or max");
        return factor;
    }

    private static SourcePrefix prefix(final String text)
    {
        try
        {
            return SourcePrefix.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("--source-prefix: " + ex.getMessage(), ex);
        }
    }

    private static InetSocketAddress address(final String option, final String text)
    {
        try
        {
            return HostAndPort.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(option + ": " + ex.getMessage(), ex);
        }
    }

    private static boolean isIpv6(final InetSocketAddress address)
    {
        return address.getAddress() instanceof Inet6Address;
    }

    private static void require(final String option, final boolean isMet, final Object value, final String allowed)
    {
        if (!isMet)
        {
            throw new IllegalArgumentException(option + " " + value + ": allowed is " + allowed);
        }
    }
}
