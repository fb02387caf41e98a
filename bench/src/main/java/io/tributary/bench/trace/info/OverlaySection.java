package io.tributary.bench.trace.info;

import io.tributary.codec.overlay.OverlayProtocol;

import java.util.Locale;

/** TSUP by type, and who spoke with whom, as text. */
final class OverlaySection
{
    private static final String TYPE_ROW = "%-14s%11s%11s%11s%11s%11s%11s";
    private static final String TALK_ROW = "%-44s%8s%9s%9s%10s";
    private static final int TALKS_SHOWN_MAX = 32;
    private static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();
    private final OverlayCensus census;

    private OverlaySection(final OverlayCensus census)
    {
        this.census = census;
    }

    /** Empty without TSUP. */
    static String render(final TraceSummary summary)
    {
        final OverlaySection section = new OverlaySection(summary.overlay());
        if (summary.counts().count(DatagramKind.OVERLAY) > 0)
        {
            section.types();
            section.conversations();
        }

        return section.text.toString();
    }

    private void types()
    {
        line("");
        line(TYPE_ROW, "TSUP", "version 1", "ACK", "version 2", "ACK", "unknown", "ACK");
        for (int i = 0; i < Conversation.TYPES; i++)
        {
            long sum = 0;
            final Object[] cells = new Object[1 + 2 * OverlayCensus.VERSIONS];
            cells[0] = "  " + OverlayCensus.name(i);
            final int[] versions =
                {OverlayProtocol.VERSION_ONE, OverlayProtocol.VERSION_TWO, Conversation.VERSION_UNKNOWN};
            for (int j = 0; j < versions.length; j++)
            {
                final long requests = census.requests(versions[j], i);
                final long acknowledgements = census.acknowledgements(versions[j], i);
                cells[1 + 2 * j] = cell(requests);
                cells[2 + 2 * j] = cell(acknowledgements);
                sum += requests + acknowledgements;
            }
            if (sum > 0)
            {
                line(TYPE_ROW, cells);
            }
        }
    }

    private static String cell(final long count)
    {
        return 0 == count ? "-" : ReportText.count(count);
    }

    private void conversations()
    {
        line("");
        line(TALK_ROW, "TSUP conversations", "version", "-->", "<--", "bytes");
        int shown = 0;
        for (final Conversation conversation : census.conversations())
        {
            if (shown++ == TALKS_SHOWN_MAX)
            {
                line("  and %d more (--json has them)", census.conversations().size() - TALKS_SHOWN_MAX);
                break;
            }

            line(TALK_ROW, "  " + conversation.first() + " - " + conversation.second(),
                Conversation.VERSION_UNKNOWN == conversation.version() ? "unknown" :
                String.valueOf(conversation.version()),
                ReportText.count(conversation.fromFirst()), ReportText.count(conversation.fromSecond()),
                ReportText.bytes(conversation.bytes()));
            packets(conversation);
        }
        if (census.otherPackets() > 0)
        {
            line("  packets of further conversations: %,d", census.otherPackets());
        }
    }

    private void packets(final Conversation conversation)
    {
        final StringBuilder row = new StringBuilder("   ");
        for (int i = 0; i < Conversation.TYPES; i++)
        {
            if (conversation.packets(i) > 0)
            {
                final String part = " " + ReportText.count(conversation.packets(i)) + " " + OverlayCensus.name(i);
                if (row.length() + part.length() > WIDTH)
                {
                    line("%s", row);
                    row.setLength(3);
                }
                row.append(part);
            }
        }
        line("%s", row);
    }

    private void line(final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
