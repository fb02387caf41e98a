package io.tributary.tracker.configuration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.tributary.tracker.configuration.SettingKind.ADDRESSES;
import static io.tributary.tracker.configuration.SettingKind.BOOLEAN;
import static io.tributary.tracker.configuration.SettingKind.CHOICE;
import static io.tributary.tracker.configuration.SettingKind.DECIMAL;
import static io.tributary.tracker.configuration.SettingKind.DURATION;
import static io.tributary.tracker.configuration.SettingKind.INTEGER;
import static io.tributary.tracker.configuration.SettingKind.SIZE;
import static io.tributary.tracker.configuration.SettingKind.STRING;

/**
 * Everything an operator can set, complete and checked: one record per TOML table, one component per key; the links
 * are an array of tables. The annotations are the only declaration of a setting; {@link ConfigurationLoader} makes
 * instances. Durations are whole seconds ({@code …Sec}) or milliseconds ({@code …Ms}), sizes bytes ({@code …Bytes}).
 * Immutable.
 */
public record TrackerConfiguration(
    @Table(key = "network", sentence = "Sockets.")
    Network network,
    @Table(key = "connection", sentence = "Connection ids, the proof that a client receives where it sends from.")
    Connection connection,
    @Table(key = "announce", sentence = "What announcing clients are told.")
    Announce announce,
    @Table(key = "store", sentence = "Swarms: where they are kept, and how many at most.")
    Store store,
    @Table(key = "access", sentence = "Who is served. The files themselves are read again on SIGHUP, too.")
    Access access,
    @Table(key = "limits", sentence = "Request rates per source. Only sources proven by a connection id are charged.")
    Limits limits,
    @Table(key = "tsup", sentence =
        "Swarm unification with other trackers over the protocol TSUP, on the tracker's own port. Idle without links.")
    Tsup tsup,
    List<TsupLink> links,
    @Table(key = "status", sentence = "Counters for `tributary status`.")
    Status status,
    @Table(key = "capture", sentence = "The tracker's own traffic, recorded for Wireshark and for replay.")
    Capture capture,
    @Table(key = "random", sentence = "Randomness that is not a secret.")
    Random random)
{
    /**
     * What an idle loop does.
     */
    public enum Idle
    {
        BLOCK, SPIN
    }

    /**
     * How announcers with private source addresses are treated.
     */
    public enum PrivateAddresses
    {
        SEPARATE, MIXED
    }

    /**
     * The embedded defaults.
     *
     * @return as in the printed file.
     */
    public static TrackerConfiguration defaults()
    {
        return new ConfigurationLoader().load();
    }

    /**
     * What a running tracker goes on with: the links and the reloadable settings of the configuration just read, the
     * others as they are.
     *
     * @param after the configuration just read.
     * @return checked as a whole, since the mixture was never started with.
     * @throws ConfigurationException if new settings do not fit those that need a restart.
     */
    public TrackerConfiguration withReloadableOf(final TrackerConfiguration after)
    {
        final Map<String, Object> values = new HashMap<>();
        for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
        {
            values.put(setting.key(), setting.valueIn(setting.isReloadable() ? after : this));
        }
        final TrackerConfiguration mixture = ConfigurationSchema.construct(values, after.links);
        final ConfigurationErrors errors = new ConfigurationErrors();
        new ConfigurationChecks(mixture, Map.of(), "reload without restart", errors).check();
        errors.throwIfAny();
        return mixture;
    }

    /**
     * Where the counters are: {@code status.file}, or next to the swarms, or among temporary files.
     *
     * @param temporaryDirectory for a tracker that keeps its swarms in memory.
     * @return the file that {@code serve} writes and {@code status} reads.
     */
    public Path statusFile(final Path temporaryDirectory)
    {
        if (!status.file.isEmpty())
        {
            return Path.of(status.file);
        }
        return store.isMemoryOnly() ?
            temporaryDirectory.resolve("tributary-" + network.listen.get(0).port() + ".status") :
            Path.of(store.directory, "status.dat");
    }

    /**
     * Table {@code [network]}.
     */
    public record Network(
        @Setting(key = "listen", kind = ADDRESSES, initial = "0.0.0.0:6969,[::]:6969", sentence =
            "Local addresses, one socket each, \"HOST:PORT\", IPv6 as \"[::1]:6969\". IPv6 sockets take IPv6 only. " +
            "A wildcard may answer from another local address than the one asked: on a machine with several, list " +
            "them. Port 0 takes any free port.")
        List<ListenAddress> listen,
        @Setting(key = "receive_buffer", kind = SIZE, initial = "4MiB", min = "4KiB", max = "1GiB", sentence =
            "Kernel receive buffer of each socket (SO_RCVBUF): what may wait while the loop is busy. Linux grants at " +
            "most net.core.rmem_max.")
        int receiveBufferBytes,
        @Setting(key = "send_buffer", kind = SIZE, initial = "4MiB", min = "4KiB", max = "1GiB", sentence =
            "Kernel send buffer of each socket (SO_SNDBUF). Linux grants at most net.core.wmem_max.")
        int sendBufferBytes,
        @Setting(key = "receive_budget", kind = INTEGER, initial = "64", min = "1", max = "4096", reloadable = true,
            sentence = "Datagrams taken from one socket in a cycle before other work gets its turn.")
        int receiveBudget,
        @Setting(key = "idle", kind = CHOICE, initial = "block", sentence =
            "When nothing is to be done: \"block\" in the kernel, or \"spin\" for the lowest latency at the price " +
            "of a core.")
        Idle idle)
    {
    }

    /**
     * Table {@code [connection]}.
     */
    public record Connection(
        @Setting(key = "life", kind = DURATION, initial = "2m", min = "10s", max = "9h", sentence =
            "How long a connection id is good without remark. BEP 15 says two minutes.")
        int lifeSec,
        @Setting(key = "soft_life", kind = DURATION, initial = "30m", min = "10s", max = "9h", reloadable = true,
            sentence = "Older ids that are authentic are served and counted up to this age, because many clients " +
            "keep them; beyond it they are told to connect again. At least connection.life.")
        int softLifeSec)
    {
    }

    /**
     * Table {@code [announce]}.
     */
    public record Announce(
        @Setting(key = "interval", kind = DURATION, initial = "30m", min = "1s", max = "5h", reloadable = true,
            sentence = "Time until a client shall announce again. The brake on load that clients obey.")
        int intervalSec,
        @Setting(key = "interval_small", kind = DURATION, initial = "15m", min = "1s", max = "5h", reloadable = true,
            sentence = "The same in small swarms, whose peers need each other sooner.")
        int intervalSmallSec,
        @Setting(key = "interval_young", kind = DURATION, initial = "1m", min = "1s", max = "5h", reloadable = true,
            sentence = "The same, if that is shorter, in swarms that are unified and young (tsup.young), whose " +
            "clients have yet to hear of peers that come from other trackers.")
        int intervalYoungSec,
        @Setting(key = "young_answers_per_second", kind = INTEGER, initial = "200", min = "0", max = "1000000",
            reloadable = true, sentence =
            "Most answers in a second that carry announce.interval_young: bounds the load that it adds. 0 gives none.")
        int youngAnswersPerSecond,
        @Setting(key = "small_swarm", kind = INTEGER, initial = "20", min = "0", max = "1000000", reloadable = true,
            sentence = "Peers up to which a swarm is small, for announce.interval_small and store.reserve_percent.")
        int smallSwarmPeers,
        @Setting(key = "interval_jitter_percent", kind = INTEGER, initial = "10", min = "0", max = "50",
            reloadable = true, sentence =
            "Intervals are drawn from so many percent below to so many above, so that clients do not come in waves.")
        int intervalJitterPercent,
        @Setting(key = "life_factor", kind = DECIMAL, initial = "2", min = "1.5", max = "10", reloadable = true,
            sentence = "A peer that stays silent is forgotten after this many times the interval it was told. The " +
            "longest such life is 8h.")
        double lifeFactor,
        @Setting(key = "num_want_default", kind = INTEGER, initial = "50", min = "1", max = "1500", reloadable = true,
            sentence = "Peers in an answer to a client that leaves the number to the tracker.")
        int numWantDefault,
        @Setting(key = "num_want_max_ipv4", kind = INTEGER, initial = "200", min = "1", max = "1500",
            reloadable = true, sentence =
            "Most peers in one answer, 6 bytes each. They must fit announce.datagram_max_ipv4.")
        int numWantMaxIpv4,
        @Setting(key = "num_want_max_ipv6", kind = INTEGER, initial = "60", min = "1", max = "500",
            reloadable = true, sentence =
            "Most peers in one answer, 18 bytes each. They must fit announce.datagram_max_ipv6.")
        int numWantMaxIpv6,
        @Setting(key = "datagram_max_ipv4", kind = INTEGER, initial = "1400", min = "576", max = "9000", sentence =
            "Bytes of the largest IPv4 packet sent: 28 of headers, the rest answer. Keep it below the path MTU, " +
            "tunnels included: fragments get lost.")
        int datagramMaxIpv4Bytes,
        @Setting(key = "datagram_max_ipv6", kind = INTEGER, initial = "1232", min = "576", max = "9000", sentence =
            "Bytes of the largest IPv6 packet sent: 48 of headers, the rest answer.")
        int datagramMaxIpv6Bytes,
        @Setting(key = "honour_ip_from_private", kind = BOOLEAN, initial = "false", reloadable = true, sentence =
            "Whether the IP field of an announce is believed if it comes from a private, link-local or loopback " +
            "address. From others it never is.")
        boolean honourIpFromPrivate,
        @Setting(key = "private_addresses", kind = CHOICE, initial = "separate", sentence =
            "Announcers with private, link-local or loopback addresses: \"separate\" gives them swarms of their own, " +
            "so that nobody outside is sent to them; \"mixed\" treats them as any other.")
        PrivateAddresses privateAddresses)
    {
        private static final int IPV4_HEADERS_LENGTH = 20 + 8;
        private static final int IPV6_HEADERS_LENGTH = 40 + 8;

        /**
         * Longest UDP payload of an answer over IPv4.
         *
         * @return bytes.
         */
        public int replyMaxIpv4Bytes()
        {
            return datagramMaxIpv4Bytes - IPV4_HEADERS_LENGTH;
        }

        /**
         * Longest UDP payload of an answer over IPv6.
         *
         * @return bytes.
         */
        public int replyMaxIpv6Bytes()
        {
            return datagramMaxIpv6Bytes - IPV6_HEADERS_LENGTH;
        }

        /**
         * The life factor in whole hundredths.
         *
         * @return 150 to 1000.
         */
        public int lifeFactorPercent()
        {
            return (int)Math.round(lifeFactor * 100);
        }

        /**
         * Longest life given to a peer that was told an interval based on this one.
         *
         * @param baseSec {@code intervalSec} or {@code intervalSmallSec}.
         * @return seconds, rounded up.
         */
        public long lifeMaxSec(final int baseSec)
        {
            return (long)Math.ceil(baseSec * (100 + intervalJitterPercent) / 100.0 * lifeFactor);
        }
    }

    /**
     * Table {@code [store]}.
     */
    public record Store(
        @Setting(key = "directory", kind = STRING, initial = "data", sentence =
            "Directory of the swarms and of the key of the connection ids, created if missing; a relative path " +
            "starts from where the tracker was started. \"\" keeps everything in memory, until the tracker stops.")
        String directory,
        @Setting(key = "swarms_max", kind = INTEGER, initial = "1000000", min = "1000", max = "1000000000", sentence =
            "Most swarms. A torrent counts once for each address family.")
        int swarmsMax,
        @Setting(key = "peers_max", kind = INTEGER, initial = "10000000", min = "1000", max = "2000000000",
            reloadable = true, sentence = "Most peers, over all swarms.")
        int peersMax,
        @Setting(key = "bytes_max", kind = SIZE, initial = "1GiB", min = "16MiB", max = "16TiB", sentence =
            "Most bytes of the whole store, in memory and on disk. A hard limit, whatever the two above say.")
        long bytesMax,
        @Setting(key = "peers_per_swarm_max", kind = INTEGER, initial = "2000000", min = "100", max = "2000000000",
            reloadable = true, sentence = "Most peers of one swarm; further ones are answered, but not stored.")
        int peersPerSwarmMax,
        @Setting(key = "reserve_percent", kind = INTEGER, initial = "5", min = "0", max = "50", reloadable = true,
            sentence = "Last share of the budgets that only small swarms (announce.small_swarm) may use: they suffer " +
            "most from a peer that is refused. Known peers are refreshed in any case.")
        int reservePercent,
        @Setting(key = "keep_totals", kind = DURATION, initial = "7d", min = "0s", max = "365d", reloadable = true,
            sentence = "How long the completed count of a swarm without peers is kept.")
        int keepTotalsSec,
        @Setting(key = "sweep", kind = DURATION, initial = "2m", min = "1s", max = "1h", reloadable = true, sentence =
            "Time in which every swarm is visited once to forget peers whose life is over.")
        int sweepSec)
    {
        /**
         * Whether nothing is written to disk.
         *
         * @return true if {@code directory} is empty.
         */
        public boolean isMemoryOnly()
        {
            return directory.isEmpty();
        }
    }

    /**
     * Table {@code [access]}. Empty paths mean: no such list.
     */
    public record Access(
        @Setting(key = "allow_info_hashes", kind = STRING, initial = "", reloadable = true, sentence =
            "File of the only info-hashes that are served, 40 hexadecimal digits a line. \"\" serves all.")
        String allowInfoHashesFile,
        @Setting(key = "deny_info_hashes", kind = STRING, initial = "", reloadable = true, sentence =
            "File of info-hashes that are refused, also if they are allowed above. \"\" refuses none.")
        String denyInfoHashesFile,
        @Setting(key = "deny_addresses", kind = STRING, initial = "", reloadable = true, sentence =
            "File of source addresses that get no answer, a range as 192.0.2.0/24 or 2001:db8::/32 a line. \"\" " +
            "refuses none.")
        String denyAddressesFile)
    {
    }

    /**
     * Table {@code [limits]}. A host is an IPv4 /32 or an IPv6 /64, a network a /24 or a /48.
     */
    public record Limits(
        @Setting(key = "enabled", kind = BOOLEAN, initial = "false", reloadable = true, sentence =
            "Whether sources that ask too much are left without answers.")
        boolean isEnabled,
        @Setting(key = "per_host_rate", kind = INTEGER, initial = "50", min = "0", max = "1000000", reloadable = true,
            sentence = "Requests per second, in the long run, of a host (IPv4 /32, IPv6 /64). Many clients may share " +
            "one. 0 sets no limit.")
        int perHostRate,
        @Setting(key = "per_host_burst", kind = INTEGER, initial = "500", min = "1", max = "1000000",
            reloadable = true, sentence = "Requests a host may send at once after a pause.")
        int perHostBurst,
        @Setting(key = "per_network_rate", kind = INTEGER, initial = "500", min = "0", max = "1000000",
            reloadable = true, sentence = "Requests per second of a network (IPv4 /24, IPv6 /48). 0 sets no limit.")
        int perNetworkRate,
        @Setting(key = "per_network_burst", kind = INTEGER, initial = "5000", min = "1", max = "1000000",
            reloadable = true, sentence = "Requests a network may send at once after a pause.")
        int perNetworkBurst,
        @Setting(key = "table_entries", kind = INTEGER, initial = "65536", min = "1024", max = "4194304", sentence =
            "Hosts, and as many networks, watched at a time, in memory that never grows. Rounded up to a power of " +
            "two.")
        int tableEntries)
    {
    }

    /**
     * Table {@code [status]}.
     */
    public record Status(
        @Setting(key = "file", kind = STRING, initial = "", sentence =
            "File that holds the counters. \"\" is status.dat in store.directory or, if that is empty, " +
            "tributary-PORT.status in the temporary directory, with the first port listened on.")
        String file,
        @Setting(key = "latency", kind = BOOLEAN, initial = "true", sentence =
            "Whether service times are recorded: two readings of the clock a request.")
        boolean isLatencyRecorded)
    {
    }

    /**
     * Table {@code [random]}.
     */
    public record Random(
        @Setting(key = "seed", kind = INTEGER, initial = "0", min = "0", max = "999999999999999999", sentence =
            "Seed of the choice of peers and of jitter, to repeat a run. 0 takes one from the system. Connection " +
            "ids do not depend on it.")
        long seed)
    {
    }
}
