package io.tributary.tracker.configuration;

import static io.tributary.tracker.configuration.SettingKind.ADDRESS;
import static io.tributary.tracker.configuration.SettingKind.BOOLEAN;
import static io.tributary.tracker.configuration.SettingKind.CHOICE;
import static io.tributary.tracker.configuration.SettingKind.INTEGER;
import static io.tributary.tracker.configuration.SettingKind.KEY;
import static io.tributary.tracker.configuration.SettingKind.NAME;
import static io.tributary.tracker.configuration.SettingKind.SIZE;
import static io.tributary.tracker.configuration.SettingKind.STRING;

/**
 * One table {@code [[tsup.link]]}: a neighbour. Complete: the name is never empty, and key files have been read.
 */
public record TsupLink(
    @Setting(key = "name", kind = NAME, initial = "", sentence =
        "What the log and `tributary status` call it; must be the only one of its name. \"\" takes the address.")
    String name,
    @Setting(key = "address", kind = ADDRESS, initial = "", sentence =
        "The neighbour's tracker. Required. A name is looked up at start and whenever the neighbour is out of reach.")
    LinkAddress address,
    @Setting(key = "kind", kind = CHOICE, initial = "internal", sentence =
        "The network that it links: trackers with \"internal\" links form a full mesh and share all peers; " +
        "\"external\" links join such networks. Both ends must say the same.")
    Kind kind,
    @Setting(key = "key", kind = KEY, initial = "", sentence =
        "Secret shared with the neighbour, which authenticates every packet and demands protocol version 2. A file " +
        "that holds one should be readable by the tracker only. \"\" for none.")
    LinkKey key,
    @Setting(key = "key_file", kind = STRING, initial = "", sentence =
        "File that holds the key instead.")
    String keyFile,
    @Setting(key = "key_id", kind = INTEGER, initial = "1", min = "1", max = "255", sentence =
        "Number of the key, the same at both ends; another one for each new key.")
    int keyId,
    @Setting(key = "previous_key", kind = KEY, initial = "", sentence =
        "Key that is accepted, too, while the neighbour is moved to a new one.")
    LinkKey previousKey,
    @Setting(key = "previous_key_file", kind = STRING, initial = "", sentence =
        "File that holds the previous key instead.")
    String previousKeyFile,
    @Setting(key = "previous_key_id", kind = INTEGER, initial = "2", min = "1", max = "255", sentence =
        "Number of the previous key.")
    int previousKeyId,
    @Setting(key = "version", kind = CHOICE, initial = "auto", sentence =
        "Protocol version: \"1\" for the XBT Unified Tracker, \"2\" to refuse it, \"auto\" finds out.")
    Version version,
    @Setting(key = "behind_nat", kind = BOOLEAN, initial = "false", sentence =
        "Whether the neighbour is behind a NAT: then it must open the connection, and is answered where it sends " +
        "from.")
    boolean isBehindNat,
    @Setting(key = "private_addresses", kind = CHOICE, initial = "auto", sentence =
        "Whether peers with private addresses are exchanged: \"auto\" on internal links only.")
    PrivateAddresses privateAddresses,
    @Setting(key = "peers_per_swarm", kind = INTEGER, initial = "200", min = "1", max = "65535", sentence =
        "Most peers of one swarm told to the neighbour, or taken from it.")
    int peersPerSwarmMax,
    @Setting(key = "records_max", kind = INTEGER, initial = "1000000", min = "1", max = "100000000", sentence =
        "Most records of peers taken from the neighbour, over all swarms.")
    int recordsMax,
    @Setting(key = "rate", kind = SIZE, initial = "1MiB", min = "1KiB", max = "1GiB", sentence =
        "Most bytes sent to the neighbour in a second.")
    int bytesPerSecondMax)
{
    /**
     * Which network a link belongs to.
     */
    public enum Kind
    {
        INTERNAL, EXTERNAL
    }

    /**
     * Protocol versions that may be spoken.
     */
    public enum Version
    {
        AUTO("auto"), ONE("1"), TWO("2");

        private final String text;

        Version(final String text)
        {
            this.text = text;
        }

        @Override
        public String toString()
        {
            return text;
        }
    }

    /**
     * Whether private peer addresses are exchanged.
     */
    public enum PrivateAddresses
    {
        AUTO, ALLOW, REFUSE
    }

    /**
     * Whether every packet of this link is authenticated.
     *
     * @return true with a key.
     */
    public boolean isKeyed()
    {
        return !key.isEmpty();
    }
}
