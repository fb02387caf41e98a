package io.tributary.bench.compare;

import io.tributary.bench.load.HostAndPort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * aquatic_udp_load_test against a running server: one worker, its own mix of requests, as a check on our generator.
 */
final class RivalLoadTest
{
    static final String PROGRAM = "aquatic_udp_load_test";

    private static final Pattern TOTAL = Pattern.compile("Average responses per second: ([0-9.]+)");
    private static final Pattern ERRORS = Pattern.compile("(?s)Average responses.*?Error responses: +([0-9.]+)");
    private static final int RECORDING_SEC = 15;
    private static final int GRACE_SEC = 60;

    private final Path program;
    private final Workload workload;
    private final int core;

    RivalLoadTest(final Path program, final Workload workload, final int core)
    {
        this.program = program;
        this.workload = workload;
        this.core = core;
    }

    /** Its info-hashes are the same in every run; most of them show within a few seconds. */
    Whitelist whitelist(final Path directory, final InetSocketAddress address) throws IOException
    {
        final InfoHashRecorder recorder = new InfoHashRecorder(address);
        try (recorder)
        {
            await(start(directory, address, RECORDING_SEC, 0), RECORDING_SEC + GRACE_SEC);
        }
        return recorder;
    }

    CrossCheck run(
        final String name, final ServerProcess server, final Path directory, final InetSocketAddress address)
        throws IOException
    {
        final int warmUpSec = seconds(workload.warmUpNs());
        final int measuredSec = seconds(workload.durationNs());
        final Process process = start(directory, address, warmUpSec + measuredSec, measuredSec);
        await(process, warmUpSec);
        final ProcessUsage before = server.usage();
        await(process, measuredSec);
        final ProcessUsage usage = server.usage().since(before);
        await(process, GRACE_SEC);

        final String output = Files.readString(output(directory));
        final double rate = responsesPerSecond(output);
        final double cpuUs = (usage.userNs() + usage.systemNs()) / 1e3 / (rate * measuredSec);
        return new CrossCheck(name, rate, errorsPerSecond(output), cpuUs);
    }

    static double responsesPerSecond(final String output) throws IOException
    {
        return number(TOTAL, output);
    }

    static double errorsPerSecond(final String output) throws IOException
    {
        return number(ERRORS, output);
    }

    private static double number(final Pattern pattern, final String output) throws IOException
    {
        final Matcher matcher = pattern.matcher(output);
        if (!matcher.find())
        {
            throw new IOException(PROGRAM + " printed no line like '" + pattern + "'");
        }
        return Double.parseDouble(matcher.group(1));
    }

    private Process start(
        final Path directory, final InetSocketAddress address, final int durationSec, final int summarisedSec)
        throws IOException
    {
        final Path configuration = directory.resolve("load-test.toml");
        Files.writeString(configuration, String.join("\n",
            "server_address = \"" + HostAndPort.text(address) + "\"",
            "workers = 1",
            "duration = " + durationSec,
            "summarize_last = " + summarisedSec,
            "extra_statistics = false",
            "[network]",
            "recv_buffer = 0",
            "[requests]",
            "number_of_torrents = " + workload.population().torrents(),
            "number_of_peers = " + workload.population().peers(),
            "announce_peers_wanted = " + workload.mix().numWant(),
            ""));
        return new ProcessBuilder(
            "taskset", "-c", Integer.toString(core), program.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(output(directory).toFile())
            .start();
    }

    private static Path output(final Path directory)
    {
        return directory.resolve("load-test.out");
    }

    /** A process that outlives its grace is killed. */
    private static void await(final Process process, final int timeoutSec) throws IOException
    {
        try
        {
            if (!process.waitFor(timeoutSec, TimeUnit.SECONDS) && GRACE_SEC <= timeoutSec)
            {
                process.destroyForcibly();
            }
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
    }

    private static int seconds(final long ns)
    {
        return (int)Math.max(1, TimeUnit.NANOSECONDS.toSeconds(ns));
    }
}
