package io.tributary.bench.compare;

import java.util.List;
import java.util.Locale;

/**
 * A {@link Comparison} as Markdown tables, which also read well on a terminal.
 */
final class Tables
{
    private static final double SATURATED_SHARE = 0.95;
    private static final double PERCENT = 100;

    private Tables()
    {
    }

    static String servers(final Comparison comparison)
    {
        final StringBuilder text = new StringBuilder();
        row(text, "server", "responses/s", "CPU µs/response", "user", "system", "busy %", "lost %", "error answers",
            "peers/announce", "p50 µs", "p99 µs", "bytes/peer");
        row(text, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        for (final String name : comparison.contenders())
        {
            row(text, name,
                comparison.spread(name, Measurement::responsesPerSecond).text(0),
                comparison.spread(name, Measurement::cpuUs).text(2),
                comparison.spread(name, Measurement::userUs).median(2),
                comparison.spread(name, Measurement::systemUs).median(2),
                comparison.spread(name, (m) -> PERCENT * m.busyShare()).median(1),
                comparison.spread(name, (m) -> PERCENT * m.load().lossShare()).median(4),
                comparison.spread(name, (m) -> m.load().errorCount()).median(0),
                comparison.spread(name, (m) -> m.load().peersPerAnnounce()).median(1),
                comparison.spread(name, (m) -> m.load().latency().p50Us()).median(0),
                comparison.spread(name, (m) -> m.load().latency().p99Us()).median(0),
                EchoContender.NAME.equals(name) ?
                    "-" : comparison.spread(name, Measurement::bytesPerPeer).text(1));
        }
        return text.toString();
    }

    static String checks(final Comparison comparison)
    {
        final StringBuilder text = new StringBuilder();
        row(text, "server", "µs/response by stat", "by schedstat of all threads", "all use of the core", "empty MiB",
            "full MiB");
        row(text, "---", "---:", "---:", "---:", "---:", "---:");
        for (final String name : comparison.contenders())
        {
            row(text, name,
                comparison.spread(name, Measurement::cpuUs).median(2),
                comparison.spread(name, Measurement::scheduledUs).median(2),
                comparison.spread(name, Measurement::coreUs).median(2),
                comparison.spread(name, (m) -> m.emptyBytes() / 1024.0 / 1024.0).median(1),
                comparison.spread(name, (m) -> m.fullBytes() / 1024.0 / 1024.0).median(1));
        }
        return text.toString();
    }

    static String ratios(final Comparison comparison)
    {
        final String ours = comparison.ours();
        final StringBuilder text = new StringBuilder();
        row(text, "server", "responses/s, " + ours + " ÷ server", "CPU per response, server ÷ " + ours);
        row(text, "---", "---:", "---:");
        for (final String name : comparison.contenders())
        {
            if (!name.equals(ours))
            {
                row(text, name,
                    comparison.ratio(ours, name, Measurement::responsesPerSecond).text(2),
                    comparison.ratio(name, ours, Measurement::cpuUs).text(2));
            }
        }
        return text.toString();
    }

    static String links(final Comparison comparison)
    {
        final StringBuilder text = new StringBuilder();
        row(text, "server", "links", "in", "of it known", "of it refused", "out", "datagrams told again",
            "changes not yet sent");
        row(text, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        for (final String name : comparison.linked())
        {
            row(text, name,
                comparison.spread(
                    name, (m) -> m.links().stream().filter(LinkTraffic::isConnected).count()).text(0),
                comparison.spread(name, (m) -> m.leastPerSecond(LinkTraffic::accepted)).text(0),
                comparison.spread(name, (m) -> m.mostPerSecond(LinkTraffic::duplicate)).text(0),
                comparison.spread(name, (m) -> m.mostPerSecond(LinkTraffic::refused)).text(0),
                comparison.spread(name, (m) -> m.leastPerSecond(LinkTraffic::sent)).text(0),
                comparison.spread(name, (m) -> m.mostPerSecond(LinkTraffic::lost)).text(1),
                comparison.spread(
                    name, (m) -> m.links().stream().mapToLong(LinkTraffic::lag).max().orElse(0)).text(0));
        }
        return text.toString();
    }

    static String targets(final List<Target> targets)
    {
        final StringBuilder text = new StringBuilder();
        row(text, "target", "wanted", "measured", "verdict");
        row(text, "---", "---:", "---:", "---");
        for (final Target target : targets)
        {
            row(text, target.text(), target.boundText(), target.measured().text(2),
                target.isMet() ? "met" : "**missed**");
        }
        return text.toString();
    }

    /** What makes a row doubtful, one line each. */
    static String doubts(final Comparison comparison)
    {
        final StringBuilder text = new StringBuilder();
        for (final String name : comparison.contenders())
        {
            final double busy = comparison.spread(name, Measurement::busyShare).median();
            if (busy < SATURATED_SHARE)
            {
                text.append(String.format(Locale.ROOT,
                    "* %s used only %.0f %% of its core: the generator or something else on the core was the " +
                        "limit, and its responses/s are a lower bound.%n", name, PERCENT * busy));
            }
            if (comparison.spread(name, (m) -> m.load().errorCount() + m.load().malformed()).max() > 0)
            {
                text.append("* ").append(name).append(" gave error or malformed answers; see the raw results.\n");
            }
        }
        return text.toString();
    }

    static void row(final StringBuilder text, final String... cells)
    {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
