package io.tributary.bench.replay;

import java.util.List;
import java.util.Map;

/**
 * How the captured tracker's answers and ours compare.
 *
 * @param compared    pairs of answers to the same request.
 * @param same        of them, those that agree in substance.
 * @param unanswered  requests to which no answer was captured.
 * @param differences by class; an answer may be in two, by its counts and by its number of peers.
 * @param theirs      peers that the captured tracker could not have given, by the trace.
 * @param ours        the same of us.
 * @param isSeenFull  there were too many peers to remember: later newcomers were not judged.
 */
public record ComparisonResult(
    long compared,
    long same,
    long unanswered,
    Map<String, Difference> differences,
    Impossible theirs,
    Impossible ours,
    boolean isSeenFull)
{
    /**
     * One class.
     *
     * @param count    answers.
     * @param examples a few.
     */
    public record Difference(long count, List<String> examples)
    {
    }

    /**
     * Peers in answers that the trace does not account for.
     *
     * @param neverAnnounced before in the trace, so that they are from before it, or invented.
     * @param stopped        and not announced since.
     * @param ownAddress     of the asker itself.
     */
    public record Impossible(long neverAnnounced, long stopped, long ownAddress)
    {
    }
}
