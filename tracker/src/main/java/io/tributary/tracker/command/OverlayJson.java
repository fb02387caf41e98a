package io.tributary.tracker.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.tracker.status.LinkField;
import io.tributary.tracker.status.LinkStatus;
import io.tributary.tracker.status.OverlayField;
import io.tributary.tracker.status.OverlayStatus;
import io.tributary.tracker.status.SwarmDescription;

import java.util.Locale;

/**
 * The overlay's part of what {@code status --json} prints.
 */
final class OverlayJson
{
    private static final int ACTION_MIN = 128;
    private static final int ACTION_MAX = 137;

    private OverlayJson()
    {
    }

    /**
     * Roles and links, all fields as they are in the status file.
     */
    static void put(final ObjectNode root, final OverlayStatus overlay)
    {
        final ObjectNode fields = root.putObject("overlay");
        for (final OverlayField field : OverlayField.values())
        {
            fields.put(field.label(), overlay.value(field));
        }
        final ArrayNode links = root.putArray("links");
        for (final LinkStatus link : overlay.links())
        {
            putLink(links.addObject(), link);
        }
    }

    /**
     * One swarm.
     */
    static void put(final ObjectNode root, final SwarmDescription swarm, final OverlayStatus overlay)
    {
        root.put("known", swarm.isKnown());
        for (int origin = SwarmDescription.OWN; origin <= SwarmDescription.EXTERNAL; origin++)
        {
            root.put("peers_" + SwarmDescription.originLabel(origin), swarm.peers(origin));
            root.put("seeders_" + SwarmDescription.originLabel(origin), swarm.seeders(origin));
        }
        putLeader(root, "leader_internal", swarm.leader(false), overlay);
        putLeader(root, "leader_external", swarm.leader(true), overlay);
        final ArrayNode links = root.putArray("links");
        swarm.links().forEach(slot -> links.add(overlay.linkName(slot)));
        final ArrayNode peers = root.putArray("peers");
        for (final SwarmDescription.Peer peer : swarm.peers())
        {
            final ObjectNode node = peers.addObject();
            node.put("address", peer.address());
            node.put("origin", SwarmDescription.originLabel(peer.origin()));
            node.put("seeder", peer.isSeeder());
            node.put("life_s", peer.lifeSec());
            if (SwarmDescription.OWN != peer.origin())
            {
                node.put("link", overlay.linkName(peer.linkSlot()));
                node.put("tracker", peer.originId());
            }
        }
    }

    private static void putLink(final ObjectNode node, final LinkStatus link)
    {
        node.put("name", link.name());
        node.put("address", LinkStatus.State.NO_ADDRESS == link.state() ? null : link.address());
        node.put("tracker", link.trackerId());
        node.put("state_name", link.state().name().toLowerCase(Locale.ROOT));
        node.put("last_drop_reason", null == link.lastDrop() ? null : link.lastDrop().label());
        for (final LinkField field : LinkField.values())
        {
            node.put(field.label(), link.value(field));
        }
        final ObjectNode traffic = node.putObject("traffic");
        for (int action = ACTION_MIN; action <= ACTION_MAX; action++)
        {
            final ObjectNode row = traffic.putObject(LinkStatus.actionLabel(action));
            row.put("packets_in", link.packetsIn(action));
            row.put("bytes_in", link.bytesIn(action));
            row.put("packets_out", link.packetsOut(action));
            row.put("bytes_out", link.bytesOut(action));
        }
    }

    private static void putLeader(
        final ObjectNode root, final String key, final int leader, final OverlayStatus overlay)
    {
        if (SwarmDescription.NO_LEADER == leader)
        {
            root.putNull(key);
        }
        else
        {
            root.put(key, SwarmDescription.SELF == leader ? "self" : overlay.linkName(leader));
        }
    }
}
