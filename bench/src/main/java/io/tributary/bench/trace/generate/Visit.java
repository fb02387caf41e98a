package io.tributary.bench.trace.generate;

import io.tributary.codec.Endpoint;

/**
 * A client that is about to connect and then announce in each of its swarms, and how far it has come. Reused for one
 * client after the other.
 */
final class Visit
{
    final Endpoint source = new Endpoint();
    long clientSeed;
    long connectionId;
    int prefixIndex;
    int numWant;

    /** In rounds; decides with {@link #isLast} about events. */
    long age;
    boolean isLast;
    boolean isCrowd;

    /** Of the next announce, before shuffling. */
    long placeIndex;
    int connectsLeft;
    int scrapesLeft;
    int announcesLeft;

    boolean isOver()
    {
        return 0 == connectsLeft + scrapesLeft + announcesLeft;
    }
}
