package io.tributary.tracker.request;

/**
 * What the request path is told by the configuration. Immutable; replaced as a whole, between packets.
 *
 * @param intervalSec         time until the next announce, in swarms that are not small.
 * @param intervalSmallSec    the same in small swarms.
 * @param jitterPercent       intervals are drawn from so many percent below to so many above.
 * @param numWantDefault      peers for a client that leaves the number to the tracker.
 * @param numWantMaxIpv4      most peers in one IPv4 answer; its datagram fits the path.
 * @param numWantMaxIpv6      most peers in one IPv6 answer; likewise.
 * @param honourIpFromPrivate whether the IP field is believed from a private or loopback source.
 * @param separatePrivate     whether private and loopback announcers form swarms of their own.
 * @param youngIntervalSec    time until the next announce in young swarms, where that is sooner; 0 for none such.
 * @param youngPerSecondMax   most answers with that interval in a second, which bounds the load that they bring.
 * @param holdNs              how long a first answer may wait for what neighbours know; 0 for never.
 * @param heldAnswersMax      most answers that wait; the memory is set aside for the value at the start.
 */
public record RequestSettings(
    int intervalSec,
    int intervalSmallSec,
    int jitterPercent,
    int numWantDefault,
    int numWantMaxIpv4,
    int numWantMaxIpv6,
    boolean honourIpFromPrivate,
    boolean separatePrivate,
    int youngIntervalSec,
    int youngPerSecondMax,
    long holdNs,
    int heldAnswersMax)
{
    int numWant(final int asked, final boolean isIpv6)
    {
        return Math.min(asked < 0 ? numWantDefault : asked, isIpv6 ? numWantMaxIpv6 : numWantMaxIpv4);
    }

    /** Interval moved by the jitter; {@code random} is uniform in 0 to 65,535. */
    int jittered(final int seconds, final int random)
    {
        final int spread = (int)((long)seconds * jitterPercent * random / (50L << 16));
        return Math.max(1, seconds - (int)((long)seconds * jitterPercent / 100) + spread);
    }
}
