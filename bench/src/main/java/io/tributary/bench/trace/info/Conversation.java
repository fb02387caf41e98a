package io.tributary.bench.trace.info;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;

/** TSUP between two trackers: the version they speak and what each sent. */
final class Conversation
{
    static final int VERSION_UNKNOWN = 0;
    /** SYN to ERROR, and behind them the third leg of the handshake of version 2. */
    static final int TYPES = OverlayProtocol.ACTION_ERROR - OverlayProtocol.ACTION_SYN + 2;

    private final Endpoint first = new Endpoint();
    private final Endpoint second = new Endpoint();
    private final long[] types = new long[TYPES];
    private long fromFirst;
    private long fromSecond;
    private long bytes;
    private int version = VERSION_UNKNOWN;

    Conversation(final Endpoint first, final Endpoint second)
    {
        this.first.set(first);
        this.second.set(second);
    }

    void add(final Endpoint sender, final int type, final int length)
    {
        fromFirst += first.isSameAs(sender) ? 1 : 0;
        fromSecond += first.isSameAs(sender) ? 0 : 1;
        types[type]++;
        bytes += length;
    }

    void version(final int newVersion)
    {
        version = newVersion;
    }

    /** As last agreed, or {@link #VERSION_UNKNOWN}. */
    int version()
    {
        return version;
    }

    Endpoint first()
    {
        return first;
    }

    Endpoint second()
    {
        return second;
    }

    long fromFirst()
    {
        return fromFirst;
    }

    long fromSecond()
    {
        return fromSecond;
    }

    long bytes()
    {
        return bytes;
    }

    long packets(final int type)
    {
        return types[type];
    }
}
