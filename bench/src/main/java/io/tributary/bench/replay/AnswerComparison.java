package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lays the answers of the captured tracker beside ours. Differences of substance are counted by class: errors, counts,
 * numbers of peers, and peers that nobody can have been given, as they had never announced in the trace or had stopped.
 * Which peers are chosen, and intervals, are matters of taste. Allocates for a few examples of each class.
 */
final class AnswerComparison
{
    private static final int EXAMPLES_MAX = 3;
    private static final int LIMIT_MIN = 20;

    private final PendingAnswers pending = new PendingAnswers();
    private final SeenPeers seen = new SeenPeers();
    private final SeenPeers olderSwarms = new SeenPeers();
    private final AnnounceRequestFlyweight request = new AnnounceRequestFlyweight();
    private final AnnounceResponseFlyweight theirs = new AnnounceResponseFlyweight();
    private final AnnounceResponseFlyweight ours = new AnnounceResponseFlyweight();
    private final Endpoint peer = new Endpoint();
    private final Endpoint asker = new Endpoint();
    private final ImpossiblePeers impossibleTheirs = new ImpossiblePeers();
    private final ImpossiblePeers impossibleOurs = new ImpossiblePeers();
    private final long[] counts = new long[AnswerDifference.COUNT];
    private final List<List<String>> examples = new ArrayList<>();
    private long compared;
    private long same;
    private boolean isSame;

    /** Peers that an answer could not give; in all answers of one side. */
    private static final class ImpossiblePeers
    {
        private long never;
        private long stopped;
        private long own;
    }

    AnswerComparison()
    {
        for (int i = 0; i < AnswerDifference.COUNT; i++)
        {
            examples.add(new ArrayList<>());
        }
    }

    /** A request was answered by us. */
    void onRequest(
        final TraceDatagram datagram, final DatagramKind kind, final DirectBuffer answer, final int answerLength)
    {
        if (DatagramKind.STRAY == kind)
        {
            return;
        }
        boolean isFirstOfSwarm = false;
        if (DatagramKind.ANNOUNCE == kind)
        {
            isFirstOfSwarm = remember(datagram);
            if (answerLength > 0 && UdpTrackerProtocol.ACTION_ANNOUNCE == action(answer, 0))
            {
                judge(answer, 0, answerLength, datagram.source().isIpv6(), impossibleOurs);
            }
        }
        pending.put(datagram, kind, isFirstOfSwarm, answer, answerLength);
    }

    /** The captured tracker answers. */
    void onAnswer(final TraceDatagram datagram)
    {
        final DirectBuffer buffer = datagram.buffer();
        final int offset = datagram.offset();
        final int slot = pending.find(datagram.destination(),
            buffer.getInt(offset + ErrorResponseFlyweight.TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN));
        if (PendingAnswers.NOT_FOUND == slot || datagram.isTruncated())
        {
            return;
        }
        compared++;
        isSame = true;
        compare(slot, datagram, action(buffer, offset));
        same += isSame ? 1 : 0;
        pending.remove(slot);
    }

    ComparisonResult result()
    {
        final Map<String, ComparisonResult.Difference> differences = new LinkedHashMap<>();
        for (final AnswerDifference difference : AnswerDifference.values())
        {
            if (counts[difference.ordinal()] > 0)
            {
                differences.put(difference.label(), new ComparisonResult.Difference(
                    counts[difference.ordinal()], List.copyOf(examples.get(difference.ordinal()))));
            }
        }
        return new ComparisonResult(compared, same, pending.unanswered(), differences,
            new ComparisonResult.Impossible(impossibleTheirs.never, impossibleTheirs.stopped, impossibleTheirs.own),
            new ComparisonResult.Impossible(impossibleOurs.never, impossibleOurs.stopped, impossibleOurs.own),
            seen.isFull());
    }

