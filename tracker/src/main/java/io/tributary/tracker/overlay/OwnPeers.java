package io.tributary.tracker.overlay;

import io.tributary.tracker.swarm.AnnounceOutcome;
import io.tributary.tracker.swarm.SwarmAnnounce;

/**
 * What this tracker's own clients do, turned into facts for the neighbours. A client that comes to a swarm of moderate
 * size, turns seeder or leaves is urgent news; that it is still there is not, and mostly no news at all. A swarm that
 * is new here is a question to all neighbours. Hot path: once an announce, and almost nothing without links.
 */
final class OwnPeers
{
    private final OverlayTables tables;
    private final SwarmRegister register;
    private final RecordKeeper keeper;
    private final OwnTraces traces;
    private final RestoredPeers restored;
    private final Questions questions;
    private final NeighbourTable neighbours;
    private final OverlaySettings settings;
    private final RefreshRule refreshRule;

    OwnPeers(
        final OverlayTables tables,
        final SwarmRegister register,
        final RecordKeeper keeper,
        final OwnTraces traces,
        final RestoredPeers restored,
        final Questions questions,
        final NeighbourTable neighbours,
        final OverlaySettings settings)
    {
        this.tables = tables;
        this.register = register;
        this.keeper = keeper;
        this.traces = traces;
        this.restored = restored;
        this.questions = questions;
        this.neighbours = neighbours;
        this.settings = settings;
        this.refreshRule = new RefreshRule(settings.lifeSec());
    }

    /**
     * An announce of an own client.
     *
     * @return whether neighbours have to hear of it.
     */
    boolean onAnnounced(final SwarmAnnounce announce, final int stamp, final long nowNs)
    {
        if (isNothingNew(announce))
        {
            return false;
        }
        return AnnounceOutcome.REMOVED == announce.outcome ?
            onGone(announce, stamp) : onThere(announce, stamp, nowNs);
    }

    /** Most announces of a busy tracker: told apart without looking for the swarm, which would miss the cache. */
    private boolean isNothingNew(final SwarmAnnounce announce)
    {
        return AnnounceOutcome.REFRESHED == announce.outcome && announce.wasOwn &&
            announce.wasSeeder == announce.isSeeder &&
            !refreshRule.isDue(announce.previousEndSec, announce.endSec) &&
            !tables.swarms().mayBeYoung(announce.infoHashBuffer, announce.infoHashOffset, announce.nowSec);
    }

    private boolean onGone(final SwarmAnnounce announce, final int stamp)
    {
        final int slot = tables.swarms().find(announce.infoHashBuffer, announce.infoHashOffset);
        if (SwarmTable.NOT_FOUND == slot || !announce.wasOwn)
        {
            return false;
        }
        append(announce, slot, RecordTable.GONE, stamp, announce.nowSec + settings.lifeSec(), true);
        if (register.isKnownElsewhere(slot, announce.nowSec))
        {
            traces.noteGone(slot, announce.peer, stamp, Math.max(announce.previousEndSec, announce.nowSec));
        }
        keeper.onOwnGone(slot, announce.peer, announce.nowSec);
        return true;
    }

    private boolean onThere(final SwarmAnnounce announce, final int stamp, final long nowNs)
    {
        final SwarmTable swarms = tables.swarms();
        int slot = swarms.find(announce.infoHashBuffer, announce.infoHashOffset);
        final boolean isKnown = SwarmTable.NOT_FOUND != slot && swarms.isFlagged(slot, SwarmTable.OWN);
        if (!isKnown)
        {
            final boolean isTransit = SwarmTable.NOT_FOUND != slot && swarms.isFlagged(slot, SwarmTable.TRANSIT);
            slot = register.onOwn(announce.infoHashBuffer, announce.infoHashOffset);
            if (SwarmTable.NOT_FOUND == slot)
            {
                return false;
            }
            restored.onSwarm(slot, announce.nowSec);
            swarms.youngUntilSec(slot, announce.nowSec + settings.youngSec());
            if (!isTransit)
            {
                ask(slot, nowNs);
            }
        }
        if (AnnounceOutcome.INSERTED == announce.outcome)
        {
            announce.question = questions.find(slot);
        }
        announce.isYoung = swarms.youngUntilSec(slot) - announce.nowSec > 0;

        final boolean isNews = !announce.wasOwn || announce.wasSeeder != announce.isSeeder;
        if (isNews || refreshRule.isDue(announce.previousEndSec, announce.endSec))
        {
            final boolean isUrgent = isNews && announce.leechers + announce.seeders <= settings.urgentSwarmPeers();
            if (!announce.wasOwn)
            {
                traces.noteThere(slot, announce.peer, stamp);
                keeper.onOwnCame(slot, announce.peer, announce.endSec);
            }
            append(announce, slot, announce.isSeeder ? RecordTable.SEEDER : 0, stamp, announce.endSec, isUrgent);
            register.tellBorders(slot);
        }
        return isNews || !isKnown;
    }

    private void append(
        final SwarmAnnounce announce,
        final int slot,
        final int state,
        final int stamp,
        final int endSec,
        final boolean isUrgent)
    {
        tables.swarms().lastChangeSec(slot, announce.nowSec);
        tables.log().append(slot, tables.swarms().generation(slot), announce.peer, state, RecordTable.VIA_SELF,
            OriginTable.SELF, stamp, endSec, 0, isUrgent);
    }

    /** Await what the neighbours know of a swarm that they are about to hear of. */
    private void ask(final int slot, final long nowNs)
    {
        int question = Questions.NONE;
        for (int i = 0; settings.questionNs() > 0 && i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && neighbour.isConnected())
            {
                question = Questions.NONE == question ?
                    questions.open(slot, nowNs + settings.questionNs()) : question;
                if (Questions.NONE == question)
                {
                    return;
                }
                questions.await(question, i);
            }
        }
    }
}
