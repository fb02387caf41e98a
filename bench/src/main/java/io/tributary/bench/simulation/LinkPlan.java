package io.tributary.bench.simulation;

import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.LinkSettings.PrivateAddresses;
import io.tributary.tracker.overlay.LinkSettings.Version;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How each edge of the topology is configured at its two ends: version, key, family.
 */
final class LinkPlan
{
    private static final int KEY_LENGTH = 32;
    private static final int KEY_ID_MAX = 255;
    private static final int RECORDS_MAX = 10_000;
    private static final int BYTES_PER_SECOND_MAX = 1_000_000;
    private static final byte[] NO_KEY = new byte[0];

    private final SimulationOptions options;
    private final List<PlannedLink> links = new ArrayList<>();

    /**
     * An edge and its settings.
     *
     * @param edge         the edge.
     * @param isVersionOne whether version 1 is spoken.
     * @param isIpv6       the family.
     * @param key          shared, empty for none.
     * @param keyId        its number.
     */
    record PlannedLink(Topology.Edge edge, boolean isVersionOne, boolean isIpv6, byte[] key, int keyId)
    {
    }

    LinkPlan(final SimulationOptions options, final Topology topology, final SplittableRandom random)
    {
        this.options = options;
        final boolean[] isOld = new boolean[topology.nodes()];
        for (int i = 0; i < isOld.length; i++)
        {
            isOld[i] = random.nextDouble() < options.versionOneNodeShare;
        }
        for (final Topology.Edge edge : topology.edges())
        {
            final boolean isVersionOne =
                isOld[edge.a()] || isOld[edge.b()] || random.nextDouble() < options.versionOneShare;
            final boolean isKeyed = random.nextDouble() < options.keyedShare && !isVersionOne;
            final boolean isIpv6 = random.nextDouble() < options.ipv6LinkShare && !isVersionOne;
            final byte[] key = isKeyed ? new byte[KEY_LENGTH] : NO_KEY;
            random.nextBytes(key);
            links.add(new PlannedLink(
                edge, isVersionOne, isIpv6, key, isKeyed ? random.nextInt(1, KEY_ID_MAX + 1) : 0));
        }
    }

    List<PlannedLink> links()
    {
        return links;
    }

    /** As one end has them in its configuration. */
    List<LinkSettings> of(final int node)
    {
        return links.stream().filter((link) -> link.edge.isOf(node)).map((link) -> settings(link, node)).toList();
    }

    private LinkSettings settings(final PlannedLink link, final int node)
    {
        final int other = link.edge.other(node);
        return new LinkSettings(
            "to-" + other,
            SimulatedNetwork.endpoint(other, link.isIpv6),
            link.edge.isExternal(),
            link.isVersionOne && node == link.edge.a() ? Version.ONE : Version.AUTO,
            link.key,
            link.keyId,
            NO_KEY,
            0,
            other == options.natNode,
            PrivateAddresses.AUTO,
            options.peersPerSwarmMax,
            RECORDS_MAX,
            BYTES_PER_SECOND_MAX);
    }
}
