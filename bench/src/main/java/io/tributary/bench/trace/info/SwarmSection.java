package io.tributary.bench.trace.info;

import io.tributary.bench.trace.info.DatagramKind.Group;
import io.tributary.codec.UdpTrackerProtocol;

import java.util.List;
import java.util.Locale;

/** Clients, swarms and what announces say, as text. */
final class SwarmSection
{
    private static final String ROW = "%-32s%13s%9s";
    private static final String COUNT_ROW = "%-27s%18s%9s";
    private static final String BAR_ROW = "%-32s%13s%9s  %s";
    private static final String SOFTWARE_ROW = "%-32s%13s%9s%13s";
    private static final int BAR_WIDTH = 24;
    private static final int ROWS_MAX = 10;

    private final StringBuilder text = new StringBuilder();
    private final TraceSummary summary;

    private SwarmSection(final TraceSummary summary)
    {
        this.summary = summary;
    }

    /** Empty without requests. */
    static String render(final TraceSummary summary)
    {
        final SwarmSection section = new SwarmSection(summary);
        if (summary.clients().endpoints().value() > 0)
        {
            section.clients();
        }
        if (summary.swarms().swarms().value() > 0)
        {
            section.swarms();
            section.announces();
            section.numWants();
            section.software();
        }

        return section.text.toString();
    }

    private void clients()
    {
        final ClientCensus clients = summary.clients();
        final long ipv6 = summary.counts().count(Group.REQUEST, true);
        final long requests = ipv6 + summary.counts().count(Group.REQUEST, false);
        line("");
        line(ROW, "Clients", "", "share");
        line(COUNT_ROW, "  trackers asked", summary.trackers().text(), "");
        line(COUNT_ROW, "  addresses", clients.addresses().text(), "");
        line(ROW, "  of them IPv6", ReportText.count(clients.ipv6Addresses()),
            ReportText.share(clients.ipv6Addresses(), clients.addresses().value()));
        line(COUNT_ROW, "  addresses with ports", clients.endpoints().text(), "");
        line(ROW, "  requests over IPv6", ReportText.count(ipv6), ReportText.share(ipv6, requests));
    }

    private void swarms()
    {
        final SwarmCensus swarms = summary.swarms();
        final long[] classes = SwarmCensus.sizeClasses(swarms.sizes());
        long most = 0;
        int last = 0;
        for (int i = 0; i < classes.length; i++)
        {
            most = Math.max(most, classes[i]);
            last = classes[i] > 0 ? i : last;
        }

        line("");
        line(COUNT_ROW, "Swarms", swarms.swarms().text(), "share");
        line(COUNT_ROW, "  peers in them", swarms.peers().text(), "");
        for (int i = 0; i <= last; i++)
        {
            line(BAR_ROW, "  of " + sizeClass(i), ReportText.count(classes[i]),
                ReportText.share(classes[i], swarms.swarms().value()),
                ReportText.bar(classes[i], most, BAR_WIDTH));
        }
    }

    /** For example {@code 4-7 peers}. */
    static String sizeClass(final int index)
    {
        final long least = 1L << index;
        return 0 == index ? "1 peer" : String.format(Locale.ROOT, "%,d-%,d peers", least, 2 * least - 1);
    }

    private void announces()
    {
        final AnnounceCensus announces = summary.announces();
        final long total = announces.numWants().total();
        line("");
        line(ROW, "Announces", ReportText.count(total), "share");
        announceRow("nothing left: seeding", announces.seedingCount(), total);
        announceRow("of port 0", announces.portZeroCount(), total);
        announceRow("with options (BEP 41)", announces.withOptionsCount(), total);
        announceRow("with URL data", announces.withUrlDataCount(), total);
        announceRow("with options cut off", announces.optionsCutCount(), total);
    }

    private void announceRow(final String label, final long count, final long total)
    {
        if (count > 0)
        {
            line(ROW, "  " + label, ReportText.count(count), ReportText.share(count, total));
        }
    }

    private void numWants()
    {
        final Tally tally = summary.announces().numWants();
        final List<Tally.Row> rows = tally.rows();
        line("");
        line(ROW, "Peers wanted (numwant)", "announces", "share");
        long shown = 0;
        for (final Tally.Row row : rows.subList(0, Math.min(ROWS_MAX, rows.size())))
        {
            shown += row.count();
            line(BAR_ROW, "  " + numWant(row.value()), ReportText.count(row.count()),
                ReportText.share(row.count(), tally.total()),
                ReportText.bar(row.count(), rows.get(0).count(), BAR_WIDTH));
        }
        announceRow("others", tally.total() - shown, tally.total());
    }

    static String numWant(final long value)
    {
        return UdpTrackerProtocol.NUM_WANT_DEFAULT == value ? "left to the tracker" : ReportText.count(value);
    }

    private void software()
    {
        final Tally tally = summary.announces().software();
        final Tally clients = summary.announces().softwareClients();
        final List<Tally.Row> rows = tally.rows();
        line("");
        line(SOFTWARE_ROW, "Client software, by peer id", "announces", "share", "clients");
        long shown = 0;
        for (final Tally.Row row : rows.subList(0, Math.min(ROWS_MAX, rows.size())))
        {
            shown += row.count();
            line(SOFTWARE_ROW, "  " + AnnounceCensus.prefixText(row.value()), ReportText.count(row.count()),
                ReportText.share(row.count(), tally.total()), ReportText.count(clients.count(row.value())));
        }
        announceRow("others", tally.total() - shown, tally.total());
    }

    private void line(final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
