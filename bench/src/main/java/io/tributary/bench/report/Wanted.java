package io.tributary.bench.report;

import java.util.Locale;

/**
 * What this tracker means to reach: every bound that a report judges by, in one place. Changing a number here changes
 * what is asked, not what was found.
 */
public enum Wanted
{
    RATE_BESIDE_OPENTRACKER("compare/rate/opentracker", "responses/s, ours ÷ opentracker's", false, 1.15),
    CPU_BESIDE_OPENTRACKER("compare/cpu/opentracker", "CPU per response, opentracker's ÷ ours", false, 1.2),
    RATE_BESIDE_AQUATIC_EPOLL("compare/rate/aquatic-mio", "responses/s, ours ÷ aquatic_udp's, epoll", false, 1.0),
    RATE_BESIDE_AQUATIC_IO_URING(
        "compare/rate/aquatic-io_uring", "responses/s, ours ÷ aquatic_udp's, io_uring", false, 1.0),
    CPU_BESIDE_ECHO("compare/cpu-beside-echo", "CPU per response, ours ÷ a bare echo's", true, 1.3),
    BYTES_PER_PEER("compare/bytes-per-peer", "resident bytes for each peer", true, 60),
    RATE_LINKED("compare/rate-linked", "responses/s, with links ÷ without", false, 0.95),
    REPLAY_BESIDE_LIVE("replay/beside-live", "requests/s of a replay ÷ responses/s over sockets", false, 3),
    REPLAY_ALLOCATED("replay/allocated", "bytes allocated for each replayed request", true, 0.01),
    OVERLAY_BOUNDS("simulation/missed", "bounds of the overlay that are not kept", true, 0),
    RECORD_ENCODED("jmh/record-encoded", "ns to encode a record of a full UPDATE, version 2", true, 100),
    RECORD_APPLIED("jmh/record-applied", "ns to apply a record to a store of 1 million swarms, version 2", true, 300),
    LARGE_SWARM("jmh/large-swarm", "announce in a swarm of 100,000 ÷ in one of 100", true, 2),
    JMH_ALLOCATED("jmh/allocated", "bytes allocated by an operation, the most of all benchmarks", true, 0.5);

    public final double bound;
    private final String key;
    private final String text;
    private final boolean isUpper;

    /**
     * A bound.
     *
     * @param key     of the figure that is judged.
     * @param text    what is judged.
     * @param isUpper whether the bound may not be exceeded; otherwise it must be reached.
     * @param bound   the number.
     */
    Wanted(final String key, final String text, final boolean isUpper, final double bound)
    {
        this.key = key;
        this.text = text;
        this.isUpper = isUpper;
        this.bound = bound;
    }

    /** Of the figure that is judged. */
    public String key()
    {
        return key;
    }

    /** What is judged. */
    public String text()
    {
        return text;
    }

    public boolean isMetBy(final double value)
    {
        return isUpper ? value <= bound : value >= bound;
    }

    public String boundText()
    {
        final String number = bound == Math.rint(bound) ? "%s %.0f" : "%s %.2f";
        return String.format(Locale.ROOT, number, isUpper ? "≤" : "≥", bound);
    }
}
