package io.tributary.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tributary.bench.load.LoadResult;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * One server in one round.
 *
 * @param contender  its name.
 * @param round      from 1.
 * @param load       what the load generator saw.
 * @param usage      what the server used over the same window.
 * @param emptyBytes resident after connects and scrapes only, before the first announce.
 * @param fullBytes  resident after every peer has announced.
 * @param peers      that announced.
 * @param links      what went over each link in the same window.
 */
record Measurement(
    String contender,
    int round,
    LoadResult load,
    ProcessUsage usage,
    long emptyBytes,
    long fullBytes,
    int peers,
    List<LinkTraffic> links)
{
    private static final double NS_PER_US = 1_000;

    @JsonProperty
    double responsesPerSecond()
    {
        return load.responsesPerSecond();
    }

    @JsonProperty
    double cpuUs()
    {
        return userUs() + systemUs();
    }

    @JsonProperty
    double userUs()
    {
        return perResponse(usage.userNs());
    }

    @JsonProperty
    double systemUs()
    {
        return perResponse(usage.systemNs());
    }

    @JsonProperty
    double scheduledUs()
    {
        return perResponse(usage.scheduledNs());
    }

    @JsonProperty
    double coreUs()
    {
        return perResponse(usage.coreBusyNs());
    }

    @JsonProperty
    double busyShare()
    {
        return (usage.userNs() + usage.systemNs()) / (load.seconds() * 1e9);
    }

    @JsonProperty
    double bytesPerPeer()
    {
        return (double)(fullBytes - emptyBytes) / peers;
    }

    /** Of all links, the smallest number in a second. */
    double leastPerSecond(final ToLongFunction<LinkTraffic> number)
    {
        return links.stream().mapToLong(number).min().orElse(0) / load.seconds();
    }

    /** Of all links, the largest number in a second. */
    double mostPerSecond(final ToLongFunction<LinkTraffic> number)
    {
        return links.stream().mapToLong(number).max().orElse(0) / load.seconds();
    }

    private double perResponse(final long ns)
    {
        return ns / NS_PER_US / Math.max(1, load.answered() + load.errorCount());
    }
}
