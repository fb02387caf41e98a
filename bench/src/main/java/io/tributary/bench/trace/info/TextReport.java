package io.tributary.bench.trace.info;

import io.tributary.bench.trace.PacketTally;
import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.info.AnswerTimes.Request;
import io.tributary.bench.trace.info.DatagramKind.Group;
import io.tributary.codec.capture.PacketDirection;
import io.tributary.codec.capture.PacketVerdict;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** What was found in a capture, for a terminal 80 columns wide. What did not occur is left out. Allocates freely. */
final class TextReport
{
    private static final String PACKET_ROW = "%-58s%13s%9s";
    private static final String FAMILY_ROW = "%-32s%13s%13s%13s%9s";
    private static final String ANSWER_ROW = "%-20s%13s%13s%10s%15s%9s";
    private static final String MEASURE_ROW = "%-26s%9s%9s%9s%9s%9s%9s";
    private static final double NS_PER_SECOND = 1e9;
    private static final long NS_PER_MICROSECOND = 1_000;
    private static final int SPARKLINE_WIDTH = 64;

    private final StringBuilder text = new StringBuilder();
    private final TraceReader reader;
    private final TraceSummary summary;

    private TextReport(final TraceReader reader, final TraceSummary summary)
    {
        this.reader = reader;
        this.summary = summary;
    }

    static String render(final TraceReader reader, final TraceSummary summary)
    {
        final TextReport report = new TextReport(reader, summary);
        report.head();
        if (!reader.packets().isEmpty())
        {
            report.packets();
        }
        if (summary.counts().total() > 0)
        {
            report.datagrams();
        }
        if (summary.counts().count(DatagramKind.MALFORMED) > 0)
        {
            report.malformed();
        }
        if (summary.counts().count(DatagramKind.ERROR) > 0)
        {
            report.errors();
        }
        if (summary.rates().binCount() > 0)
        {
            report.rates();
        }
        report.text.append(SwarmSection.render(summary));
        if (summary.counts().count(Group.REQUEST, false) + summary.counts().count(Group.REQUEST, true) > 0)
        {
            report.answers();
        }
        report.measures();
        return report.text.append(OverlaySection.render(summary)).toString();
    }

    private void head()
    {
        line("%s: %s", reader.name(), reader.format().label());
        final PacketTally packets = reader.packets();
        if (packets.isEmpty())
        {
            line("no packets");
            return;
        }

        final StringBuilder links = new StringBuilder();
        for (int i = 0; i < packets.linkTypeCount(); i++)
        {
            links.append(0 == i ? "" : ", ").append(LinkTypes.name(packets.linkType(i)));
        }
        line("%s", links);
        line("%s to %s, %s s", time(packets.firstNs()), time(packets.lastNs()),
            ReportText.number(((double)packets.lastNs() - packets.firstNs()) / NS_PER_SECOND));
    }

    private static Instant time(final long timeNs)
    {
        final long microseconds = Math.floorDiv(timeNs, NS_PER_MICROSECOND);
        return Instant.ofEpochSecond(
            Math.floorDiv(microseconds, 1_000_000L), Math.floorMod(microseconds, 1_000_000L) * NS_PER_MICROSECOND);
    }

    private void packets()
    {
        line("");
        line(PACKET_ROW, "Packets", ReportText.count(reader.packetCount()), "share");
        for (final PacketVerdict verdict : PacketVerdict.values())
        {
            packetRow(verdict.label(), reader.packetCount(verdict));
        }
        packetRow("UDP datagrams of other ports, left out", reader.filteredCount());
        packetRow("datagrams put together from fragments", summary.counts().reassembledCount());
        packetRow("datagrams cut by the snap length", summary.counts().cutCount());
        packetRow("datagrams that lack fragments",
            reader.fragments().pendingCount() + reader.fragments().evictedCount() +
            reader.fragments().expiredCount());
    }

    private void packetRow(final String label, final long count)
    {
        if (count > 0)
        {
            line(PACKET_ROW, "  " + label, ReportText.count(count), ReportText.share(count, reader.packetCount()));
        }
    }

    private void datagrams()
    {
        final DatagramCounts counts = summary.counts();
        line("");
        line(FAMILY_ROW, "Datagrams", "IPv4", "IPv6", "both", "share");
        for (final Group group : Group.values())
        {
            familyRow(group.title(), counts.count(group, false), counts.count(group, true));
            for (final DatagramKind kind : DatagramKind.values())
            {
                if (group == kind.group())
                {
                    familyRow("  " + kind.label(), counts.count(kind, false), counts.count(kind, true));
                }
            }
        }

        final StringBuilder directions = new StringBuilder("Directions: ");
        for (final PacketDirection direction : PacketDirection.values())
        {
            final long count = counts.count(direction);
            directions.append(0 == count ? "" : String.format(Locale.ROOT, "%s%,d %s",
                directions.toString().endsWith(": ") ? "" : ", ", count, directionText(direction)));
        }
        line("%s", directions);
    }

    private static String directionText(final PacketDirection direction)
    {
        return PacketDirection.UNKNOWN == direction ? "not told" :
            PacketDirection.OTHER == direction ? "between others" : direction.name().toLowerCase(Locale.ROOT);
    }

