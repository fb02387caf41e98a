package io.tributary.bench.trace.info;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;

import java.util.ArrayList;
import java.util.List;

/**
 * TSUP: packets by version and type, and who speaks with whom. Trackers are told apart by address and listening port.
 * Bounded: of conversations beyond the first {@link #CONVERSATIONS_MAX} only the packets are counted.
 */
final class OverlayCensus
{
    static final int CONVERSATIONS_MAX = 256;
    static final int VERSIONS = 3;

    private static final int CONFIRM = Conversation.TYPES - 1;
    private static final String[] NAMES =
    {
        "SYN", "HELLO", "SUMMARY", "UPDATE", "CANDIDATURE", "LEADER", "BYE", "DIGEST", "RESYNC", "ERROR",
        "CONFIRM"
    };

    private final OverlayShape shape;
    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
    private final Endpoint sender = new Endpoint();
    private final FingerprintTable indexes = new FingerprintTable(4 * CONVERSATIONS_MAX, true);
    private final List<Conversation> conversations = new ArrayList<>();
    private final Conversation others = new Conversation(new Endpoint(), new Endpoint());
    private final long[] requests = new long[VERSIONS * Conversation.TYPES];
    private final long[] acknowledgements = new long[VERSIONS * Conversation.TYPES];

    OverlayCensus(final OverlayShape shape)
    {
        this.shape = shape;
    }

    /** Name of a type, counted from SYN. */
    static String name(final int type)
    {
        return NAMES[type];
    }

    /** Check a message and count it, or say why it is malformed. */
    Defect add(final Message message)
    {
        if (message.originalLength() < OverlayHeaderFlyweight.LENGTH)
        {
            return Defect.OVERLAY_TOO_SHORT;
        }

        final int action = message.intAt(OverlayHeaderFlyweight.ACTION_OFFSET);
        if (!OverlayProtocol.isKnown(action, OverlayProtocol.VERSION_TWO))
        {
            return Defect.OVERLAY_ACTION_UNKNOWN;
        }

        final boolean isCut = message.length() < message.originalLength();
        final int fits = shape.versions(message);
        if (OverlayShape.NONE == fits && !isCut)
        {
            return Defect.OVERLAY_BODY_INVALID;
        }

        count(message, action, fits);
        return Defect.NONE;
    }

    private void count(final Message message, final int action, final int fits)
    {
        final Conversation conversation = conversation(message);
        final boolean isAcknowledgement = isAcknowledgement(message, action, fits);
        final int version = version(conversation, action, fits);
        if (learnsVersion(action, fits, isAcknowledgement) && conversation != others)
        {
            conversation.version(version);
        }

        final int type = isAcknowledgement && OverlayShape.FITS_TWO == fits && isConfirm(message, action) ? CONFIRM :
            action - OverlayProtocol.ACTION_SYN;
        (isAcknowledgement && CONFIRM != type ? acknowledgements : requests)[version * Conversation.TYPES + type]++;
        conversation.add(sender, type, message.originalLength());
    }

    private Conversation conversation(final Message message)
    {
        sender.set(message.datagram().source());
        if (message.length() >= OverlayHeaderFlyweight.LENGTH)
        {
            sender.port(header.wrap(message.buffer(), message.offset(), message.length()).port());
        }

        final long from = Fingerprints.ofEndpoint(message.sourceAddress, sender.port());
        final long fingerprint = from ^ message.destination;
        final int slot = indexes.find(fingerprint);
        if (FingerprintTable.ABSENT != slot)
        {
            return conversations.get((int)indexes.value(slot));
        }

        if (conversations.size() == CONVERSATIONS_MAX)
        {
            return others;
        }

        indexes.add(fingerprint, conversations.size());
        final Conversation conversation = new Conversation(sender, message.datagram().destination());
        conversations.add(conversation);
        return conversation;
    }

    /** A HELLO and a SUMMARY of version 1 have no flags. */
    private static boolean isAcknowledgement(final Message message, final int action, final int fits)
    {
        final boolean hasFlags = message.length() > OverlayHeaderFlyweight.FLAGS_OFFSET &&
            !(OverlayProtocol.ACTION_SUMMARY == action && OverlayShape.FITS_ONE == fits);
        return hasFlags && 0 != (OverlayProtocol.FLAG_ACK &
            message.buffer().getByte(message.offset() + OverlayHeaderFlyweight.FLAGS_OFFSET));
    }

    private static boolean isConfirm(final Message message, final int action)
    {
        return OverlayProtocol.ACTION_SYN == action && 0 != (OverlayProtocol.FLAG_CONFIRM &
            message.buffer().getByte(message.offset() + OverlayHeaderFlyweight.FLAGS_OFFSET));
    }

    /** What the packet fits; where it fits both or was cut, what the trackers agreed on. */
    private static int version(final Conversation conversation, final int action, final int fits)
    {
        if (OverlayShape.FITS_ONE == fits)
        {
            return OverlayProtocol.VERSION_ONE;
        }

        if (OverlayShape.FITS_TWO == fits || action > OverlayProtocol.ACTION_LEADER)
        {
            return OverlayProtocol.VERSION_TWO;
        }

        return conversation.version();
    }

    /** A SYN with version 2's block is sent to neighbours of either version; its answer decides. */
    private static boolean learnsVersion(final int action, final int fits, final boolean isAcknowledgement)
    {
        final boolean isOpenSyn = OverlayProtocol.ACTION_SYN == action && !isAcknowledgement;
        return OverlayShape.FITS_ONE == fits || OverlayShape.FITS_TWO == fits && !isOpenSyn;
    }

    /** In the order they began. */
    List<Conversation> conversations()
    {
        return conversations;
    }

    /** Packets of conversations that were too many. */
    long otherPackets()
    {
        return others.fromFirst() + others.fromSecond();
    }

    /** Packets of a type that ask or tell, for each version; 0 is "unknown". */
    long requests(final int version, final int type)
    {
        return requests[version * Conversation.TYPES + type];
    }

    /** Packets of a type that acknowledge. */
    long acknowledgements(final int version, final int type)
    {
        return acknowledgements[version * Conversation.TYPES + type];
    }
}
