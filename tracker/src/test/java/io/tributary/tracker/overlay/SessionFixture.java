package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.LinkSettings.PrivateAddresses;
import io.tributary.tracker.overlay.LinkSettings.Version;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Settings with the paper's intervals, and two trackers A and B that have a link to each other. */
final class SessionFixture
{
    static final long HELLO_NS = 10 * SessionNetwork.SECOND;
    static final long DISCONNECT_NS = 4 * HELLO_NS;
    static final long RECONNECT_NS = 60 * SessionNetwork.SECOND;
    static final int RETRIES = 5;
    static final int PORT = 2710;
    static final byte[] NO_KEY = new byte[0];
    static final long BOOT_MS = 1_700_000_000_000L;

    final SessionNetwork network;
    final Endpoint addressA = address(1);
    final Endpoint addressB = address(2);
    SessionNode a;
    SessionNode b;

    SessionFixture(final long seed)
    {
        network = new SessionNetwork(seed);
        a = node(1, BOOT_MS);
        b = node(2, BOOT_MS + 1);
    }

    static Endpoint address(final int host)
    {
        return new Endpoint().ipv4(0x7F000000 | host, PORT);
    }

    SessionNode node(final int host, final long bootEpochMs)
    {
        return new SessionNode(network, address(host), null, settings(), new TrackerId(0xABCD, host), bootEpochMs);
    }

    /** Both links, alike but for the address. */
    void link(final Version versionOfA, final Version versionOfB)
    {
        a.links(link("b", addressB, versionOfA));
        b.links(link("a", addressA, versionOfB));
    }

    static OverlaySettings settings()
    {
        return settings(HELLO_NS, DISCONNECT_NS, 1372);
    }

    static OverlaySettings settings(final long helloNs, final long disconnectNs, final int datagramMax)
    {
        final long second = SessionNetwork.SECOND;
        return new OverlaySettings(PORT, address(9), helloNs, 30 * second, disconnectNs, RECONNECT_NS, RETRIES,
            3600 * second, 20_000_000, 60 * second, 150_000_000, 60, 10, 200, datagramMax, 1232,
            1024, 4096, 1024, 16, OverlaySettings.Border.AUTO, true, true, 2700);
    }

    static LinkSettings link(final String name, final Endpoint remote, final Version version)
    {
        return new LinkSettings(name, remote, false, version, NO_KEY, 0, NO_KEY, 0, false,
            PrivateAddresses.AUTO, 200, 100_000, 0);
    }

    static LinkSettings external(final String name, final Endpoint remote)
    {
        return new LinkSettings(name, remote, true, Version.AUTO, NO_KEY, 0, NO_KEY, 0, false,
            PrivateAddresses.AUTO, 200, 100_000, 0);
    }

    static LinkSettings behindNat(final String name, final Endpoint remote, final Version version)
    {
        return new LinkSettings(name, remote, false, version, NO_KEY, 0, NO_KEY, 0, true,
            PrivateAddresses.AUTO, 200, 100_000, 0);
    }

    static LinkSettings keyed(final String name, final Endpoint remote, final String key, final int keyId)
    {
        return rollingOver(name, remote, key, keyId, "", 0);
    }

    static LinkSettings rollingOver(
        final String name,
        final Endpoint remote,
        final String key,
        final int keyId,
        final String previousKey,
        final int previousKeyId)
    {
        return new LinkSettings(name, remote, false, Version.AUTO, key.getBytes(StandardCharsets.US_ASCII), keyId,
            previousKey.getBytes(StandardCharsets.US_ASCII), previousKeyId, false,
            PrivateAddresses.AUTO, 200, 100_000, 0);
    }

    static LinkSettings paced(final String name, final Endpoint remote, final int bytesPerSecondMax)
    {
        return new LinkSettings(name, remote, false, Version.AUTO, NO_KEY, 0, NO_KEY, 0, false,
            PrivateAddresses.AUTO, 200, 100_000, bytesPerSecondMax);
    }

    static byte[] bytes(final String hex)
    {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(final byte[] bytes)
    {
        return HexFormat.of().formatHex(bytes);
    }
}
