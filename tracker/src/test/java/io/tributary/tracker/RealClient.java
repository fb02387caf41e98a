package io.tributary.tracker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * BitTorrent clients as Debian packages them, told to learn of peers from the tracker alone.
 */
enum RealClient
{
    ARIA2("aria2")
    {
        @Override
        boolean isInstalled()
        {
            return ChildProcess.succeeds("aria2c", "--version");
        }

        /** Its UDP tracker client works only with the DHT switched on, which a private torrent then does not use. */
        @Override
        List<String> command(final String address, final Path torrent, final Path content, final Path state)
            throws IOException
        {
            final int port = freePort();
            return List.of("aria2c", "--no-conf", "--interface=" + address,
                "--listen-port=" + port, "--dht-listen-port=" + port, "--enable-dht=true", "--enable-dht6=false",
                "--dht-file-path=" + state.resolve("dht.dat"), "--bt-enable-lpd=false",
                "--enable-peer-exchange=false", "--check-integrity=true", "--seed-ratio=0",
                "--file-allocation=none", "--summary-interval=0", "--log-level=info", "--log=-",
                "--dir=" + content, torrent.toString());
        }
    },

    TRANSMISSION("transmission-daemon")
    {
        @Override
        boolean isInstalled()
        {
            return ChildProcess.succeeds("transmission-daemon", "--version");
        }

        @Override
        boolean takesLoopbackPeers()
        {
            return false;
        }

        @Override
        List<String> command(final String address, final Path torrent, final Path content, final Path state)
            throws IOException
        {
            final Path watched = Files.createDirectories(state.resolve("watched"));
            Files.copy(torrent, watched.resolve("file.torrent"));
            Files.writeString(state.resolve("settings.json"), """
                {
                  "bind-address-ipv4": "%s",
                  "peer-port": %d,
                  "download-dir": "%s",
                  "watch-dir": "%s",
                  "watch-dir-enabled": true,
                  "rpc-enabled": false,
                  "dht-enabled": false,
                  "lpd-enabled": false,
                  "pex-enabled": false,
                  "utp-enabled": false,
                  "port-forwarding-enabled": false,
                  "cache-size-mb": 0,
                  "message-level": 3
                }
                """.formatted(address, freePort(), content, watched));
            return List.of("transmission-daemon", "--foreground", "--config-dir", state.toString());
        }
    },

    LIBTORRENT("python3-libtorrent")
    {
        private static final String PYTHON = "/usr/bin/python3";

        @Override
        boolean isInstalled()
        {
            return ChildProcess.succeeds(PYTHON, "-I", "-c", "import libtorrent");
        }

        @Override
        List<String> command(final String address, final Path torrent, final Path content, final Path state)
            throws IOException
        {
            final Path script = state.resolve("libtorrent-client.py");
            try (var resource = RealClient.class.getResourceAsStream("libtorrent-client.py"))
            {
                Files.copy(resource, script);
            }
            return List.of(PYTHON, "-I", script.toString(), address, torrent.toString(), content.toString());
        }
    };

    private final String packageName;

    RealClient(final String packageName)
    {
        this.packageName = packageName;
    }

    /** Where Debian has it. */
    String packageName()
    {
        return packageName;
    }

    abstract boolean isInstalled();

    boolean takesLoopbackPeers()
    {
        return true;
    }

    /**
     * How to run it until SIGTERM.
     *
     * @param address to listen on and to connect from.
     * @param torrent to take part in.
     * @param content directory of the data, complete or empty.
     * @param state   empty directory for everything else.
     */
    abstract List<String> command(String address, Path torrent, Path content, Path state) throws IOException;

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }
}
