package io.tributary.tracker.request;

import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The errors that clients are told, each with its counter. Only for sources that have proven their address. Hot path.
 */
final class ErrorReply
{
    static final int CONNECTION_ID_EXPIRED = 0;
    static final int INFO_HASH_NOT_ALLOWED = 1;
    static final int INFO_HASH_DENIED = 2;
    static final int PORT_ZERO = 3;
    static final int SCRAPE_EMPTY = 4;

    private static final int LENGTH_MAX = 256;

    private static final byte[][] MESSAGES =
    {
        ascii("reconnect, the connection id expired"),
        ascii("info-hash is not on this tracker's list"),
        ascii("info-hash is denied on this tracker"),
        ascii("port 0 cannot be reached"),
        ascii("scrape names no info-hash"),
    };
    private static final TrackerCounter[] COUNTERS =
    {
        TrackerCounter.ERRORS_CONNECTION_ID_EXPIRED,
        TrackerCounter.ERRORS_INFO_HASH_NOT_ALLOWED,
        TrackerCounter.ERRORS_INFO_HASH_DENIED,
        TrackerCounter.ERRORS_PORT_ZERO,
        TrackerCounter.ERRORS_SCRAPE_EMPTY,
    };

    private final TrackerCounters counters;
    private final ErrorResponseFlyweight response = new ErrorResponseFlyweight();

    ErrorReply(final TrackerCounters counters)
    {
        this.counters = counters;
    }

    int write(final MutableDirectBuffer reply, final int transactionId, final int error)
    {
        return write(reply, transactionId, error, LENGTH_MAX);
    }

    /** Cut to {@code lengthMax} bytes. */
    int write(final MutableDirectBuffer reply, final int transactionId, final int error, final int lengthMax)
    {
        counters.increment(COUNTERS[error]);
        return response.wrap(reply, 0, lengthMax)
            .transactionId(transactionId).message(MESSAGES[error]).encodedLength();
    }

    private static byte[] ascii(final String message)
    {
        return message.getBytes(StandardCharsets.US_ASCII);
    }
}
