package io.tributary.tracker.configuration;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks between settings that are each fine alone.
 */
final class ConfigurationChecks
{
    /**
     * Longest life of a peer that the store can write down.
     */
    private static final int LIFE_MAX_SEC = 8 * 3_600;
    private static final int ANNOUNCE_HEAD_LENGTH = 20;
    private static final int IPV4_PEER_LENGTH = 6;
    private static final int IPV6_PEER_LENGTH = 18;

    private final TrackerConfiguration configuration;
    private final Map<String, RawValue> raw;
    private final String otherOrigin;
    private final ConfigurationErrors errors;

    /**
     * Checks of one configuration.
     *
     * @param raw         where values were given, by key.
     * @param otherOrigin what to say of keys that are not among them.
     */
    ConfigurationChecks(
        final TrackerConfiguration configuration,
        final Map<String, RawValue> raw,
        final String otherOrigin,
        final ConfigurationErrors errors)
    {
        this.configuration = configuration;
        this.raw = raw;
        this.otherOrigin = otherOrigin;
        this.errors = errors;
    }

    void check()
    {
        checkListen(configuration.network().listen());
        checkConnection(configuration.connection());
        checkIntervals(configuration.announce());
        checkNumWant(configuration.announce());
        checkTsup(configuration.tsup());
        checkLinks(configuration.tsup());
    }

    private void checkListen(final List<ListenAddress> addresses)
    {
        final Set<ListenAddress> seen = new HashSet<>();
        for (final ListenAddress address : addresses)
        {
            if (!seen.add(address) && 0 != address.port())
            {
                error("network.listen", address + " is listed twice", "each address once");
                return;
            }
        }
    }

    private void checkConnection(final TrackerConfiguration.Connection connection)
    {
        if (connection.softLifeSec() < connection.lifeSec())
        {
            error("connection.soft_life", "shorter than connection.life",
                "from " + SettingKind.DURATION.format(connection.lifeSec()));
        }
    }

    private void checkIntervals(final TrackerConfiguration.Announce announce)
    {
        checkInterval("announce.interval", announce.intervalSec(), announce);
        checkInterval("announce.interval_small", announce.intervalSmallSec(), announce);
    }

    private void checkInterval(final String key, final int intervalSec, final TrackerConfiguration.Announce announce)
    {
        final long lifeSec = announce.lifeMaxSec(intervalSec);
        if (lifeSec > LIFE_MAX_SEC)
        {
            error(key, "with announce.interval_jitter_percent and announce.life_factor a peer would live " +
                SettingKind.DURATION.format(lifeSec), "a life up to " + SettingKind.DURATION.format(LIFE_MAX_SEC));
        }
    }

    private void checkNumWant(final TrackerConfiguration.Announce announce)
    {
        checkFits("announce.num_want_max_ipv4", announce.numWantMaxIpv4(), "announce.datagram_max_ipv4",
            (announce.replyMaxIpv4Bytes() - ANNOUNCE_HEAD_LENGTH) / IPV4_PEER_LENGTH);
        checkFits("announce.num_want_max_ipv6", announce.numWantMaxIpv6(), "announce.datagram_max_ipv6",
            (announce.replyMaxIpv6Bytes() - ANNOUNCE_HEAD_LENGTH) / IPV6_PEER_LENGTH);

        final int numWantMax = Math.min(announce.numWantMaxIpv4(), announce.numWantMaxIpv6());
        if (announce.numWantDefault() > numWantMax)
        {
            error("announce.num_want_default",
                "above announce.num_want_max_ipv4 or announce.num_want_max_ipv6", "up to " + numWantMax);
        }
    }

    private void checkFits(final String key, final int peers, final String datagramKey, final int peersMax)
    {
        if (peers > peersMax)
        {
            error(key, "does not fit " + datagramKey, "up to " + peersMax + ", or a larger " + datagramKey);
        }
    }

    private void checkTsup(final Tsup tsup)
    {
        checkNotShorter("tsup.disconnect", tsup.disconnectMs(), "twice tsup.hello", 2 * tsup.helloMs());
        checkNotShorter("tsup.reconnect", tsup.reconnectMs(), "tsup.hello", tsup.helloMs());
        checkNotShorter("tsup.mandate", tsup.mandateMs(), "tsup.disconnect", tsup.disconnectMs());
        checkNotShorter("tsup.update", tsup.updateMs(), "tsup.coalesce", tsup.coalesceMs());
        if (!tsup.address().isEmpty() && !isNumericAddress(tsup.address()))
        {
            error("tsup.address", "not an address", "a numeric IPv4 or IPv6 address, or \"\"");
        }
    }

    private void checkNotShorter(final String key, final long valueMs, final String otherKey, final long minMs)
    {
        if (valueMs < minMs)
        {
            error(key, "shorter than " + otherKey, "from " + SettingKind.INTERVAL.format(minMs));
        }
    }

    private void checkLinks(final Tsup tsup)
    {
        if (configuration.links().size() > tsup.linksMax())
        {
            error("tsup.links_max", configuration.links().size() + " links are configured",
                "from " + configuration.links().size());
        }
        for (final TsupLink link : configuration.links())
        {
            if (tsup.isKeyRequired() && !link.isKeyed())
            {
                error("tsup.require_key", "link " + SettingKind.quoted(link.name()) + " has no key",
                    "false, or a key for each link");
            }
        }
    }

    private static boolean isNumericAddress(final String text)
    {
        try
        {
            final String host = ListenAddress.parse((text.indexOf(':') < 0 ? text : "[" + text + "]") + ":0").host();
            return host.indexOf('%') < 0 && (host.indexOf(':') >= 0 || Character.isDigit(host.charAt(0)) &&
                host.chars().noneMatch(Character::isLetter));
        }
        catch (final IllegalArgumentException ex)
        {
            return false;
        }
    }

    private void error(final String key, final String problem, final String allowed)
    {
        final SettingDefinition setting = ConfigurationSchema.SETTINGS.get(key);
        final String shown = setting.format(setting.valueIn(configuration));
        final RawValue given = raw.get(key);
        final String origin = null == given ? otherOrigin : given.origin();
        errors.value(key, new RawValue(origin, "", shown, true), problem, allowed);
    }
}
