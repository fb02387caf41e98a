package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.CandidatureFlyweight;
import io.tributary.codec.overlay.LeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.VersionOneCandidatureFlyweight;
import io.tributary.codec.overlay.VersionOneLeaderFlyweight;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The packets of the {@link Election}, CANDIDATURE and LEADER, in both versions. Every one is acknowledged; one that is
 * lost leaves what it was about to be said again, as it is then. Hot path: allocates nothing, throws nothing.
 */
final class ElectionExchange
{
    private static final int DATAGRAMS_PER_TURN = 4;
    private static final int LOOKS_MAX = 512;

    private final SwarmTable swarms;
    private final Leadership leadership;
    private final Election election;
    private final Outbox outbox;
    private final CandidatureFlyweight candidature = new CandidatureFlyweight();
    private final LeaderFlyweight leader = new LeaderFlyweight();
    private final VersionOneCandidatureFlyweight candidatureVersionOne = new VersionOneCandidatureFlyweight();
    private final VersionOneLeaderFlyweight leaderVersionOne = new VersionOneLeaderFlyweight();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    /** Slots told of; appointments as their complement. */
    private final int[] items = new int[InFlight.ITEMS_MAX];
    private int itemCount;

    ElectionExchange(
        final SwarmTable swarms, final Leadership leadership, final Election election, final Outbox outbox)
    {
        this.swarms = swarms;
        this.leadership = leadership;
        this.election = election;
        this.outbox = outbox;
    }

    /** Tell a neighbour what it is to be told. */
    int doWork(final Neighbour neighbour, final long nowNs)
    {
        if (neighbour.exchange.isSummaryDue)
        {
            // The handshake of version 1 is not complete before the first SUMMARY.
            return 0;
        }
        final Elector elector = leadership.elector(neighbour.index());
        int sent = 0;
        if (elector.isCandidatureDue && outbox.canSend(neighbour, nowNs))
        {
            elector.isCandidatureDue = false;
            sent += sendCandidature(neighbour, nowNs);
        }
        while (sent < DATAGRAMS_PER_TURN && !(elector.news.isEmpty() && elector.appointments.isEmpty()) &&
            outbox.canSend(neighbour, nowNs))
        {
            sendLeader(neighbour, elector, nowNs);
            sent++;
        }
        return sent;
    }

    void onCandidature(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        final boolean isVersionOne = neighbour.isVersionOne();
        final int error = isVersionOne ? candidatureVersionOne.wrap(buffer, bodyOffset, bodyLength).validate() :
            candidature.wrap(buffer, bodyOffset, bodyLength).validate();
        if (0 != error || isVersionOne && candidatureVersionOne.isAck())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        outbox.acknowledge(neighbour, OverlayProtocol.ACTION_CANDIDATURE, transactionId, nowNs);
        if (isVersionOne)
        {
            election.onCandidatureVersionOne(neighbour, candidatureVersionOne.mandates(), nowNs);
        }
        else
        {
            election.onCandidature(neighbour, candidature.campaignId(), candidature.mandates(), nowNs);
        }
    }

    void onLeader(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        final boolean isVersionOne = neighbour.isVersionOne();
        final int error = isVersionOne ? leaderVersionOne.wrap(buffer, bodyOffset, bodyLength).validate() :
            leader.wrap(buffer, bodyOffset, bodyLength).validate();
        if (0 != error || isVersionOne && leaderVersionOne.isAck())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        if (!isVersionOne)
        {
            if (neighbour.exchange.isOvertakenByLeader(transactionId))
            {
                // A claim that a resignation overtook would be believed for ever. The neighbour tells again what is so.
                return;
            }
            neighbour.exchange.onLeader(transactionId);
        }
        outbox.acknowledge(neighbour, OverlayProtocol.ACTION_LEADER, transactionId, nowNs);
        final int count = isVersionOne ? leaderVersionOne.count() : leader.count();
        for (int i = 0; i < count; i++)
        {
            final int slot = swarms.find(
                buffer, isVersionOne ? leaderVersionOne.infoHashOffset(i) : leader.infoHashOffset(i));
            if (SwarmTable.NOT_FOUND != slot)
            {
                apply(neighbour, slot, i);
            }
        }
    }

