package io.tributary.tracker.overlay;

/**
 * What the election knows of the neighbour at the other end of one link, in the network of that link.
 */
final class Elector
{
    /** Swarms it announced to lead. */
    final SlotBits led = new SlotBits();
    /** Swarms whose leadership by this tracker, or the end of it, it is to be told of. */
    final SlotBits news = new SlotBits();
    /** Swarms it is to be asked to lead. */
    final SlotBits appointments = new SlotBits();
    /** Swarms it may still be appointed to after the last campaign. */
    int quota;

    /** The last campaign it took part in, and how many swarms it led at the start of that. */
    long campaignId;
    int mandates;
    /** It saw the same neighbours when this was asked last. */
    boolean isTrusted;
    /** It is to be sent this tracker's candidature. */
    boolean isCandidatureDue;

    /** Whether there is something to send. */
    boolean isPending()
    {
        return isCandidatureDue || !news.isEmpty() || !appointments.isEmpty();
    }

    void reset()
    {
        led.clearAll();
        news.clearAll();
        appointments.clearAll();
        quota = 0;
        campaignId = Campaign.NONE;
        isCandidatureDue = false;
    }
}
