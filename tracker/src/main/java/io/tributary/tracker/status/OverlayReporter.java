package io.tributary.tracker.status;

import java.util.Locale;

/**
 * Writes a reading of the overlay, or what a tracker said of one swarm, as text for a terminal 80 columns wide. For
 * readers: allocates freely.
 */
public final class OverlayReporter
{
    private static final String LINK_ROW = "  %-22.22s %-9s%-11s%3s%11s%10s%10s";
    private static final String TRAFFIC_ROW = "    %-21s%13s%13s%14s%13s";
    private static final String PEER_ROW = "  %-47s %-9s%-8s%10s";
    private static final double US_PER_MS = 1_000;
    private static final long MS_PER_SEC = 1_000;

    private final StringBuilder text = new StringBuilder();
    private final OverlayStatus overlay;

    private OverlayReporter(final OverlayStatus overlay)
    {
        this.overlay = overlay;
    }

    /**
     * Roles and links.
     *
     * @param view a reading.
     * @return several lines, none for a tracker without links.
     */
    public static String render(final StatusView view)
    {
        final OverlayReporter reporter = new OverlayReporter(view.overlay());
        if (!view.overlay().links().isEmpty())
        {
            reporter.overlay();
            reporter.links(view.readMs());
        }
        return reporter.text.toString();
    }

    /**
     * One swarm.
     *
     * @param infoHash as asked for.
     * @param swarm    the answer.
     * @param view     a reading of the same tracker, which names its links.
     * @return several lines.
     */
    public static String render(final String infoHash, final SwarmDescription swarm, final StatusView view)
    {
        final OverlayReporter reporter = new OverlayReporter(view.overlay());
        reporter.swarm(infoHash, swarm);
        return reporter.text.toString();
    }

    private void overlay()
    {
        line("Overlay");
        line("  tracker id %s%s",
            AddressText.trackerId(value(OverlayField.TRACKER_ID_HIGH), value(OverlayField.TRACKER_ID_LOW)),
            0 == value(OverlayField.IS_BORDER) ? "" : ", border tracker");
        line("  leads %s swarms in the internal network, %s in the external", number(OverlayField.MANDATES_INTERNAL),
            number(OverlayField.MANDATES_EXTERNAL));
        line("  swarms %s, records %s", fill(OverlayField.SWARMS, OverlayField.SWARMS_MAX),
            fill(OverlayField.RECORDS, OverlayField.RECORDS_MAX));
        line("  change log %s, origins %s, open questions %s",
            fill(OverlayField.CHANGES, OverlayField.CHANGES_MAX), number(OverlayField.ORIGINS),
            number(OverlayField.QUESTIONS));
    }

    private void links(final long nowMs)
    {
        line("Links");
        line(LINK_ROW, "", "kind", "state", "ver", "round trip", "heard", "swarms");
        for (final LinkStatus link : overlay.links())
        {
            final long lastHeardMs = link.value(LinkField.LAST_HEARD_MS);
            final long roundTripUs = link.value(LinkField.ROUND_TRIP_US);
            line(LINK_ROW, link.name(), kind(link), lower(link.state()),
                link.is(LinkField.VERSION) ? link.value(LinkField.VERSION) : "-",
                roundTripUs < 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", roundTripUs / US_PER_MS),
                0 == lastHeardMs ? "never" : seconds(nowMs - lastHeardMs),
                number(link.value(LinkField.SHARED_SWARMS)));
            if (LinkStatus.State.NO_ADDRESS == link.state())
            {
                line("    no address found that this tracker could send to; the log says more");
            }
            else
            {
                details(link, nowMs);
                traffic(link);
            }
        }
    }

    private void details(final LinkStatus link, final long nowMs)
    {
        line("    %s, %s", link.address(), link.is(LinkField.IS_KEYED) ? "keyed" : "no key");
        if (link.is(LinkField.IS_MESH_INCOMPLETE))
        {
            line("    its neighbours are not all ours: links are missing");
        }
        if (link.is(LinkField.ERROR_CODE))
        {
            line("    it refused: %s", error((int)link.value(LinkField.ERROR_CODE)));
        }
        if (LinkStatus.State.CONNECTED == link.state())
        {
            line("    tracker %s, connected for %s%s", link.trackerId(),
                StatusReporter.duration(nowMs - link.value(LinkField.CONNECTED_SINCE_MS)),
                link.is(LinkField.IS_BORDER) ? ", border" : "");
            line("    leads %s internal, %s external; lag %s",
                number(link.value(LinkField.MANDATES_INTERNAL)), number(link.value(LinkField.MANDATES_EXTERNAL)),
                number(link.value(LinkField.LAG)));
        }
        line("    connections %s, retransmissions %s, dropped %s", number(link.value(LinkField.CONNECTIONS)),
            number(link.value(LinkField.RETRANSMISSIONS)), number(link.value(LinkField.PACKETS_DROPPED)));
        if (null != link.lastDrop())
        {
            line("    last dropped: %s", link.lastDrop().help());
        }
        line("    records held %s, accepted %s, duplicate %s,", number(link.value(LinkField.RECORDS_HELD)),
            number(link.value(LinkField.RECORDS_ACCEPTED)), number(link.value(LinkField.RECORDS_DUPLICATE)));
        line("      looped %s, refused %s, expired %s; sent %s", number(link.value(LinkField.RECORDS_LOOPED)),
            number(link.value(LinkField.RECORDS_REFUSED)), number(link.value(LinkField.RECORDS_EXPIRED)),
            number(link.value(LinkField.RECORDS_SENT)));
    }