    private void compare(final int slot, final TraceDatagram datagram, final int action)
    {
        final int length = pending.answerLength(slot);
        if (0 == length)
        {
            differ(AnswerDifference.OURS_SILENT, datagram, "");
            return;
        }
        final int ourAction = action(pending.buffer(), pending.answerOffset(slot));
        final boolean isError = UdpTrackerProtocol.ACTION_ERROR == action;
        final boolean isOurError = UdpTrackerProtocol.ACTION_ERROR == ourAction;
        if (isError || isOurError)
        {
            if (isError != isOurError)
            {
                differ(isError ? AnswerDifference.THEIRS_ERROR : AnswerDifference.OURS_ERROR, datagram, "");
            }
        }
        else if (action != ourAction)
        {
            differ(AnswerDifference.ACTION, datagram, "");
        }
        else if (DatagramKind.ANNOUNCE == pending.kind(slot))
        {
            compareAnnounce(slot, datagram);
        }
        else if (DatagramKind.SCRAPE == pending.kind(slot))
        {
            compareScrape(slot, datagram);
        }
    }

    private void compareAnnounce(final int slot, final TraceDatagram datagram)
    {
        if (datagram.length() < AnnounceResponseFlyweight.LENGTH_MIN)
        {
            differ(AnswerDifference.ACTION, datagram, "shorter than its head");
            return;
        }
        final boolean isIpv6 = datagram.destination().isIpv6();
        request.wrap(pending.buffer(), pending.requestOffset(slot), AnnounceRequestFlyweight.LENGTH_MIN);
        asker.set(datagram.destination()).port(request.port());
        theirs.wrap(datagram.buffer(), datagram.offset(), datagram.length());
        ours.wrap(pending.buffer(), pending.answerOffset(slot), pending.answerLength(slot));

        final long neverBefore = impossibleTheirs.never;
        final long ownBefore = impossibleTheirs.own;
        judge(datagram.buffer(), datagram.offset(), datagram.length(), isIpv6, impossibleTheirs);
        final long swarm = swarm(isIpv6);
        if (impossibleTheirs.never > neverBefore ||
            pending.isFirstOfSwarm(slot) && theirs.seeders() + theirs.leechers() > 1)
        {
            olderSwarms.put(swarm, SeenPeers.PRESENT);
        }
        compareCounts(datagram, SeenPeers.PRESENT == olderSwarms.state(swarm));
        final int theirPeers = peers(datagram.length(), isIpv6);
        final int ourPeers = peers(pending.answerLength(slot), isIpv6);
        if (theirPeers != ourPeers)
        {
            differ(reason(theirPeers, ourPeers, impossibleTheirs.never > neverBefore,
                impossibleTheirs.own > ownBefore), datagram, theirPeers + " peers, ours " + ourPeers);
        }
    }

    private void compareCounts(final TraceDatagram datagram, final boolean isOlder)
    {
        final int seeders = theirs.seeders() - ours.seeders();
        final int leechers = theirs.leechers() - ours.leechers();
        if (0 == seeders && 0 == leechers)
        {
            return;
        }
        final boolean isByOne =
            Math.abs(seeders) <= 1 && Math.abs(leechers) <= 1 && Math.abs(seeders + leechers) <= 1;
        final boolean isStopped = UdpTrackerProtocol.EVENT_STOPPED == request.event();
        differ(isStopped && isByOne ? AnswerDifference.COUNTS_STOPPED :
            isOlder && seeders + leechers > 0 ? AnswerDifference.COUNTS_OLDER_SWARM :
            isByOne ? AnswerDifference.COUNTS_ANNOUNCER : AnswerDifference.COUNTS_OTHER, datagram,
            theirs.seeders() + " seeders and " + theirs.leechers() + " leechers, ours " + ours.seeders() + " and " +
            ours.leechers());
    }

    private AnswerDifference reason(
        final int theirPeers, final int ourPeers, final boolean isOlder, final boolean isOwn)
    {
        if (UdpTrackerProtocol.EVENT_STOPPED == request.event())
        {
            return AnswerDifference.PEERS_STOPPED;
        }
        if (isOlder)
        {
            return AnswerDifference.PEERS_OLDER_SWARM;
        }
        if (isOwn && theirPeers == ourPeers + 1)
        {
            return AnswerDifference.PEERS_OWN_ADDRESS;
        }
        if (0 == request.left() && theirPeers > ourPeers)
        {
            return AnswerDifference.PEERS_SEEDER;
        }
        return Math.min(theirPeers, ourPeers) >= LIMIT_MIN ?
            AnswerDifference.PEERS_LIMIT : AnswerDifference.PEERS_OTHER;
    }

