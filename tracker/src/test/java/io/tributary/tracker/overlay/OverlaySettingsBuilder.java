package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

/** Settings like others, but for what a test changes. */
final class OverlaySettingsBuilder
{
    private final OverlaySettings from;
    private Endpoint address;
    private long helloNs;
    private long updateNs;
    private long disconnectNs;
    private long mandateNs;

    OverlaySettingsBuilder(final OverlaySettings from)
    {
        this.from = from;
        this.address = from.address();
        this.helloNs = from.helloNs();
        this.updateNs = from.updateNs();
        this.disconnectNs = from.disconnectNs();
        this.mandateNs = from.mandateNs();
    }

    OverlaySettingsBuilder address(final int ipv4)
    {
        address = new Endpoint().ipv4(ipv4, from.listenPort());
        return this;
    }

    OverlaySettingsBuilder timersNs(final long hello, final long update, final long disconnect)
    {
        helloNs = hello;
        updateNs = update;
        disconnectNs = disconnect;
        return this;
    }

    OverlaySettingsBuilder mandateNs(final long durationNs)
    {
        mandateNs = durationNs;
        return this;
    }

    OverlaySettings build()
    {
        return new OverlaySettings(from.listenPort(), address, helloNs, updateNs, disconnectNs,
            from.reconnectNs(), from.retries(), mandateNs, from.coalesceNs(), from.digestNs(),
            from.questionNs(), from.youngSec(), from.triggeredPerSecond(), from.urgentSwarmPeers(),
            from.datagramMaxIpv4(), from.datagramMaxIpv6(), from.swarmsMax(), from.recordsMax(), from.changesMax(),
            from.linksMax(), from.border(), from.isElecting(), from.separatesScopes(), from.lifeSec());
    }
}
