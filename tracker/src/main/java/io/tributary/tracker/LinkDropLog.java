package io.tributary.tracker;

import io.tributary.tracker.status.LinkDrop;
import io.tributary.tracker.status.LinkStatus;
import io.tributary.tracker.status.OverlayStatus;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Logs, once for each link and reason, that a neighbour's packets are dropped for a reason that a person has to remove.
 * Reads the status region, so that the loop need not log. Strangers can forge a neighbour's address: the lines are
 * bounded, and more of the same are no more than a count in {@code status}. Used by one thread.
 */
final class LinkDropLog
{
    private static final int LINES_MAX = 256;

    private final Consumer<String> output;
    private final Set<String> seen = new HashSet<>();

    LinkDropLog(final Consumer<String> output)
    {
        this.output = output;
    }

    void doWork(final OverlayStatus overlay)
    {
        for (final LinkStatus link : overlay.links())
        {
            final LinkDrop reason = link.lastDrop();
            if (null != reason && reason.isMisconfiguration() && seen.size() < LINES_MAX &&
                seen.add(link.name() + ' ' + reason))
            {
                output.accept(
                    "link " + link.name() + ": dropped what came from " + link.address() + ": " + reason.help());
            }
        }
    }
}
