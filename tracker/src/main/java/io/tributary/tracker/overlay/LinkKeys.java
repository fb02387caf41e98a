package io.tributary.tracker.overlay;

import java.security.MessageDigest;

/**
 * The keys of one link, and which of them to use: the present one, unless the neighbour so far uses only the previous
 * one. So keys are exchanged without a break by giving the new key to one side, with the old one as previous, and then
 * to the other side.
 */
final class LinkKeys
{
    private static final PacketKey NONE = null;

    private final MessageDigest sha256 = PacketAuthenticator.sha256();
    private PacketKey present = NONE;
    private PacketKey previous = NONE;
    private PacketKey sending = NONE;
    private boolean isPresentKnownToPeer;

    void reset(final LinkSettings settings)
    {
        present = settings.isKeyed() ? new PacketKey(settings.keyId(), settings.key(), sha256) : NONE;
        previous = settings.isKeyed() && settings.previousKey().length > 0 ?
            new PacketKey(settings.previousKeyId(), settings.previousKey(), sha256) : NONE;
        onNewAttempt();
    }

    /** What the neighbour has may have changed. */
    void onNewAttempt()
    {
        sending = present;
        isPresentKnownToPeer = false;
    }

    boolean isKeyed()
    {
        return NONE != present;
    }

    /** To tag packets with, or null on a link without a key. */
    PacketKey sending()
    {
        return sending;
    }

    /** To tag a SYN with: by turns both keys, since the neighbour is silent on a key that it does not know. */
    PacketKey ofSyn(final int synsSent)
    {
        return NONE != previous && 1 == (synsSent & 1) ? previous : present;
    }

    /** The key of an id, or null. */
    PacketKey find(final int keyId)
    {
        if (NONE != present && present.id() == keyId)
        {
            return present;
        }
        return NONE != previous && previous.id() == keyId ? previous : NONE;
    }

    /** An authentic packet of the present connection came. */
    void onUsedByPeer(final PacketKey key)
    {
        if (key == present)
        {
            isPresentKnownToPeer = true;
            sending = present;
        }
        else if (!isPresentKnownToPeer)
        {
            sending = previous;
        }
    }
}