    private void familyRow(final String label, final long ipv4, final long ipv6)
    {
        if (ipv4 + ipv6 > 0)
        {
            line(FAMILY_ROW, label, ReportText.count(ipv4), ReportText.count(ipv6), ReportText.count(ipv4 + ipv6),
                ReportText.share(ipv4 + ipv6, summary.counts().total()));
        }
    }

    private void malformed()
    {
        final long total = summary.counts().count(DatagramKind.MALFORMED);
        line("");
        line(PACKET_ROW, "Malformed", ReportText.count(total), "share");
        for (final Defect defect : Defect.values())
        {
            final long count = summary.counts().defects(defect);
            if (Defect.NONE != defect && count > 0)
            {
                line(PACKET_ROW, "  " + defect.label(), ReportText.count(count), ReportText.share(count, total));
            }
        }
    }

    private void errors()
    {
        final Tally tally = summary.errors().tally();
        line("");
        line(PACKET_ROW, "Errors", ReportText.count(tally.total()), "share");
        for (final Tally.Row row : tally.rows())
        {
            line(PACKET_ROW, "  \"" + summary.errors().text(row) + '"', ReportText.count(row.count()),
                ReportText.share(row.count(), tally.total()));
        }
        if (tally.others() > 0)
        {
            line(PACKET_ROW, "  other texts", ReportText.count(tally.others()),
                ReportText.share(tally.others(), tally.total()));
        }
    }

    private void rates()
    {
        final DatagramCounts counts = summary.counts();
        final double announces = counts.announces();
        line("");
        if (announces > 0)
        {
            line("Request mix: announce 1, connect %s, scrape %s",
                ReportText.number(counts.count(DatagramKind.CONNECT) / announces),
                ReportText.number(counts.count(DatagramKind.SCRAPE) / announces));
        }
        final double[] rates = summary.requestRates();
        final double peak = Arrays.stream(ReportText.columns(rates, SPARKLINE_WIDTH)).max().orElse(0);
        if (peak > 0)
        {
            final double lengthSec = (double)rates.length * summary.rates().widthSec();
            line("Requests over %s s, %s s a column, %c is %s per second:", ReportText.number(lengthSec),
                ReportText.number(lengthSec / Math.min(SPARKLINE_WIDTH, rates.length)), ReportText.RAMP_TOP,
                ReportText.number(peak));
            line("  [%s]", ReportText.sparkline(rates, SPARKLINE_WIDTH));
        }
    }

    private void answers()
    {
        final AnswerTimes answers = summary.answers();
        line("");
        line(ANSWER_ROW, "Requests and answers", "requests", "answered", "errors", "unanswered",
            "share");
        for (final Request request : Request.values())
        {
            final long requests = answers.requests(request);
            if (requests > 0)
            {
                line(ANSWER_ROW, "  " + request.label(), ReportText.count(requests),
                    ReportText.count(answers.answered(request)), ReportText.count(answers.refused(request)),
                    ReportText.count(answers.unanswered(request)),
                    ReportText.share(answers.unanswered(request), requests));
            }
        }
        optional("answers without a request seen", answers.strayCount());
        optional("requests forgotten for want of room", answers.forgottenCount());
        connectionIds();
    }

    private void connectionIds()
    {
        final ConnectionIdAges ids = summary.connectionIds();
        final long uses = ids.agesUs().getTotalCount() + ids.unknownCount();
        if (uses > 0)
        {
            line("");
            line(PACKET_ROW, "Connection ids used", ReportText.count(uses), "share");
            line(PACKET_ROW, "  older than 60 s", ReportText.count(ids.overClientLimitCount()),
                ReportText.share(ids.overClientLimitCount(), uses));
            line(PACKET_ROW, "  older than 120 s: stale", ReportText.count(ids.overTrackerLimitCount()),
                ReportText.share(ids.overTrackerLimitCount(), uses));
            line(PACKET_ROW, "  not seen being handed out to that address", ReportText.count(ids.unknownCount()),
                ReportText.share(ids.unknownCount(), uses));
            optional("ids forgotten for want of room", ids.forgottenCount());
        }
    }

    private void optional(final String label, final long count)
    {
        if (count > 0)
        {
            line(PACKET_ROW, "  " + label, ReportText.count(count), "");
        }
    }

    private void measures()
    {
        boolean isFirst = true;
        for (final Measures.Measure measure : Measures.of(summary))
        {
            final Spread spread = measure.spread();
            if (spread.count() > 0)
            {
                if (isFirst)
                {
                    line("");
                    line(MEASURE_ROW, "Distributions", "values", "mean", "p50", "p90", "p99", "max");
                }
                isFirst = false;
                line(MEASURE_ROW, "  " + measure.label(), ReportText.count(spread.count()),
                    ReportText.number(spread.mean()), ReportText.number(spread.p50()),
                    ReportText.number(spread.p90()), ReportText.number(spread.p99()),
                    ReportText.number(spread.max()));
            }
        }
    }

    private void line(final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