    /** A datagram of {@link InFlightKind#CANDIDATURE} or {@link InFlightKind#LEADER} was not acknowledged. */
    void onLost(final Neighbour neighbour, final int kind, final int[] lost, final int count)
    {
        final Elector elector = leadership.elector(neighbour.index());
        if (InFlightKind.CANDIDATURE == kind)
        {
            elector.isCandidatureDue = election.campaign(neighbour.scope()).isRunning();
            return;
        }
        for (int i = 0; i < count; i++)
        {
            if (lost[i] >= 0)
            {
                elector.news.set(lost[i]);
            }
            else
            {
                elector.appointments.set(~lost[i]);
            }
        }
    }

    private void apply(final Neighbour neighbour, final int slot, final int entry)
    {
        if (neighbour.isVersionOne())
        {
            election.onClaimVersionOne(neighbour, slot);
            return;
        }
        switch (leader.kind(entry))
        {
            case OverlayProtocol.LEADER_CLAIM -> election.onClaim(neighbour, slot, leader.term(entry));
            case OverlayProtocol.LEADER_APPOINT -> election.onAppointed(neighbour, slot, leader.term(entry));
            case OverlayProtocol.LEADER_RESIGN -> election.onResigned(neighbour, slot);
            default ->
            {
            }
        }
    }

    private int sendCandidature(final Neighbour neighbour, final long nowNs)
    {
        final Campaign campaign = election.campaign(neighbour.scope());
        if (!campaign.isRunning())
        {
            return 0;
        }
        final MutableDirectBuffer buffer = outbox.begin(neighbour, OverlayProtocol.ACTION_CANDIDATURE, 0);
        final int bodyOffset = outbox.bodyOffset();
        final int end = neighbour.isVersionOne() ?
            candidatureVersionOne.wrapEncode(buffer, bodyOffset, campaign.mandates()).limit() :
            candidature.wrapEncode(buffer, bodyOffset).campaignId(campaign.id()).mandates(campaign.mandates())
            .swarms(swarms.size()).limit();
        outbox.sendTracked(end, InFlightKind.CANDIDATURE, items, 0, nowNs);
        return 1;
    }

    private void sendLeader(final Neighbour neighbour, final Elector elector, final long nowNs)
    {
        final MutableDirectBuffer buffer = outbox.begin(neighbour, OverlayProtocol.ACTION_LEADER, 0);
        itemCount = 0;
        if (neighbour.isVersionOne())
        {
            leaderVersionOne.wrapEncode(buffer, outbox.bodyOffset(), outbox.bodyLimit(), 0);
        }
        else
        {
            leader.wrapEncode(buffer, outbox.bodyOffset(), outbox.bodyLimit());
        }
        addAppointments(neighbour, elector.appointments);
        addNews(neighbour, elector.news);
        if (itemCount > 0)
        {
            outbox.sendTracked(neighbour.isVersionOne() ? leaderVersionOne.limit() : leader.limit(),
                InFlightKind.LEADER, items, itemCount, nowNs);
        }
    }

    private void addAppointments(final Neighbour neighbour, final SlotBits appointments)
    {
        for (int slot = appointments.nextSetBit(0); slot >= 0; slot = appointments.nextSetBit(slot + 1))
        {
            if (election.claims().isAppointment(neighbour, slot))
            {
                if (!add(neighbour, slot, OverlayProtocol.LEADER_APPOINT, 1, ~slot))
                {
                    return;
                }
            }
            appointments.clear(slot);
        }
    }

    private void addNews(final Neighbour neighbour, final SlotBits news)
    {
        int looks = 0;
        for (int slot = news.nextSetBit(0); slot >= 0 && looks < LOOKS_MAX; slot = news.nextSetBit(slot + 1))
        {
            looks++;
            if (election.claims().isNews(neighbour, slot))
            {
                final int kind = leadership.isLeading(slot, neighbour.scope()) ?
                    OverlayProtocol.LEADER_CLAIM : OverlayProtocol.LEADER_RESIGN;
                if (!add(neighbour, slot, kind, 0, slot))
                {
                    return;
                }
            }
            news.clear(slot);
        }
    }

    private boolean add(final Neighbour neighbour, final int slot, final int kind, final int termStep, final int item)
    {
        swarms.infoHash(slot, infoHash, 0);
        final int term = swarms.term(slot, neighbour.scope()) + termStep;
        final boolean isAdded = itemCount < items.length && (neighbour.isVersionOne() ?
            leaderVersionOne.add(infoHash, 0) : leader.add(infoHash, 0, kind, term));
        if (isAdded)
        {
            items[itemCount++] = item;
        }
        return isAdded;
    }
}
