package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.info.Message;
import io.tributary.bench.trace.info.OverlayShape;
import io.tributary.codec.InfoHash;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.VersionOneLeaderFlyweight;
import io.tributary.codec.overlay.VersionOneSummaryFlyweight;
import io.tributary.codec.overlay.VersionOneUpdateFlyweight;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Replaces what identifies in packets of TSUP version 1. Those of version 2 are left out: with a key their tags would
 * no longer fit, and tracker ids are there to identify. So are those that might be of either version.
 */
final class OverlayDatagrams
{
    private static final int SYN_LENGTH = 19;
    private static final int BODY = OverlayHeaderFlyweight.LENGTH;

    private final VersionOneUpdateFlyweight update = new VersionOneUpdateFlyweight();
    private final OverlayShape shape = new OverlayShape();
    private final Replacements replacements;

    OverlayDatagrams(final Replacements replacements)
    {
        this.replacements = replacements;
    }

    /**
     * Whether it is version 1 for certain, and nothing is behind it.
     *
     * @param message of TSUP.
     * @return whether {@link #replace} may be called.
     */
    boolean isUnderstood(final Message message)
    {
        final int action = message.datagram().buffer().getInt(
            message.datagram().offset() + OverlayHeaderFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
        return OverlayShape.FITS_ONE == shape.versions(message) &&
            (OverlayProtocol.ACTION_SYN != action || SYN_LENGTH == message.datagram().length());
    }

    /**
     * Replace in place.
     *
     * @param buffer with the packet.
     * @param offset where in it.
     * @param length of it, as it is and stays.
     */
    void replace(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final long connectionId =
            buffer.getLong(offset + OverlayHeaderFlyweight.CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
        if (OverlayProtocol.NO_CONNECTION_ID != connectionId)
        {
            replacements.connectionId(buffer, offset + OverlayHeaderFlyweight.CONNECTION_ID_OFFSET);
        }
        replacements.transactionId(buffer, offset + OverlayHeaderFlyweight.TRANSACTION_ID_OFFSET);

        final int end = offset + length;
        switch (buffer.getInt(offset + OverlayHeaderFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN))
        {
            case OverlayProtocol.ACTION_SUMMARY:
                infoHashes(buffer, offset + BODY + VersionOneSummaryFlyweight.ENTRY_INFO_HASH_OFFSET, end,
                    VersionOneSummaryFlyweight.ENTRY_LENGTH);
                break;

            case OverlayProtocol.ACTION_LEADER:
                infoHashes(buffer, offset + BODY + VersionOneLeaderFlyweight.INFO_HASHES_OFFSET, end, InfoHash.LENGTH);
                break;

            case OverlayProtocol.ACTION_UPDATE:
                update(buffer, offset + BODY, length - BODY);
                break;

            default:
                break;
        }
    }

    private void infoHashes(final MutableDirectBuffer buffer, final int first, final int end, final int step)
    {
        for (int place = first; place + InfoHash.LENGTH <= end; place += step)
        {
            replacements.infoHash(buffer, place);
        }
    }

    private void update(final MutableDirectBuffer buffer, final int body, final int length)
    {
        update.wrap(buffer, body, length);
        while (update.nextSwarm())
        {
            int peer = update.infoHashOffset() + VersionOneUpdateFlyweight.SWARM_LENGTH;
            for (int i = 0; i < update.peerCount(); i++)
            {
                replacements.compactPeer(buffer, peer + VersionOneUpdateFlyweight.PEER_ENDPOINT_OFFSET, false);
                peer += VersionOneUpdateFlyweight.PEER_LENGTH;
            }
            replacements.infoHash(buffer, update.infoHashOffset());
        }
    }
}
