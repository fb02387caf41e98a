package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

/**
 * One configured link to a neighbour (paper III.B). Immutable; replaced as a whole.
 *
 * @param name              unique among the links; for people.
 * @param remote            resolved address and TSUP port of the neighbour; never written to after construction.
 * @param isExternal        the kind of the link (paper III.C): external, or else internal.
 * @param version           protocol versions that may be spoken.
 * @param key               shared secret, empty for none; a link with a key speaks version 2 only.
 * @param keyId             1 to 255 with a key, else 0.
 * @param previousKey       also accepted, for roll-over; empty for none.
 * @param previousKeyId     1 to 255 with a previous key, else 0.
 * @param isBehindNat       the neighbour's source port is learned, and it must open the connection.
 * @param privateAddresses  whether private peer addresses are exchanged.
 * @param peersPerSwarmMax  most peers of one swarm told to, or taken from, this neighbour.
 * @param recordsMax        most records taken from this neighbour, over all swarms.
 * @param bytesPerSecondMax most bytes sent to this neighbour in a second.
 */
public record LinkSettings(
    String name,
    Endpoint remote,
    boolean isExternal,
    Version version,
    byte[] key,
    int keyId,
    byte[] previousKey,
    int previousKeyId,
    boolean isBehindNat,
    PrivateAddresses privateAddresses,
    int peersPerSwarmMax,
    int recordsMax,
    int bytesPerSecondMax)
{
    /**
     * Protocol versions that may be spoken on a link.
     */
    public enum Version
    {
        AUTO, ONE, TWO
    }

    /**
     * Whether private peer addresses are exchanged: {@code AUTO} does so on internal links. Loopback addresses are
     * exchanged exactly with a neighbour that has a loopback address itself.
     */
    public enum PrivateAddresses
    {
        AUTO, ALLOW, REFUSE
    }

    /** Whether packets of this link are authenticated. */
    public boolean isKeyed()
    {
        return key.length > 0;
    }
}
