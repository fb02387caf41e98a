package io.tributary.bench.trace.info;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.codec.UrlDataOptions;

/** What announces say: peers wanted, seeding or not, options, and the software by the first part of the peer id. */
final class AnnounceCensus
{
    /** A peer id that does not start as {@code -qB4630-} does. */
    static final long SOFTWARE_OTHER = 0;

    private static final int DISTINCT_MAX = 1 << 10;
    private static final int PREFIX_LENGTH = 8;

    private final Tally numWants = new Tally(DISTINCT_MAX);
    private final Tally software = new Tally(DISTINCT_MAX);
    private final Tally softwareClients = new Tally(DISTINCT_MAX);
    private final UrlDataOptions options = new UrlDataOptions();
    private long seedingCount;
    private long portZeroCount;
    private long withOptionsCount;
    private long withUrlDataCount;
    private long optionsCutCount;

    void add(final AnnounceRequestFlyweight announce, final boolean isNewClient)
    {
        numWants.add(Math.max(UdpTrackerProtocol.NUM_WANT_DEFAULT, announce.numWant()));
        final long prefix = prefix(announce);
        software.add(prefix);
        if (isNewClient)
        {
            softwareClients.add(prefix);
        }

        seedingCount += 0 == announce.left() ? 1 : 0;
        portZeroCount += 0 == announce.port() ? 1 : 0;
        if (announce.optionsLength() > 0)
        {
            addOptions(announce);
        }
    }

    private void addOptions(final AnnounceRequestFlyweight announce)
    {
        options.wrap(announce);
        withOptionsCount++;
        optionsCutCount += options.isWellFormed() ? 0 : 1;
        withUrlDataCount += options.next() ? 1 : 0;
    }

    /** Eight bytes as a number; dash, two letters or digits, four letters or digits, dash. */
    private static long prefix(final AnnounceRequestFlyweight announce)
    {
        long prefix = 0;
        for (int i = 0; i < PREFIX_LENGTH; i++)
        {
            final int letter = announce.buffer().getByte(announce.peerIdOffset() + i) & 0xFF;
            final boolean isFine = 0 == i || PREFIX_LENGTH - 1 == i ? '-' == letter : isLetterOrDigit(letter);
            if (!isFine)
            {
                return SOFTWARE_OTHER;
            }
            prefix = prefix << Byte.SIZE | letter;
        }

        return prefix;
    }

    /** Some versions are written with a dot, a tilde or the like. */
    private static boolean isLetterOrDigit(final int letter)
    {
        return letter >= '0' && letter <= '9' || letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z' ||
            '.' == letter || '~' == letter;
    }

    /** For people: {@code -qB4630-}. */
    static String prefixText(final long prefix)
    {
        if (SOFTWARE_OTHER == prefix)
        {
            return "other peer ids";
        }

        final StringBuilder text = new StringBuilder();
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE)
        {
            text.append((char)(prefix >>> shift & 0xFF));
        }

        return text.toString();
    }

    /** Values of numwant; all negative ones are {@link UdpTrackerProtocol#NUM_WANT_DEFAULT}. */
    Tally numWants()
    {
        return numWants;
    }

    /** Announces by software. */
    Tally software()
    {
        return software;
    }

    /** Endpoints by the software that they first showed. */
    Tally softwareClients()
    {
        return softwareClients;
    }

    /** Nothing left to download. */
    long seedingCount()
    {
        return seedingCount;
    }

    long portZeroCount()
    {
        return portZeroCount;
    }

    /** Bytes behind the announce (BEP 41). */
    long withOptionsCount()
    {
        return withOptionsCount;
    }

    long withUrlDataCount()
    {
        return withUrlDataCount;
    }

    /** Options of which one runs past the end. */
    long optionsCutCount()
    {
        return optionsCutCount;
    }
}
