package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;

/**
 * Limits requests per source: by host (/32, /64) and by network (/24, /48), in fixed memory. Hot path, loop thread
 * only.
 *
 * <p>To be called only for a source that has shown a valid connection id, which BEP 15 sends to the address it names.
 * The source of any other datagram can be forged: charged to it, a flood in a victim's name would use up the victim's
 * tokens and have the tracker refuse the victim.
 *
 * <p>A request passes when both levels have a token, and only then takes one of each; a refused one costs nobody
 * anything. So a host over its own limit does not use up its network's tokens, which its neighbours need, and a host
 * refused because its network is over the limit keeps its own. Refusals write nothing: they cannot push out buckets.
 *
 * <p>The two tables take 32 bytes a prefix together. With more active prefixes than room, some start afresh with a full
 * burst ({@link TokenBuckets}); nobody gets less than the limit. Tags are keyed hashes: nobody can choose prefixes that
 * share a set. Prefixes whose 64-bit tags collide would share a bucket; that is left to chance.
 */
public final class RateLimiter
{
    public static final int PREFIX_COUNT_MAX = 1 << 22;
    public static final int ADMITTED = 0;
    public static final int HOST_OVER_LIMIT = 1;
    public static final int NETWORK_OVER_LIMIT = 2;

    private static final int IPV4 = 4;
    private static final int IPV6 = 6;

    private final SipHash sipHash;
    private final TokenBuckets hosts;
    private final TokenBuckets networks;
    private final boolean isOff;

    /**
     * Allocate both tables; nothing later.
     *
     * @param prefixCount buckets a level, 1 to {@link #PREFIX_COUNT_MAX}; rounded up to a power of two.
     * @param host        limit of an IPv4 address or IPv6 /64.
     * @param network     limit of an IPv4 /24 or IPv6 /48.
     * @param sipHash     with a random key.
     */
    public RateLimiter(
        final int prefixCount, final RateLimit host, final RateLimit network, final SipHash sipHash)
    {
        if (prefixCount < 1 || prefixCount > PREFIX_COUNT_MAX)
        {
            throw new IllegalArgumentException(
                "prefixCount " + prefixCount + ": allowed are 1 to " + PREFIX_COUNT_MAX);
        }

        this.sipHash = sipHash;
        this.isOff = 0 == host.ratePerSec() && 0 == network.ratePerSec();
        this.hosts = new TokenBuckets(isOff ? 1 : prefixCount, host);
        this.networks = new TokenBuckets(isOff ? 1 : prefixCount, network);
    }

    /**
     * Charge one request to its source.
     *
     * @param source proven by a valid connection id.
     * @param nowNs  monotonic; may wrap. Set back, it costs a source at most the refill of a burst at each level.
     * @return {@link #ADMITTED}, {@link #HOST_OVER_LIMIT} or {@link #NETWORK_OVER_LIMIT}.
     */
    public int tryAcquire(final Endpoint source, final long nowNs)
    {
        if (isOff)
        {
            return ADMITTED;
        }

        final boolean isIpv6 = source.isIpv6();
        final int family = isIpv6 ? IPV6 : IPV4;
        final long hostPrefix = isIpv6 ? source.addressHigh() : source.addressLow();
        final long hostTag = tag(hostPrefix, family);
        final int host = hosts.find(hostTag, nowNs);
        if (!hosts.hasToken(host, nowNs))
        {
            return HOST_OVER_LIMIT;
        }

        final long networkTag = tag(hostPrefix >>> (isIpv6 ? 16 : 8), family);
        final int network = networks.find(networkTag, nowNs);
        if (!networks.hasToken(network, nowNs))
        {
            return NETWORK_OVER_LIMIT;
        }

        hosts.take(host, hostTag, nowNs);
        networks.take(network, networkTag, nowNs);
        return ADMITTED;
    }

    /** Never 0, which marks an unused bucket. */
    private long tag(final long prefix, final int family)
    {
        return sipHash.hash(prefix, family) | 1;
    }
}
