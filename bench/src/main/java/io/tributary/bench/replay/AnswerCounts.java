package io.tributary.bench.replay;

import io.tributary.bench.load.ErrorMessages;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.Map;

/** Answers by kind. Allocates for an error message that is new, and for nothing else. */
final class AnswerCounts
{
    private final long[] counts = new long[UdpTrackerProtocol.ACTION_ERROR + 1];
    private final ErrorMessages errors = new ErrorMessages();
    private long silent;
    private long others;
    private long peers;
    private long bytes;

    void onSilence()
    {
        silent++;
    }

    void onAnswer(final DirectBuffer answer, final int offset, final int length, final boolean isIpv6)
    {
        bytes += length;
        final int action = length < ErrorResponseFlyweight.LENGTH_MIN ? Integer.MAX_VALUE :
            answer.getInt(offset + ErrorResponseFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
        if (action < 0 || action > UdpTrackerProtocol.ACTION_ERROR)
        {
            others++;
            return;
        }
        counts[action]++;
        if (UdpTrackerProtocol.ACTION_ERROR == action)
        {
            errors.count(
                answer, offset + ErrorResponseFlyweight.MESSAGE_OFFSET, length - ErrorResponseFlyweight.MESSAGE_OFFSET);
        }
        else if (UdpTrackerProtocol.ACTION_ANNOUNCE == action)
        {
            peers += Math.max(0, length - AnnounceResponseFlyweight.ENDPOINTS_OFFSET) / Endpoint.length(isIpv6);
        }
    }

    /**
     * Answers of a kind.
     *
     * @param action as in {@link UdpTrackerProtocol}.
     */
    long count(final int action)
    {
        return counts[action];
    }

    long total()
    {
        long total = others;
        for (final long count : counts)
        {
            total += count;
        }
        return total;
    }

    long silent()
    {
        return silent;
    }

    /** Answers that are none of BEP 15. */
    long others()
    {
        return others;
    }

    /** Peers in all answers to announces together. */
    long peers()
    {
        return peers;
    }

    long bytes()
    {
        return bytes;
    }

    Map<String, Long> errors()
    {
        return errors.byMessage();
    }
}