    private static String error(final int code)
    {
        return switch (code)
        {
            case 1 -> "it has this link as one of the other kind (internal, external)";
            case 2 -> "it does not speak a protocol version that this link allows";
            case 3 -> "it did not know the connection";
            case 4 -> "the keys differ";
            default -> "error " + code;
        };
    }

    private void traffic(final LinkStatus link)
    {
        boolean isHeaded = false;
        for (int i = 0; i < OverlayLayout.ACTIONS; i++)
        {
            final int action = OverlayLayout.ACTION_MIN + i;
            if (0 != (link.packetsIn(action) | link.packetsOut(action)))
            {
                if (!isHeaded)
                {
                    line(TRAFFIC_ROW, "", "packets in", "bytes in", "packets out", "bytes out");
                    isHeaded = true;
                }
                line(TRAFFIC_ROW, LinkStatus.actionLabel(action), number(link.packetsIn(action)),
                    StatusReporter.quantity(link.bytesIn(action), true), number(link.packetsOut(action)),
                    StatusReporter.quantity(link.bytesOut(action), true));
            }
        }
    }

    private void swarm(final String infoHash, final SwarmDescription swarm)
    {
        line("Swarm %s", infoHash);
        if (!swarm.isKnown())
        {
            line("  not known to this tracker");
            return;
        }
        int peers = 0;
        for (int origin = SwarmDescription.OWN; origin <= SwarmDescription.EXTERNAL; origin++)
        {
            peers += swarm.peers(origin);
            line("  %-9speers %s, seeders %s", SwarmDescription.originLabel(origin),
                number(swarm.peers(origin)), number(swarm.seeders(origin)));
        }
        line("  leaders: internal %.24s, external %.24s", leader(swarm.leader(false)), leader(swarm.leader(true)));
        line("  trackers: this one");
        swarm.links().forEach(slot -> line("            %s", overlay.linkName(slot)));
        if (!swarm.peers().isEmpty())
        {
            line(PEER_ROW, "", "origin", "", "life");
            swarm.peers().forEach(this::peer);
        }
        if (swarm.peers().size() < peers)
        {
            line("  and %s more", number(peers - swarm.peers().size()));
        }
    }

    private void peer(final SwarmDescription.Peer peer)
    {
        line(PEER_ROW, peer.address(), SwarmDescription.originLabel(peer.origin()),
            peer.isSeeder() ? "seeder" : "leecher", StatusReporter.duration(peer.lifeSec() * MS_PER_SEC));
        if (SwarmDescription.OWN != peer.origin())
        {
            line("    by %.24s, client of %s", overlay.linkName(peer.linkSlot()), peer.originId());
        }
    }

    private String leader(final int leader)
    {
        return switch (leader)
        {
            case SwarmDescription.NO_LEADER -> "none";
            case SwarmDescription.SELF -> "this tracker";
            default -> overlay.linkName(leader);
        };
    }

    private String fill(final OverlayField used, final OverlayField max)
    {
        return number(used) + " (" + StatusReporter.fill(value(used), value(max)) + ")";
    }

    private long value(final OverlayField field)
    {
        return overlay.value(field);
    }

    private String number(final OverlayField field)
    {
        return number(value(field));
    }

    private static String number(final long value)
    {
        return StatusReporter.quantity(value, false);
    }

    private static String seconds(final long durationMs)
    {
        final double durationSec = Math.max(0, durationMs) / (double)MS_PER_SEC;
        return String.format(Locale.ROOT, durationSec < 100 ? "%.1f s" : "%.0f s", durationSec);
    }

    private static String kind(final LinkStatus link)
    {
        return link.is(LinkField.IS_EXTERNAL) ? "external" : "internal";
    }

    private static String lower(final LinkStatus.State state)
    {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void line(final String format, final Object... columns)
    {
        text.append(String.format(Locale.ROOT, format, columns).stripTrailing()).append('\n');
    }
}