    private void compareScrape(final int slot, final TraceDatagram datagram)
    {
        final int length = Math.min(datagram.length(), pending.answerLength(slot));
        boolean isMore = false;
        boolean isOther = false;
        boolean isCompleted = datagram.length() != pending.answerLength(slot);
        for (int at = ErrorResponseFlyweight.MESSAGE_OFFSET; at + Integer.BYTES <= length; at += Integer.BYTES)
        {
            final int difference = datagram.buffer().getInt(datagram.offset() + at, ByteOrder.BIG_ENDIAN) -
                pending.buffer().getInt(pending.answerOffset(slot) + at, ByteOrder.BIG_ENDIAN);
            final boolean isOfCompleted = 1 == (at - ErrorResponseFlyweight.MESSAGE_OFFSET) / Integer.BYTES % 3;
            isCompleted |= isOfCompleted && 0 != difference;
            isMore |= !isOfCompleted && difference > 0;
            isOther |= !isOfCompleted && difference < 0;
        }
        if (isMore || isOther || isCompleted)
        {
            differ(isOther ? AnswerDifference.SCRAPE_OTHER : isMore ? AnswerDifference.SCRAPE_OLDER_SWARM :
                AnswerDifference.SCRAPE_COMPLETED, datagram, "");
        }
    }

    /** Who announces; whether it is the first in its swarm. The request is at hand in {@link #request} then. */
    private boolean remember(final TraceDatagram datagram)
    {
        final boolean isIpv6 = datagram.source().isIpv6();
        request.wrap(datagram.buffer(), datagram.offset(), datagram.length());
        asker.set(datagram.source()).port(request.port());
        final long swarm = swarm(isIpv6);
        final boolean isStopped = UdpTrackerProtocol.EVENT_STOPPED == request.event();
        seen.put(seen.peer(swarm, asker), isStopped ? SeenPeers.STOPPED : SeenPeers.PRESENT);
        return SeenPeers.NEVER == seen.put(swarm, SeenPeers.PRESENT);
    }

    /** Judge the peers of an answer to the {@link #request} of the {@link #asker}. */
    private void judge(
        final DirectBuffer answer,
        final int offset,
        final int length,
        final boolean isIpv6,
        final ImpossiblePeers impossible)
    {
        final long swarm = swarm(isIpv6);
        final int step = Endpoint.length(isIpv6);
        for (int at = AnnounceResponseFlyweight.ENDPOINTS_OFFSET; at + step <= length; at += step)
        {
            peer.getCompact(answer, offset + at, isIpv6);
            if (peer.isSameAs(asker))
            {
                impossible.own++;
                continue;
            }
            final int state = seen.state(seen.peer(swarm, peer));
            impossible.never += SeenPeers.NEVER == state && !seen.isFull() ? 1 : 0;
            impossible.stopped += SeenPeers.STOPPED == state ? 1 : 0;
        }
    }

    private long swarm(final boolean isIpv6)
    {
        return seen.swarm(request.buffer(), request.infoHashOffset(), isIpv6);
    }

    private void differ(final AnswerDifference difference, final TraceDatagram datagram, final String text)
    {
        isSame = false;
        counts[difference.ordinal()]++;
        final List<String> some = examples.get(difference.ordinal());
        if (some.size() < EXAMPLES_MAX)
        {
            some.add(String.format(Locale.ROOT, "packet %d to %s%s", datagram.packetNumber(), datagram.destination(),
                text.isEmpty() ? "" : ": " + text));
        }
    }

    private static int peers(final int length, final boolean isIpv6)
    {
        return (length - AnnounceResponseFlyweight.ENDPOINTS_OFFSET) / Endpoint.length(isIpv6);
    }

    private static int action(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + ErrorResponseFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }
}
