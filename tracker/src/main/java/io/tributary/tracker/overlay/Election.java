package io.tributary.tracker.overlay;

import java.util.SplittableRandom;

/**
 * The election of swarm leaders (paper III.C), for the internal network and for the external one alike:
 * <ol>
 * <li>A swarm without a leader gets one when a member claims it: {@link Vacancies} says which member, and when.</li>
 * <li>Leadership is what a leader says of itself, in terms: {@link Claims}.</li>
 * <li>From time to time, and after a loss, a {@link Campaign} compares how many swarms each tracker leads, and a
 * {@link TransferPlan} evens them out. Otherwise leaders stay. A campaign in an incomplete mesh can hand over little,
 * so it is repeated once the mesh is complete.</li>
 * <li>A leader that is lost, disputed or wrong is none: {@link Leadership#effective}. Updates then go to everyone.</li>
 * </ol>
 * No step waits for another tracker longer than a deadline. After the start nothing is claimed for one disconnect
 * interval, so that present leaders are heard of first (D14).
 *
 * <p>Owned by the overlay's thread; {@link #doWork} looks at a bounded number of swarms. What is to be sent lies in
 * {@link Elector}, and {@link ElectionExchange} sends it.
 */
final class Election
{
    private static final int SLOTS_PER_TURN = 256;
    private static final int SCOPES = 2;

    private final OverlaySettings settings;
    private final SwarmTable swarms;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final SplittableRandom random;
    private final Claims claims;
    private final Campaign[] campaigns = new Campaign[SCOPES];
    private final Vacancies[] vacancies = new Vacancies[SCOPES];
    private final long[] campaignNs = new long[SCOPES];
    private final boolean[] isUneven = {true, true};
    /** At the begin or the end of the last campaign, not all saw the same neighbours. */
    private final boolean[] isHindered = {false, false};
    private final int[] reviewCursors = new int[SCOPES];
    private boolean isStarted;
    private long quietUntilNs;
    private long reviewNs;

    /**
     * Election that has not begun; it does with the first {@link #doWork}.
     *
     * @param settings       of the overlay.
     * @param self           this tracker, as neighbours of version 2 know it.
     * @param versionOneSelf this tracker, as neighbours of version 1 know it; the same as {@code self} if that is not
     *                       known.
     * @param swarms         that leaders are elected for.
     * @param neighbours     that take part.
     * @param leadership     the outcome.
     * @param random         for delays and campaign ids.
     */
    Election(
        final OverlaySettings settings,
        final TrackerId self,
        final TrackerId versionOneSelf,
        final SwarmTable swarms,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final SplittableRandom random)
    {
        this.settings = settings;
        this.swarms = swarms;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.random = random;
        final Rendezvous rendezvous = new Rendezvous(swarms, self, versionOneSelf);
        this.claims = new Claims(swarms, neighbours, leadership, rendezvous);
        for (int scope = 0; scope < SCOPES; scope++)
        {
            campaigns[scope] = new Campaign(scope, settings, neighbours, leadership, claims, self);
            vacancies[scope] = new Vacancies(
                scope, settings.helloNs(), swarms, neighbours, leadership, claims, rendezvous);
        }
    }

    Campaign campaign(final int scope)
    {
        return campaigns[scope];
    }

    Claims claims()
    {
        return claims;
    }

    /** A virtual connection stands. If the neighbour kept what we share, nobody will say again who shares what. */
    void onConnected(final Neighbour neighbour, final boolean isSameBoot)
    {
        final int scope = neighbour.scope();
        if (isSameBoot)
        {
            leadership.elector(neighbour.index()).news.or(leadership.mandates(scope));
            leadership.vacancies(scope).or(neighbour.shared);
        }
        campaigns[scope].onConnected(neighbour);
    }

    /** A virtual connection ended, or its link is removed. */
    void onDisconnected(final Neighbour neighbour)
    {
        final Elector elector = leadership.elector(neighbour.index());
        isUneven[neighbour.scope()] |= !elector.led.isEmpty();
        leadership.onLeaderLost(neighbour);
        elector.reset();
    }

    void onCandidature(final Neighbour neighbour, final long campaignId, final int mandates, final long nowNs)
    {
        final Campaign campaign = campaigns[neighbour.scope()];
        final boolean wasRunning = campaign.isRunning();
        campaign.onCandidature(neighbour, campaignId, mandates, nowNs);
        onCampaign(neighbour.scope(), wasRunning, nowNs);
    }

    void onCandidatureVersionOne(final Neighbour neighbour, final int mandates, final long nowNs)
    {
        final Campaign campaign = campaigns[neighbour.scope()];
        final boolean wasRunning = campaign.isRunning();
        campaign.onCandidatureVersionOne(neighbour, mandates, nextCampaignId(), nowNs);
        onCampaign(neighbour.scope(), wasRunning, nowNs);
    }

    void onClaim(final Neighbour neighbour, final int slot, final int term)
    {
        if (settings.isElecting())
        {
            claims.onClaim(neighbour, slot, term);
        }
    }

    void onClaimVersionOne(final Neighbour neighbour, final int slot)
    {
        if (settings.isElecting())
        {
            claims.onClaimVersionOne(neighbour, slot);
        }
    }

    void onAppointed(final Neighbour neighbour, final int slot, final int term)
    {
        if (settings.isElecting())
        {
            claims.onAppointed(neighbour, slot, term);
        }
    }

