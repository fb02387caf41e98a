package io.tributary.bench.trace.info;

import io.tributary.codec.overlay.ByeFlyweight;
import io.tributary.codec.overlay.CandidatureFlyweight;
import io.tributary.codec.overlay.DigestFlyweight;
import io.tributary.codec.overlay.ErrorFlyweight;
import io.tributary.codec.overlay.HelloFlyweight;
import io.tributary.codec.overlay.InfoHashListFlyweight;
import io.tributary.codec.overlay.LeaderFlyweight;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.SummaryAcknowledgementFlyweight;
import io.tributary.codec.overlay.SummaryFlyweight;
import io.tributary.codec.overlay.SynFlyweight;
import io.tributary.codec.overlay.UpdateFlyweight;
import io.tributary.codec.overlay.VersionOneCandidatureFlyweight;
import io.tributary.codec.overlay.VersionOneLeaderFlyweight;
import io.tributary.codec.overlay.VersionOneSummaryFlyweight;
import io.tributary.codec.overlay.VersionOneUpdateFlyweight;

/** Which versions of TSUP a datagram's lengths and values fit: no packet but SYN names its version. */
public final class OverlayShape
{
    public static final int NONE = 0;
    public static final int FITS_ONE = 1;
    public static final int FITS_TWO = 2;

    private final SynFlyweight syn = new SynFlyweight();
    private final HelloFlyweight hello = new HelloFlyweight();
    private final SummaryFlyweight summary = new SummaryFlyweight();
    private final SummaryAcknowledgementFlyweight summaryAcknowledgement = new SummaryAcknowledgementFlyweight();
    private final UpdateFlyweight update = new UpdateFlyweight();
    private final InfoHashListFlyweight list = new InfoHashListFlyweight();
    private final CandidatureFlyweight candidature = new CandidatureFlyweight();
    private final LeaderFlyweight leader = new LeaderFlyweight();
    private final ByeFlyweight bye = new ByeFlyweight();
    private final DigestFlyweight digest = new DigestFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();
    private final VersionOneSummaryFlyweight summaryOne = new VersionOneSummaryFlyweight();
    private final VersionOneUpdateFlyweight updateOne = new VersionOneUpdateFlyweight();
    private final VersionOneCandidatureFlyweight candidatureOne = new VersionOneCandidatureFlyweight();
    private final VersionOneLeaderFlyweight leaderOne = new VersionOneLeaderFlyweight();

    /**
     * Versions that a datagram fits.
     *
     * @param message of the overlay.
     * @return a sum of {@link #FITS_ONE} and {@link #FITS_TWO}; a datagram that was cut fits none.
     */
    public int versions(final Message message)
    {
        if (message.length() < OverlayHeaderFlyweight.LENGTH || message.length() < message.originalLength())
        {
            return NONE;
        }

        final int action = message.intAt(OverlayHeaderFlyweight.ACTION_OFFSET);
        if (OverlayProtocol.ACTION_SYN == action)
        {
            syn.wrap(message.buffer(), message.offset(), message.length());
            return 0 != syn.validate() ? NONE : syn.hasCapabilities() ? FITS_TWO : FITS_ONE;
        }

        return (fitsOne(message, action) ? FITS_ONE : NONE) | (fitsTwo(message, action) ? FITS_TWO : NONE);
    }

    private boolean fitsOne(final Message message, final int action)
    {
        final int offset = message.offset() + OverlayHeaderFlyweight.LENGTH;
        final int length = message.length() - OverlayHeaderFlyweight.LENGTH;
        switch (action)
        {
            case OverlayProtocol.ACTION_HELLO:
                return 0 == length;

            case OverlayProtocol.ACTION_SUMMARY:
                return 0 == summaryOne.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_UPDATE:
                return 0 == updateOne.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_CANDIDATURE:
                return 0 == candidatureOne.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_LEADER:
                return 0 == leaderOne.wrap(message.buffer(), offset, length).validate();

            default:
                return false;
        }
    }

    private boolean fitsTwo(final Message message, final int action)
    {
        if (message.length() < OverlayHeaderFlyweight.LENGTH_VERSION_TWO)
        {
            return false;
        }

        final int keyId = message.buffer().getByte(message.offset() + OverlayHeaderFlyweight.KEY_ID_OFFSET);
        final int tagLength = OverlayProtocol.NO_KEY == keyId ? 0 : OverlayProtocol.TAG_LENGTH;
        final int length = message.length() - OverlayHeaderFlyweight.LENGTH_VERSION_TWO - tagLength;
        final int flags = message.buffer().getByte(message.offset() + OverlayHeaderFlyweight.FLAGS_OFFSET);
        return length >= 0 && (0 != (flags & OverlayProtocol.FLAG_ACK) ?
            isAcknowledgement(message, action, length) : isRequest(message, action, length));
    }

    private boolean isAcknowledgement(final Message message, final int action, final int length)
    {
        final int offset = message.offset() + OverlayHeaderFlyweight.LENGTH_VERSION_TWO;
        switch (action)
        {
            case OverlayProtocol.ACTION_SUMMARY:
                return 0 == summaryAcknowledgement.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_UPDATE:
            case OverlayProtocol.ACTION_DIGEST:
                return 0 == list.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_CANDIDATURE:
            case OverlayProtocol.ACTION_LEADER:
            case OverlayProtocol.ACTION_RESYNC:
                return 0 == length;

            default:
                return false;
        }
    }

    private boolean isRequest(final Message message, final int action, final int length)
    {
        final int offset = message.offset() + OverlayHeaderFlyweight.LENGTH_VERSION_TWO;
        switch (action)
        {
            case OverlayProtocol.ACTION_HELLO:
                return 0 == hello.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_SUMMARY:
                return 0 == summary.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_UPDATE:
                return 0 == update.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_CANDIDATURE:
                return 0 == candidature.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_LEADER:
                return 0 == leader.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_BYE:
                return 0 == bye.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_DIGEST:
                return 0 == digest.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_RESYNC:
                return 0 == list.wrap(message.buffer(), offset, length).validate();

            case OverlayProtocol.ACTION_ERROR:
                return 0 == error.wrap(message.buffer(), offset, length).validate();

            default:
                return false;
        }
    }
}
