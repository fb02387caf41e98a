package io.tributary.tracker.configuration;

import static io.tributary.tracker.configuration.SettingKind.BOOLEAN;
import static io.tributary.tracker.configuration.SettingKind.CHOICE;
import static io.tributary.tracker.configuration.SettingKind.DURATION;
import static io.tributary.tracker.configuration.SettingKind.INTEGER;
import static io.tributary.tracker.configuration.SettingKind.INTERVAL;
import static io.tributary.tracker.configuration.SettingKind.STRING;

/**
 * Table {@code [tsup]}: what holds for the overlay as a whole. Its defaults are those of the paper (ICNS 2011, III)
 * where that gives any. Times that may be shorter than a second are milliseconds ({@code …Ms}).
 */
public record Tsup(
    @Setting(key = "hello", kind = INTERVAL, initial = "10s", min = "100ms", max = "10m", sentence =
        "Time between signs of life on a link, and between repetitions of what got no answer.")
    long helloMs,
    @Setting(key = "update", kind = INTERVAL, initial = "30s", min = "100ms", max = "1h", sentence =
        "Time between periodic updates to a neighbour. News that matters does not wait for it.")
    long updateMs,
    @Setting(key = "disconnect", kind = INTERVAL, initial = "40s", min = "200ms", max = "1h",
        sentence = "Silence of a neighbour that ends the connection. At least twice tsup.hello.")
    long disconnectMs,
    @Setting(key = "reconnect", kind = INTERVAL, initial = "1m", min = "100ms", max = "1d",
        sentence = "Time between attempts to connect, after the first tsup.retries. The neighbour's name is looked " +
        "up again before each. At least tsup.hello.")
    long reconnectMs,
    @Setting(key = "retries", kind = INTEGER, initial = "5", min = "0", max = "1000", sentence =
        "Attempts to connect, one each tsup.hello, before they become rarer.")
    int retries,
    @Setting(key = "mandate", kind = INTERVAL, initial = "1h", min = "1s", max = "7d", sentence =
        "Time between elections of swarm leaders, drawn from 20 % below to 20 % above. At least tsup.disconnect.")
    long mandateMs,
    @Setting(key = "coalesce", kind = INTERVAL, initial = "20ms", min = "0ms", max = "5s",
        sentence = "How long urgent news waits for more of its kind, to share a datagram.")
    long coalesceMs,
    @Setting(key = "digest", kind = INTERVAL, initial = "10m", min = "0ms", max = "1d", sentence =
        "Time in which each shared swarm is compared once with each neighbour, to mend what was lost. 0ms never does.")
    long digestMs,
    @Setting(key = "hold_answers", kind = INTERVAL, initial = "150ms", min = "0ms", max = "5s",
        sentence = "How long the first answers of a new swarm may wait for what the neighbours know. 0ms answers at " +
        "once.")
    long holdAnswersMs,
    @Setting(key = "held_answers_max", kind = INTEGER, initial = "1024", min = "0", max = "65536", sentence =
        "Most answers that wait at a time; further ones go out at once.")
    int heldAnswersMax,
    @Setting(key = "young", kind = DURATION, initial = "10m", min = "0s", max = "1d", sentence =
        "How long a swarm is young: after its first peer here, and after neighbours brought peers to a small one. " +
        "Clients of young swarms are told announce.interval_young.")
    int youngSec,
    @Setting(key = "triggered_per_second", kind = INTEGER, initial = "10", min = "1", max = "1000",
        sentence = "Most times in a second that urgent news makes updates leave for a neighbour.")
    int triggeredPerSecond,
    @Setting(key = "urgent_swarm_peers", kind = INTEGER, initial = "200", min = "0", max = "1000000", sentence =
        "Peers up to which each new peer of a swarm is urgent news; in larger ones it waits for tsup.update.")
    int urgentSwarmPeers,
    @Setting(key = "swarms_max", kind = INTEGER, initial = "1000000", min = "1000", max = "100000000", sentence =
        "Most swarms that the overlay knows, those of neighbours included. Further ones stay local.")
    int swarmsMax,
    @Setting(key = "records_max", kind = INTEGER, initial = "1000000", min = "1000", max = "100000000", sentence =
        "Most records of peers that neighbours report.")
    int recordsMax,
    @Setting(key = "changes_max", kind = INTEGER, initial = "262144", min = "1024", max = "67108864", sentence =
        "Changes remembered for neighbours that lag; one that lags by more is sent whole swarms. Rounded up to a " +
        "power of two.")
    int changesMax,
    @Setting(key = "links_max", kind = INTEGER, initial = "64", min = "1", max = "1024", sentence =
        "Most links, those added by reload included.")
    int linksMax,
    @Setting(key = "border", kind = CHOICE, initial = "auto", sentence =
        "Whether this is a border tracker, which unifies every swarm it hears of, also without clients of its own: " +
        "\"auto\" if it has links of both kinds.")
    Border border,
    @Setting(key = "elect", kind = BOOLEAN, initial = "true", sentence =
        "Whether leaders are elected, which saves packets among three or more trackers.")
    boolean isElecting,
    @Setting(key = "require_key", kind = BOOLEAN, initial = "false", reloadable = true, sentence =
        "Whether links without a key are refused, by this configuration.")
    boolean isKeyRequired,
    @Setting(key = "address", kind = STRING, initial = "", sentence =
        "Own numeric address, as the neighbours see it: decides between equals in elections of protocol version 1, " +
        "which needs it. \"\" for none.")
    String address,
    @Setting(key = "share_info_hashes", kind = STRING, initial = "", reloadable = true, sentence =
        "File of the only info-hashes that neighbours are told of, 40 hexadecimal digits a line. \"\" shares all " +
        "that are served.")
    String shareInfoHashesFile,
    @Setting(key = "private_info_hashes", kind = STRING, initial = "", reloadable = true, sentence =
        "File of info-hashes that neighbours are never told of, also if they are shared above: those of private " +
        "torrents (BEP 27). \"\" for none.")
    String privateInfoHashesFile,
    @Setting(key = "remote_peers_percent", kind = INTEGER, initial = "50", min = "0", max = "100", reloadable = true,
        sentence = "Largest share of store.peers_max, and of the store's other budgets, that peers of neighbours " +
        "may take.")
    int remotePeersPercent)
{
    /**
     * Whether swarms without own clients are unified.
     */
    public enum Border
    {
        AUTO, YES, NO
    }
}
