package io.tributary.bench.trace.info;

import io.tributary.bench.trace.PacketTally;
import io.tributary.codec.capture.LinkType;

/** Names of link types. */
final class LinkTypes
{
    private LinkTypes()
    {
    }

    static String name(final int linkType)
    {
        switch (linkType)
        {
            case LinkType.NULL:
            case LinkType.LOOP:
                return "BSD loopback";

            case LinkType.ETHERNET:
                return "Ethernet";

            case LinkType.RAW:
            case LinkType.RAW_BSD:
            case LinkType.RAW_OPENBSD:
            case LinkType.IPV4:
            case LinkType.IPV6:
                return "raw IP";

            case LinkType.LINUX_SLL:
                return "Linux cooked v1";

            case LinkType.LINUX_SLL2:
                return "Linux cooked v2";

            case PacketTally.LINK_TYPE_OTHER:
                return "other link types";

            default:
                return "link type " + linkType;
        }
    }
}
