package io.tributary.bench.trace.info;

import io.tributary.bench.trace.TraceReader;

/**
 * Which endpoints are trackers: those on the port that the user gave; without one, those that were sent a connect, or
 * had other traffic that only trackers have. Bounded. Owned by one thread.
 */
public final class KnownTrackers
{
    static final int SLOTS_MAX = 1 << 14;

    private final int port;
    private final FingerprintTable endpoints = new FingerprintTable(SLOTS_MAX, false);

    /**
     * None but those on a port.
     *
     * @param port which may be {@link TraceReader#PORT_ANY}.
     */
    public KnownTrackers(final int port)
    {
        this.port = port;
    }

    boolean contains(final long endpoint, final int endpointPort)
    {
        return TraceReader.PORT_ANY == port ? FingerprintTable.ABSENT != endpoints.find(endpoint) :
            port == endpointPort;
    }

    void learn(final long endpoint)
    {
        endpoints.addIfAbsent(endpoint);
    }

    void learn(final long endpoint, final int endpointPort)
    {
        if (TraceReader.PORT_ANY == port || port == endpointPort)
        {
            learn(endpoint);
        }
    }

    Count count()
    {
        return endpoints.count();
    }
}