    void onResigned(final Neighbour neighbour, final int slot)
    {
        claims.onResigned(neighbour, slot);
    }

    /** Timers and walks. */
    int doWork(final long nowNs)
    {
        if (!isStarted)
        {
            start(nowNs);
        }
        int work = 0;
        for (int scope = 0; scope < SCOPES; scope++)
        {
            work += leadership.doWork(scope, SLOTS_PER_TURN);
            work += campaign(scope, nowNs);
            if (settings.isElecting() && nowNs - quietUntilNs >= 0)
            {
                work += elect(scope, nowNs);
            }
        }
        return work + review(nowNs);
    }

    /** When {@link #doWork} has something to do, or {@code otherwise}. */
    long nextDeadlineNs(final long nowNs, final long otherwise)
    {
        long deadlineNs = otherwise;
        for (int scope = 0; scope < SCOPES; scope++)
        {
            deadlineNs = campaigns[scope].nextDeadlineNs(deadlineNs);
            if (settings.isElecting() && !campaigns[scope].isRunning())
            {
                final long vacancyNs = vacancies[scope].isIdle() ? deadlineNs : vacancies[scope].nextDeadlineNs(nowNs);
                final long electionNs = earlier(vacancyNs, campaignNs[scope]);
                deadlineNs = earlier(deadlineNs, later(electionNs, quietUntilNs));
            }
        }
        return deadlineNs;
    }

    private void start(final long nowNs)
    {
        isStarted = true;
        quietUntilNs = nowNs + settings.disconnectNs();
        reviewNs = nowNs + settings.disconnectNs();
        for (int scope = 0; scope < SCOPES; scope++)
        {
            campaignNs[scope] = nextCampaignNs(nowNs);
        }
    }

    private int campaign(final int scope, final long nowNs)
    {
        final boolean wasRunning = campaigns[scope].isRunning();
        final int work = campaigns[scope].doWork(nowNs, SLOTS_PER_TURN);
        if (wasRunning && !campaigns[scope].isRunning())
        {
            vacancies[scope].onCampaignEnded(nowNs, random.nextLong() >>> 1);
            isHindered[scope] |= !leadership.isEveryoneSeeingTheSame(scope);
        }
        return work;
    }

    private int elect(final int scope, final long nowNs)
    {
        if (campaigns[scope].isRunning())
        {
            return 0;
        }
        if (nowNs - campaignNs[scope] >= 0)
        {
            campaigns[scope].start(nextCampaignId(), nowNs);
            onCampaign(scope, false, nowNs);
            campaignNs[scope] = nextCampaignNs(nowNs);
            return 1;
        }
        final int work = vacancies[scope].doWork(nowNs, random.nextLong() >>> 1, SLOTS_PER_TURN);
        final boolean isFilled = isUneven[scope] && work > 0 && vacancies[scope].isIdle();
        final boolean isRepeatable = isHindered[scope] && leadership.isEveryoneSeeingTheSame(scope);
        isHindered[scope] &= !isRepeatable;
        if ((isFilled || isRepeatable) && campaigns[scope].canEvenOut())
        {
            campaignNs[scope] = earlier(campaignNs[scope], nowNs + random.nextLong(settings.helloNs()) + 1);
        }
        return work;
    }

    /** A campaign has begun: another is not needed for long, and vacancies wait until it is over. */
    private void onCampaign(final int scope, final boolean wasRunning, final long nowNs)
    {
        if (!wasRunning && campaigns[scope].isRunning())
        {
            campaignNs[scope] = nextCampaignNs(nowNs);
            isUneven[scope] &= !vacancies[scope].isIdle();
            isHindered[scope] = !leadership.isEveryoneSeeingTheSame(scope);
        }
    }

    /** Give up what has lost its members (D17). */
    private int review(final long nowNs)
    {
        if (nowNs - reviewNs < 0)
        {
            return 0;
        }
        int work = 0;
        for (int scope = 0; scope < SCOPES; scope++)
        {
            final SlotBits own = leadership.mandates(scope);
            int slot = own.nextSetBit(reviewCursors[scope]);
            for (int i = 0; i < SLOTS_PER_TURN && slot >= 0; i++, slot = own.nextSetBit(slot + 1))
            {
                if (leadership.members(slot, scope) < Claims.MEMBERS_MIN &&
                    !leadership.hasVersionOneMember(slot, scope))
                {
                    claims.resign(slot, scope);
                }
                work++;
            }
            reviewCursors[scope] = slot >= 0 ? slot : swarms.capacity();
        }
        if (0 == work)
        {
            reviewCursors[SwarmTable.INTERNAL] = 0;
            reviewCursors[SwarmTable.EXTERNAL] = 0;
            reviewNs = nowNs + settings.disconnectNs();
        }
        return work;
    }

    private long nextCampaignNs(final long nowNs)
    {
        final long fifthNs = settings.mandateNs() / 5;
        return nowNs + settings.mandateNs() - fifthNs + random.nextLong(2 * fifthNs + 1);
    }

    private long nextCampaignId()
    {
        return random.nextLong() | 1;
    }

    private static long earlier(final long leftNs, final long rightNs)
    {
        return leftNs - rightNs < 0 ? leftNs : rightNs;
    }

    private static long later(final long leftNs, final long rightNs)
    {
        return leftNs - rightNs < 0 ? rightNs : leftNs;
    }
}
