package io.tributary.bench.simulation;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What an overlay costs as it grows from 2 to 1,000 trackers that all have one swarm: at rest, and for each client that
 * comes. As one mesh, as one mesh with a leader, and as networks of bounded size that border trackers join.
 */
final class Growth
{
    static final int NETWORK_TRACKERS = 12;

    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final int NEWS = 40;
    private static final long NEWS_NS = 60 * SEC;
    private static final long REST_NS = 60 * SEC;
    /** Until leaders are found, campaigns are over, and clients of the young swarm have come back once. */
    private static final long SETTLE_NS = 220 * SEC;
    private static final long LINGER_NS = 10 * SEC;
    private static final int PEERS_SPARE = 200;
    private static final int UPDATE = 3;
    private static final int[] TRACKERS = {2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000};

    private final ReportPage page;
    private final ReportScale scale;

    /** How trackers are joined. */
    enum Form
    {
        MESH("one mesh, no leader"),
        LEADER("one mesh, a leader"),
        NETWORKS("networks of " + NETWORK_TRACKERS + ", leaders");

        final String text;

        Form(final String text)
        {
            this.text = text;
        }

        Topology topology(final int trackers)
        {
            return NETWORKS == this ? Topology.networks(trackers, NETWORK_TRACKERS) : Topology.mesh(trackers);
        }
    }

    /**
     * What it costs.
     *
     * @param links        of all trackers, each counted once.
     * @param restBytes    sent by a tracker in a second at rest, on average.
     * @param restBusiest  the same of the busiest one.
     * @param newsPackets  UPDATE packets of all trackers for a client that comes.
     * @param newsBytes    of these and their acknowledgements for each tracker that gets to know it.
     * @param newsBusiest  UPDATE packets of the busiest tracker for a client that comes, on average.
     * @param missing      pairs of tracker and client that do not know each other in the end.
     */
    record Cost(
        int links,
        double restBytes,
        double restBusiest,
        double newsPackets,
        double newsBytes,
        double newsBusiest,
        int missing)
    {
    }

    Growth(final ReportPage page, final ReportScale scale)
    {
        this.page = page;
        this.scale = scale;
    }

    void run()
    {
        page.part("growth", "Growth from 2 to 1,000 trackers");
        page.text(String.format(Locale.ROOT, """
            All trackers have one swarm, with a client at each; version 2, default timers. *At rest*: bytes that a
            tracker sends in a second over a minute in which nothing happens, signs of life and digests with all
            headers, on average and by the busiest tracker. *A client*: %d clients come to trackers drawn at random
            within %d s; UPDATE packets of all trackers for each, bytes of UPDATE and acknowledgements for each tracker
            that is told, and UPDATE packets that the busiest tracker sends for each. Meshes end at %d trackers here,
            for want of memory and time. In the networks the first tracker of each is a border tracker, in one external
            network with all others of these. A larger swarm than usual is told of in full and at once here.""", NEWS,
            NEWS_NS / SEC, scale.meshTrackersMax()));
        final List<Cost[]> costs = new ArrayList<>();
        boolean isComplete = true;
        for (final Form form : Form.values())
        {
            final Cost[] ofForm = costs(form);
            costs.add(ofForm);
            isComplete &= Arrays.stream(ofForm).allMatch((cost) -> null == cost || 0 == cost.missing);
        }
        page.claim("all trackers know all clients, 2 to " + scale.trackersMax() + " trackers", "none missing",
            isComplete ? "none missing" : "some missing", isComplete);
        summary(costs);
        charts(costs);
    }

    private Cost[] costs(final Form form)
    {
        page.text("**" + Character.toUpperCase(form.text.charAt(0)) + form.text.substring(1) + "**");
        page.head("trackers", "links", "at rest, bytes/s", "busiest", "a client: packets", "bytes a tracker told",
            "busiest: packets", "missing");
        final Cost[] costs = new Cost[TRACKERS.length];
        for (int i = 0; i < TRACKERS.length; i++)
        {
            if (isMeasured(form, TRACKERS[i]))
            {
                page.progress(form.text + ", " + TRACKERS[i] + " trackers");
                costs[i] = measure(form, TRACKERS[i], scale.seed());
                row(form, TRACKERS[i], costs[i]);
            }
        }
        page.endTable();
        return costs;
    }

    private boolean isMeasured(final Form form, final int trackers)
    {
        final int most = Form.NETWORKS == form ? scale.trackersMax() : scale.meshTrackersMax();
        final int least = Form.NETWORKS == form ? NETWORK_TRACKERS : Form.LEADER == form ? 3 : 2;
        return trackers >= least && trackers <= most;
    }

    private void row(final Form form, final int trackers, final Cost cost)
    {
        page.row(text(trackers, 0), text(cost.links, 0), text(cost.restBytes, 1), text(cost.restBusiest, 1),
            text(cost.newsPackets, 1), text(cost.newsBytes, 1), text(cost.newsBusiest, 2), text(cost.missing, 0));
        final String variant = form.name().toLowerCase(Locale.ROOT);
        page.datum(variant, trackers, scale.seed(), "links", cost.links);
        page.datum(variant, trackers, scale.seed(), "rest-bytes-per-second", cost.restBytes);
        page.datum(variant, trackers, scale.seed(), "rest-bytes-per-second-busiest", cost.restBusiest);
        page.datum(variant, trackers, scale.seed(), "client-packets", cost.newsPackets);
        page.datum(variant, trackers, scale.seed(), "client-bytes-per-tracker-told", cost.newsBytes);
        page.datum(variant, trackers, scale.seed(), "client-packets-busiest", cost.newsBusiest);
        page.datum(variant, trackers, scale.seed(), "missing", cost.missing);
    }

