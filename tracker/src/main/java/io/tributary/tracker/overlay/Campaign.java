package io.tributary.tracker.overlay;

/**
 * The periodic election of one network (EL4): for a short time the trackers tell each other how many swarms they lead;
 * then each that leads too many asks others to take some over. Who told nothing in time is left out, so a tracker that
 * dies in the middle costs nobody anything (A.9-7).
 * <pre>
 *   IDLE      -> RUNNING   own period over, or a candidature of a campaign heard; own candidature goes to everyone
 *   RUNNING   -> RUNNING   candidature of a campaign with a larger id heard: that one goes on, this one is over
 *   RUNNING   -> HANDOVER  deadline: {@value #HELLOS_MAX} hello intervals, twice that in all
 *   HANDOVER  -> IDLE      every mandate above the plan has been offered once
 * </pre>
 * Version 1 knows no campaign ids: its candidatures belong to whatever campaign runs. A tracker of version 1 computes
 * by itself who leads, from counts that are not the same everywhere, and tells nobody (A.9-8). So what it announced
 * before counts no longer when a campaign starts, and after the campaign our leaders announce themselves to it, twice,
 * since its own end is not known: its members follow whoever spoke last.
 */
final class Campaign
{
    static final long NONE = 0;

    private static final int HELLOS_MAX = 3;
    private static final int SELF = -1;

    private final int scope;
    private final OverlaySettings settings;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final Claims claims;
    private final TrackerId self;
    private final TransferPlan plan;
    private final TransferPlan.TransferSink quotas = this::onTransfer;
    private long id = NONE;
    private long lastId = NONE;
    /** Swarms that others have the better claim to. */
    private final SlotBits losers = new SlotBits();
    private int mandates;
    private long deadlineNs;
    private long lastDeadlineNs;
    private long announceNs;
    private boolean isAnnouncing;
    private int surplus;
    private int cursor;

    Campaign(
        final int scope,
        final OverlaySettings settings,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final Claims claims,
        final TrackerId self)
    {
        this.scope = scope;
        this.settings = settings;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.claims = claims;
        this.self = self;
        this.plan = new TransferPlan(neighbours.capacity() + 1);
    }

    boolean isRunning()
    {
        return NONE != id;
    }

    /** Of the campaign that runs, or {@link #NONE}. */
    long id()
    {
        return id;
    }

    /** Own candidature: mandates at the start of the campaign. */
    int mandates()
    {
        return mandates;
    }

    /** Begin, unless a campaign runs already or there are too few trackers for leaders. */
    void start(final long campaignId, final long nowNs)
    {
        if (!isRunning() && connected() + 1 >= Claims.MEMBERS_MIN)
        {
            lastDeadlineNs = nowNs + 2 * HELLOS_MAX * settings.helloNs();
            begin(campaignId, nowNs);
        }
    }

    /** A neighbour tells of its candidature in a campaign. */
    void onCandidature(final Neighbour neighbour, final long campaignId, final int count, final long nowNs)
    {
        final Elector elector = leadership.elector(neighbour.index());
        if (campaignId == lastId || NONE == campaignId)
        {
            return;
        }
        if (!isRunning())
        {
            lastDeadlineNs = nowNs + 2 * HELLOS_MAX * settings.helloNs();
            begin(campaignId, nowNs);
        }
        else if (Long.compareUnsigned(campaignId, id) > 0)
        {
            begin(campaignId, nowNs);
        }
        else if (campaignId != id)
        {
            elector.isCandidatureDue = isTold(neighbour);
            return;
        }
        elector.campaignId = campaignId;
        elector.mandates = Math.max(0, count);
    }

    /** The same from a neighbour of version 1. */
    void onCandidatureVersionOne(final Neighbour neighbour, final int count, final long campaignId, final long nowNs)
    {
        neighbour.mandates[scope] = Math.max(0, count);
        onCandidature(neighbour, isRunning() ? id : campaignId, count, nowNs);
    }

