package io.tributary.bench.trace.info;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.bench.trace.PacketTally;
import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.info.AnswerTimes.Request;
import io.tributary.bench.trace.info.DatagramKind.Group;
import io.tributary.codec.capture.PacketDirection;
import io.tributary.codec.capture.PacketVerdict;

import java.util.Locale;

/** What was found in a capture, for programs: everything that the text has, and what it leaves out. */
final class JsonReport
{
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final TraceReader reader;
    private final TraceSummary summary;

    private JsonReport(final TraceReader reader, final TraceSummary summary)
    {
        this.reader = reader;
        this.summary = summary;
    }

    /**
     * The whole document.
     *
     * @param reader  of the capture, at the end of what can be read.
     * @param summary of what was read.
     * @param damage  why reading ended before the end of the file, or null.
     * @return several lines.
     */
    static String render(final TraceReader reader, final TraceSummary summary, final String damage)
    {
        final JsonReport report = new JsonReport(reader, summary);
        report.head(damage);
        report.packets();
        report.datagrams();
        report.errors();
        report.rates();
        report.clients();
        report.swarms();
        report.announces();
        report.answers();
        report.measures();
        OverlayNodes.put(report.root.putObject("tsup"), summary.overlay());
        return report.root.toPrettyString() + "\n";
    }

    private void head(final String damage)
    {
        root.put("file", reader.name());
        root.put("damage", damage);
        root.put("format", reader.format().label());
        final PacketTally packets = reader.packets();
        final ArrayNode links = root.putArray("link_types");
        for (int i = 0; i < packets.linkTypeCount(); i++)
        {
            links.addObject()
                .put("number", packets.linkType(i))
                .put("name", LinkTypes.name(packets.linkType(i)))
                .put("packets", packets.linkTypePackets(i));
        }

        if (!packets.isEmpty())
        {
            root.put("first_time_ns", packets.firstNs());
            root.put("last_time_ns", packets.lastNs());
        }
    }

    private void packets()
    {
        final ObjectNode packets = root.putObject("packets");
        packets.put("total", reader.packetCount());
        for (final PacketVerdict verdict : PacketVerdict.values())
        {
            packets.put(key(verdict), reader.packetCount(verdict));
        }

        packets.put("other_ports", reader.filteredCount());
        packets.put("reassembled", summary.counts().reassembledCount());
        packets.put("cut", summary.counts().cutCount());
        packets.put("lacking_fragments", reader.fragments().pendingCount() + reader.fragments().evictedCount() +
            reader.fragments().expiredCount());
    }

