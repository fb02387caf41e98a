package io.tributary.bench.trace.info;

/** Who sends requests: distinct addresses, and addresses with ports. */
final class ClientCensus
{
    private static final long SILENT = 0;
    private static final long ANNOUNCED = 1;

    private final FingerprintTable addresses;
    private final FingerprintTable endpoints;
    private long ipv6Count;

    ClientCensus(final int slotsMax)
    {
        addresses = new FingerprintTable(slotsMax, false);
        endpoints = new FingerprintTable(slotsMax, true);
    }

    /** Count who sent a request. */
    void add(final Message request)
    {
        if (addresses.addIfAbsent(request.sourceAddress))
        {
            ipv6Count += request.isIpv6() ? 1 : 0;
        }

        endpoints.addIfAbsent(request.source);
    }

    /** Whether this is the first announce of an endpoint that was counted. */
    boolean isFirstAnnounce(final Message request)
    {
        final int slot = endpoints.find(request.source);
        final boolean isFirst = FingerprintTable.ABSENT != slot && SILENT == endpoints.value(slot);
        if (isFirst)
        {
            endpoints.value(slot, ANNOUNCED);
        }

        return isFirst;
    }

    Count addresses()
    {
        return addresses.count();
    }

    /** Of those counted. */
    long ipv6Addresses()
    {
        return ipv6Count;
    }

    Count endpoints()
    {
        return endpoints.count();
    }
}
