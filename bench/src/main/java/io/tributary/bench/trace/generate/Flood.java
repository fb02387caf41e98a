package io.tributary.bench.trace.generate;

/** What a flood consists of. */
enum Flood
{
    NONE,

    /** Announces of made-up peers, all from one address. */
    SOURCE,

    /** Announces with connection ids that had expired, each from another address. */
    STALE
}
