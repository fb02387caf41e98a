package io.tributary.bench.simulation;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Bytes on the wire for each changed peer over one link of version 2: 1,000 changed IPv4 peers in an update interval,
 * in 100 swarms, with all headers of UDP and IP and all acknowledgements.
 */
final class WireCost
{
    static final double BYTES_MAX = 20;

    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final int SWARMS = 100;
    private static final int CLIENTS_EACH = 10;
    private static final int CLIENTS = SWARMS * CLIENTS_EACH;
    private static final int UPDATE = 3;
    private static final int HEADERS = 28;
    private static final int DATAGRAM_MAX = 1_372;
    private static final int PACKET = 20 + 1 + 16;
    private static final int ACKNOWLEDGEMENT = HEADERS + 20 + 1;
    private static final int GROUP = 24;
    private static final int RECORD = 13;

    private final ReportPage page;
    private final long seed;
    private final List<String> names = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    /** What changes. */
    enum Change
    {
        RENEWAL, ARRIVAL, DEPARTURE
    }

    /**
     * What was sent.
     *
     * @param updates     UPDATE packets.
     * @param updateBytes of these and their acknowledgements.
     * @param bytes       of everything.
     */
    record Cost(long updates, long updateBytes, long bytes)
    {
    }

    WireCost(final ReportPage page, final long seed)
    {
        this.page = page;
        this.seed = seed;
    }

    /**
     * What UPDATE packets take, by the layout.
     *
     * @param packets they are.
     * @param groups  swarms named in them, in all.
     * @param records told.
     * @return bytes of packets and acknowledgements, for each record.
     */
    static double expected(final double packets, final double groups, final double records)
    {
        return (packets * (HEADERS + PACKET + ACKNOWLEDGEMENT) + groups * GROUP + records * RECORD) / records;
    }

    /** Swarms that are named when so many records fall into swarms at random. */
    static double groups(final double records, final int swarms)
    {
        return swarms * (1 - Math.pow(1 - 1.0 / swarms, records));
    }

    void run()
    {
        page.part("wire", "Bytes for each changed peer");
        page.text(String.format(Locale.ROOT, """
            One link of version 2 without a key; %,d changed IPv4 peers of %d swarms, spread over an update interval
            of 30 s. *Of updates*: UPDATE and its acknowledgements, headers of UDP and IPv4 included, divided by the
            peers; *all*: with HELLO and DIGEST of both sides in that minute as well. An UPDATE takes %d bytes with its
            acknowledgement, a swarm in it %d, a peer %d.""", CLIENTS, SWARMS, HEADERS + PACKET + ACKNOWLEDGEMENT,
            GROUP, RECORD));
        page.head("what changes", "packets", "bytes a peer, of updates", "all", "by the layout");
        final double packed = expected(12, SWARMS, CLIENTS);
        final Cost renewals = row("renewals, told at the update interval", "renewal", Change.RENEWAL, options(), 30,
            packed);
        page.claim("bytes a changed peer, periodic refreshes", "<= 20, acknowledgements and headers counted",
            perPeer(renewals), (double)renewals.updateBytes / CLIENTS <= BYTES_MAX);
        final SimulationOptions keyed = options();
        keyed.keyedShare = 1;
        row("the same on a link with a key", "renewal-keyed", Change.RENEWAL, keyed, 30, packed + 12 * 32.0 / CLIENTS);
        final Cost arrivals = row("new clients over 30 s, told at once (10 sends a second)", "arrival", Change.ARRIVAL,
            options(), 30, triggered(10, 30));
        page.claim("bytes a changed peer, news told at once", "<= 20, acknowledgements and headers counted",
            perPeer(arrivals), (double)arrivals.updateBytes / CLIENTS <= BYTES_MAX);
        row("departures over 30 s, told at once", "departure", Change.DEPARTURE, options(), 30, triggered(10, 30));
        for (final int perSecond : new int[]{5, 2, 1})
        {
            final SimulationOptions options = options();
            options.triggeredPerSecond = perSecond;
            row("new clients, at most " + perSecond + " sends a second", "arrival-" + perSecond, Change.ARRIVAL,
                options, 30, triggered(perSecond, 30));
        }
        row("new clients, all within 1 s", "arrival-flash", Change.ARRIVAL, options(), 1, triggered(10, 1));
        page.endTable();
        page.text(String.format(Locale.ROOT, """
            What waits for the update interval shares datagrams and heads of swarms. News that is told at once does
            not: a peer and the head of its swarm take %d bytes alone, and %d changes a second, told 10 times a second,
            are three or four to a datagram of %d bytes with its acknowledgement. Fewer sends a second save bytes and
            cost time, and get no lower than the head of a swarm for nearly each peer. To get to %.0f bytes, version 2
            would have to name swarms by short numbers instead of info-hashes, and to tell news seconds later; for
            some 2 kB/s on a link that is not worth it.""",
            GROUP + RECORD, CLIENTS / 30, HEADERS + PACKET + ACKNOWLEDGEMENT, BYTES_MAX));
        page.chart("wire-cost", "Bytes for each changed peer", SvgChart.ofBars(
                "Bytes for each changed peer, UPDATE and acknowledgements", "", names, Axis.linear("bytes"))
            .bars("measured", costs.stream().mapToDouble(Double::doubleValue).toArray()).bound("20", BYTES_MAX));
    }

