package io.tributary.tracker.overlay;

/**
 * The exchange with neighbours, taken apart by packet.
 */
record ExchangeParts(
    OverlayTables tables,
    SwarmRegister register,
    Questions questions,
    Unifier unifier,
    FullSends fullSends,
    ChangeSends changeSends,
    UpdateReceiver updateReceiver,
    DigestExchange digests,
    VersionOneExchange versionOne,
    Election election,
    ElectionExchange electionExchange,
    Leadership leadership)
{
}
