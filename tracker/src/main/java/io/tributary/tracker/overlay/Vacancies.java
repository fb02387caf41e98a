package io.tributary.tracker.overlay;

/**
 * Finds leaders for the swarms of one network that have none: at the start, after a loss, for a new swarm. Nothing is
 * negotiated. Every member knows the order in which members come into question, fewest mandates first (EL5); the first
 * claims at once, each next one a hello interval later, unless a claim was heard. So a candidate that is dead, or does
 * not know that it is one, costs a hello interval, and nothing can block.
 *
 * <p>Many vacancies are filled in one round. So that they are spread (EL6), counts that differ by little are taken as
 * equal, ties fall by {@link Rendezvous}, and every pass over what is left counts what has been claimed by then. What
 * is left uneven, the next {@link Campaign} evens out.
 * <pre>
 *   start = first vacancy + random part of a quarter of the hello interval
 *   pass  = every eighth of the hello interval from start on
 *   quantum = max(1, vacancies / (4 x trackers connected))
 *   order of members: (mandates / quantum, rendezvous)
 *   step = hello interval, three with a neighbour of version 1: it repeats what was lost no sooner than after one
 *   claim if own place in it, from 0, is at most (now - start) / step, or that is {@value #PATIENCE_MAX}
 * </pre>
 */
final class Vacancies
{
    private static final int PATIENCE_MAX = 6;
    private static final int PASSES_PER_HELLO = 8;
    private static final int START_PARTS = 4;
    private static final int SHARE_PARTS = 4;
    private static final int HELLOS_PER_STEP_VERSION_ONE = 3;

    private final int scope;
    private final long helloNs;
    private final SwarmTable swarms;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final Claims claims;
    private final Rendezvous rendezvous;
    /** Vacancies of this round; new ones wait in {@link Leadership#vacancies} for the next. */
    private final SlotBits round = new SlotBits();
    private long startNs;
    private long passNs;
    private int cursor;
    private int quantum;
    private long stepNs;

    Vacancies(
        final int scope,
        final long helloNs,
        final SwarmTable swarms,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final Claims claims,
        final Rendezvous rendezvous)
    {
        this.scope = scope;
        this.helloNs = helloNs;
        this.swarms = swarms;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.claims = claims;
        this.rendezvous = rendezvous;
    }

    boolean isIdle()
    {
        return round.isEmpty() && leadership.vacancies(scope).isEmpty();
    }

    /** When {@link #doWork} has something to do, unless {@link #isIdle}. */
    long nextDeadlineNs(final long nowNs)
    {
        return round.isEmpty() ? nowNs : passNs;
    }

    /**
     * Look at some vacancies.
     *
     * @param nowNs    now.
     * @param randomNs random number, not negative.
     * @param budget   most swarms looked at.
     * @return swarms looked at.
     */
    int doWork(final long nowNs, final long randomNs, final int budget)
    {
        if (isIdle())
        {
            return 0;
        }
        if (round.isEmpty())
        {
            begin(nowNs, randomNs);
        }
        return nowNs - passNs >= 0 ? pass(nowNs, budget) : 0;
    }

    /** A campaign is over. Where version 1 is spoken, its leaders are heard again in the time of a step. */
    void onCampaignEnded(final long nowNs, final long randomNs)
    {
        begin(nowNs, randomNs);
        if (trackers(1) > 0)
        {
            startNs += helloNs * HELLOS_PER_STEP_VERSION_ONE;
            passNs = startNs;
        }
    }

    /** Begin a round with all that is vacant. */
    private void begin(final long nowNs, final long randomNs)
    {
        round.or(leadership.vacancies(scope));
        leadership.vacancies(scope).clearAll();
        startNs = nowNs + randomNs % (helloNs / START_PARTS + 1);
        passNs = startNs;
        cursor = 0;
    }

    private int pass(final long nowNs, final int budget)
    {
        if (0 == cursor)
        {
            final int versionOne = trackers(1);
            stepNs = versionOne > 0 ? helloNs * HELLOS_PER_STEP_VERSION_ONE : helloNs;
            quantum = Math.max(1, round.cardinality() / (SHARE_PARTS * (1 + versionOne + trackers(2))));
        }
        final int patience = (int)((nowNs - startNs) / stepNs);
        int work = 0;
        int slot = round.nextSetBit(cursor);
        for (; slot >= 0 && work < budget; slot = round.nextSetBit(slot + 1))
        {
            if (isSettled(slot, patience))
            {
                round.clear(slot);
            }
            work++;
        }
        cursor = Math.max(0, slot);
        passNs = slot >= 0 ? passNs : nowNs + helloNs / PASSES_PER_HELLO;
        return work;
    }

    /** Whether a swarm needs no leader, has one, or has one now. */
    private boolean isSettled(final int slot, final int patience)
    {
        if (!swarms.isUsed(slot) || SwarmTable.LEADER_NONE != leadership.reachable(slot, scope) ||
            leadership.members(slot, scope) < Claims.MEMBERS_MIN)
        {
            return true;
        }
        if (patience < PATIENCE_MAX && place(slot) > patience)
        {
            return false;
        }
        claims.claim(slot, scope, swarms.term(slot, scope) + 1);
        return true;
    }

    /** How many members go before this tracker. */
    private int place(final int slot)
    {
        final int own = leadership.mandates(scope).cardinality() / quantum;
        int place = 0;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (leadership.isMember(neighbour, slot, scope))
            {
                final int other = leadership.mandates(neighbour) / quantum;
                place += other < own || other == own && rendezvous.isBeforeSelf(neighbour, slot) ? 1 : 0;
            }
        }
        return place;
    }

    private int trackers(final int version)
    {
        int trackers = 0;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            trackers += null != neighbour && neighbour.isConnected() && scope == neighbour.scope() &&
                version == neighbour.version() ? 1 : 0;
        }
        return trackers;
    }
}