    /** So many sends a second of what comes evenly within a time; each may take several datagrams. */
    private static double triggered(final int perSecond, final int withinSec)
    {
        final double sends = (double)perSecond * withinSec;
        final double records = CLIENTS / sends;
        final double groups = groups(records, SWARMS);
        final double packets = Math.ceil((groups * GROUP + records * RECORD) / (DATAGRAM_MAX - PACKET));
        return expected(sends * packets, sends * groups, CLIENTS);
    }

    private static String perPeer(final Cost cost)
    {
        return String.format(Locale.ROOT, "%.1f", (double)cost.updateBytes / CLIENTS);
    }

    private SimulationOptions options()
    {
        final SimulationOptions options = ReportOptions.of(seed);
        options.swarms = SWARMS;
        return options;
    }

    private Cost row(
        final String text,
        final String variant,
        final Change change,
        final SimulationOptions options,
        final int withinSec,
        final double expected)
    {
        page.progress(text);
        final Cost cost = measure(change, options, withinSec * SEC);
        page.row(text, Long.toString(cost.updates),
            perPeer(cost),
            String.format(Locale.ROOT, "%.1f", (double)cost.bytes / CLIENTS),
            String.format(Locale.ROOT, "%.1f", expected));
        page.datum(variant, 2, seed, "updates", cost.updates);
        page.datum(variant, 2, seed, "update-bytes", cost.updateBytes);
        page.datum(variant, 2, seed, "bytes", cost.bytes);
        names.add(variant);
        costs.add((double)cost.updateBytes / CLIENTS);
        return cost;
    }

    Cost measure(final Change change, final SimulationOptions options, final long withinNs)
    {
        try (MeasuredOverlay measured = new MeasuredOverlay(options, Topology.mesh(2), true))
        {
            measured.connect();
            final List<SimulatedClient> clients = new ArrayList<>();
            for (int swarm = 0; swarm < SWARMS; swarm++)
            {
                measured.joinWithin(SEC, measured.client(swarm, 1));
                for (int i = 0; i < CLIENTS_EACH; i++)
                {
                    clients.add(measured.client(swarm, 0));
                }
            }
            measured.runFor(10 * SEC);
            if (Change.ARRIVAL != change)
            {
                clients.forEach((client) -> measured.joinWithin(10 * SEC, client));
            }
            else
            {
                // Each swarm must be shared before.
                for (int swarm = 0; swarm < SWARMS; swarm++)
                {
                    measured.joinWithin(SEC, measured.client(swarm, 0));
                }
            }
            measured.runFor(600 * SEC);
            final Traffic before = measured.traffic();
            for (final SimulatedClient client : clients)
            {
                measured.overlay.events.after(
                    measured.random.nextLong(withinNs), () -> change(change, measured, client));
            }
            measured.runFor(2 * options.updateNs);
            final Traffic sent = measured.traffic().since(before);
            return new Cost(sent.packets(UPDATE, false), sent.bytes(UPDATE), sent.bytes());
        }
    }

    private static void change(final Change change, final MeasuredOverlay measured, final SimulatedClient client)
    {
        if (Change.DEPARTURE == change)
        {
            measured.overlay.population.leave(client, false);
        }
        else
        {
            measured.join(client);
        }
    }
}