    private static String text(final double value, final int decimals)
    {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    Cost measure(final Form form, final int trackers, final long seed)
    {
        final SimulationOptions options = ReportOptions.of(seed);
        options.isElecting = Form.MESH != form;
        options.peersPerSwarmMax = trackers + PEERS_SPARE;
        options.urgentSwarmPeers = trackers + PEERS_SPARE;
        options.recordsMax = 2 * (trackers + PEERS_SPARE);
        final Topology topology = form.topology(trackers);
        try (MeasuredOverlay measured = new MeasuredOverlay(options, topology, false))
        {
            measured.connect();
            final List<SimulatedClient> clients = new ArrayList<>(measured.joinEverywhere(0, 1, 10 * SEC));
            measured.runFor(SETTLE_NS);
            if (Form.LEADER == form)
            {
                measured.awaitLeader(0, 300 * SEC);
            }
            final Traffic[] rest = during(measured, REST_NS);
            for (int i = 0; i < NEWS; i++)
            {
                clients.add(measured.joinWithin(NEWS_NS, measured.client(0, measured.random.nextInt(trackers))));
            }
            final Traffic[] news = during(measured, NEWS_NS + LINGER_NS);
            final Traffic all = Traffic.sum(news);
            return new Cost(topology.edges().size(),
                (double)Traffic.sum(rest).bytes() / trackers / (REST_NS / SEC),
                (double)Arrays.stream(rest).mapToLong(Traffic::bytes).max().orElse(0) / (REST_NS / SEC),
                (double)all.packets(UPDATE, false) / NEWS,
                (double)all.bytes(UPDATE) / NEWS / (trackers - 1),
                (double)Arrays.stream(news).mapToLong((each) -> each.packets(UPDATE, false)).max().orElse(0) / NEWS,
                measured.missing(clients));
        }
    }

    /** What each tracker sends in a time. */
    private static Traffic[] during(final MeasuredOverlay measured, final long durationNs)
    {
        final Traffic[] traffic = new Traffic[measured.overlay.nodes.size()];
        Arrays.setAll(traffic, measured::traffic);
        measured.runFor(durationNs);
        Arrays.setAll(traffic, (node) -> measured.traffic(node).since(traffic[node]));
        return traffic;
    }

    private void summary(final List<Cost[]> costs)
    {
        for (final Form form : Form.values())
        {
            final Cost[] ofForm = costs.get(form.ordinal());
            int last = ofForm.length - 1;
            while (last > 0 && null == ofForm[last])
            {
                last--;
            }
            if (null != ofForm[last])
            {
                page.claim("cost of " + text(TRACKERS[last], 0) + " trackers, " + form.text, "(growth)",
                    text(ofForm[last].restBytes, 0) + " bytes/s a tracker at rest (busiest " +
                    text(ofForm[last].restBusiest, 0) + "), " + text(ofForm[last].newsBytes, 0) +
                    " bytes a client and tracker told", null);
            }
        }
    }

    private void charts(final List<Cost[]> costs)
    {
        final double[] places = Arrays.stream(TRACKERS).asDoubleStream().toArray();
        final SvgChart rest = SvgChart.ofLines("Bytes in a second that a tracker sends at rest",
            Axis.logarithmic("trackers", 2), Axis.logarithmic("bytes/s", 10));
        final SvgChart packets = SvgChart.ofLines("UPDATE packets that the busiest tracker sends for a client",
            Axis.logarithmic("trackers", 2), Axis.logarithmic("packets", 10));
        final SvgChart bytes = SvgChart.ofLines("Bytes for each tracker that is told of a client",
            Axis.logarithmic("trackers", 2), Axis.linear("bytes"));
        for (final Form form : Form.values())
        {
            final Cost[] ofForm = costs.get(form.ordinal());
            rest.line(form.text, places, values(ofForm, Cost::restBytes));
            packets.line(form.text, places, values(ofForm, Cost::newsBusiest));
            bytes.line(form.text, places, values(ofForm, Cost::newsBytes));
        }
        rest.line("busiest, networks", places, values(costs.get(Form.NETWORKS.ordinal()), Cost::restBusiest));
        page.chart("growth-rest", "Bytes in a second at rest, by number of trackers", rest);
        page.chart("growth-client-packets", "Packets of the busiest tracker for a client", packets);
        page.chart("growth-client-bytes", "Bytes for a client and tracker told", bytes);
    }

    private static double[] values(final Cost[] costs, final ToDoubleFunction<Cost> value)
    {
        return Arrays.stream(costs).mapToDouble((cost) -> null == cost ? Double.NaN : value.applyAsDouble(cost))
            .toArray();
    }
}