    /** Whether a campaign could do more than announce: mandates are handed over in version 2 only. */
    boolean canEvenOut()
    {
        int trackers = 1;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            trackers += isHere(neighbours.at(i)) && !neighbours.at(i).isVersionOne() ? 1 : 0;
        }
        return trackers >= Claims.MEMBERS_MIN;
    }

    /** A neighbour is connected: it may take part in what runs. */
    void onConnected(final Neighbour neighbour)
    {
        leadership.elector(neighbour.index()).isCandidatureDue = isRunning() && isTold(neighbour);
    }

    int doWork(final long nowNs, final int budget)
    {
        if (isRunning() && nowNs - deadlineNs >= 0)
        {
            end(nowNs);
            return 1;
        }
        if (isAnnouncing && nowNs - announceNs >= 0)
        {
            isAnnouncing = false;
            announceToVersionOne();
            return 1;
        }
        if (isRunning())
        {
            return nowNs - (deadlineNs - settings.helloNs()) >= 0 ? giveWay(budget) : 0;
        }
        return surplus > 0 ? handOver(budget) : 0;
    }

    /** When {@link #doWork} has something to do, or {@code otherwise}. */
    long nextDeadlineNs(final long otherwise)
    {
        final long dueNs = losers.isEmpty() ? deadlineNs : deadlineNs - settings.helloNs();
        final long endNs = isRunning() && dueNs - otherwise < 0 ? dueNs : otherwise;
        return isAnnouncing && announceNs - endNs < 0 ? announceNs : endNs;
    }

    private void begin(final long campaignId, final long nowNs)
    {
        id = campaignId;
        mandates = settings.isElecting() ? leadership.mandates(scope).cardinality() : Integer.MAX_VALUE;
        final long fullNs = nowNs + HELLOS_MAX * settings.helloNs();
        deadlineNs = fullNs - lastDeadlineNs < 0 ? fullNs : lastDeadlineNs;
        surplus = 0;
        losers.or(leadership.contests(scope));
        leadership.contests(scope).clearAll();
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (isHere(neighbour))
            {
                leadership.elector(i).isCandidatureDue = isTold(neighbour);
                if (neighbour.isVersionOne())
                {
                    leadership.onLeaderLost(neighbour);
                }
            }
        }
    }

    private void end(final long nowNs)
    {
        plan.clear();
        plan.add(SELF, self, mandates);
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            final Elector elector = leadership.elector(i);
            elector.quota = 0;
            elector.isCandidatureDue = false;
            if (isHere(neighbour) && !neighbour.isVersionOne() && elector.campaignId == id)
            {
                plan.add(i, neighbour.trackerId(), elector.mandates);
            }
        }
        lastId = id;
        id = NONE;
        cursor = 0;
        if (plan.size() >= Claims.MEMBERS_MIN && settings.isElecting())
        {
            plan.make(quotas);
            surplus = Math.min(surplus, leadership.mandates(scope).cardinality() - (mandates - surplus));
        }
        announceToVersionOne();
        isAnnouncing = true;
        announceNs = nowNs + HELLOS_MAX * settings.helloNs();
    }

    private void onTransfer(final int fromKey, final int toKey, final int count)
    {
        if (SELF == fromKey)
        {
            leadership.elector(toKey).quota += count;
            surplus += count;
        }
    }

    /**
     * Resign what others have the better claim to, when by now no neighbour of version 1 follows anybody: a hello
     * interval before the deadline.
     */
    private int giveWay(final int budget)
    {
        int work = 0;
        for (int slot = losers.nextSetBit(0); slot >= 0 && work < budget; slot = losers.nextSetBit(slot))
        {
            losers.clear(slot);
            if (leadership.isLeading(slot, scope))
            {
                claims.resign(slot, scope);
            }
            work++;
        }
        return work;
    }

    /** Offer mandates to those that are to have them, as far as they are members. */
    private int handOver(final int budget)
    {
        final SlotBits own = leadership.mandates(scope);
        int work = 0;
        int slot = own.nextSetBit(cursor);
        for (; slot >= 0 && work < budget && surplus > 0; slot = own.nextSetBit(slot + 1))
        {
            final int taker = taker(slot);
            if (taker >= 0)
            {
                leadership.elector(taker).appointments.set(slot);
                leadership.elector(taker).quota--;
                surplus--;
            }
            work++;
        }
        cursor = Math.max(0, slot);
        surplus = slot >= 0 ? surplus : 0;
        return work;
    }

    /** The member that is to get most and sees the same neighbours, or -1; in version 1 nobody could be told. */
    private int taker(final int slot)
    {
        if (leadership.hasVersionOneMember(slot, scope))
        {
            return -1;
        }
        int taker = -1;
        int quota = 0;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (leadership.elector(i).quota > quota && leadership.isMember(neighbour, slot, scope) &&
                leadership.isSeeingTheSame(neighbour, scope))
            {
                taker = i;
                quota = leadership.elector(i).quota;
            }
        }
        return taker;
    }

    private void announceToVersionOne()
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (isHere(neighbour) && neighbour.isVersionOne())
            {
                leadership.elector(i).news.or(leadership.mandates(scope));
            }
        }
    }

    /** Who does not want to lead keeps silent; version 1 would wait for ever, and is told a count that never wins. */
    private boolean isTold(final Neighbour neighbour)
    {
        return settings.isElecting() || neighbour.isVersionOne();
    }

    private int connected()
    {
        int connected = 0;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            connected += isHere(neighbours.at(i)) ? 1 : 0;
        }
        return connected;
    }

    private boolean isHere(final Neighbour neighbour)
    {
        return null != neighbour && neighbour.isConnected() && scope == neighbour.scope();
    }
}
