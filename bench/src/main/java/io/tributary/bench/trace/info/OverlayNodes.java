package io.tributary.bench.trace.info;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Locale;

/** TSUP by version and type, and who spoke with whom, as JSON. */
final class OverlayNodes
{
    private static final String[] VERSIONS = {"unknown", "version_1", "version_2"};

    private OverlayNodes()
    {
    }

    static void put(final ObjectNode node, final OverlayCensus census)
    {
        final ObjectNode packets = node.putObject("packets");
        for (int version = 0; version < OverlayCensus.VERSIONS; version++)
        {
            final ObjectNode types = packets.putObject(VERSIONS[version]);
            for (int i = 0; i < Conversation.TYPES; i++)
            {
                putPositive(types, name(i), census.requests(version, i));
                putPositive(types, name(i) + "_ack", census.acknowledgements(version, i));
            }
        }

        final ArrayNode conversations = node.putArray("conversations");
        for (final Conversation conversation : census.conversations())
        {
            final ObjectNode row = conversations.addObject()
                .put("first", conversation.first().toString())
                .put("second", conversation.second().toString())
                .put("version", conversation.version())
                .put("from_first", conversation.fromFirst())
                .put("from_second", conversation.fromSecond())
                .put("bytes", conversation.bytes());
            final ObjectNode types = row.putObject("packets");
            for (int i = 0; i < Conversation.TYPES; i++)
            {
                putPositive(types, name(i), conversation.packets(i));
            }
        }

        node.put("packets_of_further_conversations", census.otherPackets());
    }

    private static String name(final int type)
    {
        return OverlayCensus.name(type).toLowerCase(Locale.ROOT);
    }

    private static void putPositive(final ObjectNode node, final String name, final long value)
    {
        if (value > 0)
        {
            node.put(name, value);
        }
    }
}