    private static String key(final Enum<?> value)
    {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void datagrams()
    {
        final DatagramCounts counts = summary.counts();
        final ObjectNode datagrams = root.putObject("datagrams");
        for (final DatagramKind kind : DatagramKind.values())
        {
            final ObjectNode row = datagrams.putObject(key(kind));
            row.put("total", counts.count(kind));
            row.put("bytes", counts.bytes(kind));
            families(row, kind);
        }

        final ObjectNode malformed = root.putObject("malformed");
        for (final Defect defect : Defect.values())
        {
            if (Defect.NONE != defect)
            {
                malformed.put(key(defect), counts.defects(defect));
            }
        }
    }

    private void families(final ObjectNode row, final DatagramKind kind)
    {
        for (final boolean isIpv6 : new boolean[]{false, true})
        {
            final ObjectNode family = row.putObject(isIpv6 ? "ipv6" : "ipv4");
            for (final PacketDirection direction : PacketDirection.values())
            {
                family.put(key(direction), summary.counts().count(kind, isIpv6, direction));
            }
        }
    }

    private void errors()
    {
        final Tally tally = summary.errors().tally();
        final ObjectNode errors = root.putObject("errors");
        final ArrayNode texts = errors.putArray("texts");
        for (final Tally.Row row : tally.rows())
        {
            texts.addObject().put("text", summary.errors().text(row)).put("count", row.count());
        }

        errors.put("other_texts", tally.others());
    }

    private void rates()
    {
        final RateSeries series = summary.rates();
        final ObjectNode rates = root.putObject("rates");
        rates.put("bin_seconds", series.widthSec());
        rates.put("first_bin_time_seconds", series.firstSec());
        for (final TraceSummary.Rate rate : TraceSummary.Rate.values())
        {
            final ArrayNode row = rates.putArray(key(rate));
            for (final double value : series.rates(rate.ordinal()))
            {
                row.add(value);
            }
        }
    }

    private void clients()
    {
        final ClientCensus clients = summary.clients();
        final DatagramCounts counts = summary.counts();
        final ObjectNode node = root.putObject("clients");
        put(node, "trackers", summary.trackers());
        put(node, "addresses", clients.addresses());
        node.put("ipv6_addresses", clients.ipv6Addresses());
        put(node, "endpoints", clients.endpoints());
        node.put("requests", counts.count(Group.REQUEST, false) + counts.count(Group.REQUEST, true));
        node.put("ipv6_requests", counts.count(Group.REQUEST, true));
    }

    private static void put(final ObjectNode node, final String name, final Count count)
    {
        node.put(name, count.value());
        node.put(name + "_exact", count.isExact());
    }

    private void swarms()
    {
        final SwarmCensus swarms = summary.swarms();
        final ObjectNode node = root.putObject("swarms");
        put(node, "count", swarms.swarms());
        put(node, "peers", swarms.peers());
        final ArrayNode sizes = node.putArray("sizes");
        final long[] classes = SwarmCensus.sizeClasses(swarms.sizes());
        for (int i = 0; i < classes.length; i++)
        {
            if (classes[i] > 0)
            {
                sizes.addObject()
                    .put("peers_min", 1L << i).put("peers_max", (2L << i) - 1).put("swarms", classes[i]);
            }
        }
    }

    private void announces()
    {
        final AnnounceCensus announces = summary.announces();
        final ObjectNode node = root.putObject("announces");
        node.put("read", announces.numWants().total());
        node.put("seeding", announces.seedingCount());
        node.put("port_zero", announces.portZeroCount());
        node.put("with_options", announces.withOptionsCount());
        node.put("with_url_data", announces.withUrlDataCount());
        node.put("options_cut", announces.optionsCutCount());
        final ArrayNode numWants = node.putArray("numwant");
        for (final Tally.Row row : announces.numWants().rows())
        {
            numWants.addObject().put("value", row.value()).put("count", row.count());
        }

        node.put("numwant_others", announces.numWants().others());
        final ArrayNode software = node.putArray("software");
        for (final Tally.Row row : announces.software().rows())
        {
            software.addObject()
                .put("peer_id", AnnounceCensus.prefixText(row.value()))
                .put("announces", row.count())
                .put("clients", announces.softwareClients().count(row.value()));
        }

        node.put("software_others", announces.software().others());
    }

    private void answers()
    {
        final AnswerTimes answers = summary.answers();
        final ObjectNode node = root.putObject("answers");
        for (final Request request : Request.values())
        {
            node.putObject(request.label())
                .put("requests", answers.requests(request))
                .put("answered", answers.answered(request))
                .put("errors", answers.refused(request))
                .put("unanswered", answers.unanswered(request));
        }

        node.put("without_request", answers.strayCount());
        node.put("forgotten_requests", answers.forgottenCount());
        final ConnectionIdAges ids = summary.connectionIds();
        root.putObject("connection_ids")
            .put("used", ids.agesUs().getTotalCount() + ids.unknownCount())
            .put("older_than_60_seconds", ids.overClientLimitCount())
            .put("older_than_120_seconds", ids.overTrackerLimitCount())
            .put("of_unknown_origin", ids.unknownCount())
            .put("forgotten", ids.forgottenCount());
    }

    private void measures()
    {
        final ObjectNode distributions = root.putObject("distributions");
        for (final Measures.Measure measure : Measures.of(summary))
        {
            final Spread spread = measure.spread();
            final ObjectNode node = distributions.putObject(measure.key());
            node.put("values", spread.count());
            if (spread.count() > 0)
            {
                node.put("mean", spread.mean()).put("min", spread.min()).put("p50", spread.p50())
                    .put("p90", spread.p90()).put("p99", spread.p99()).put("max", spread.max());
            }
        }
    }
}
