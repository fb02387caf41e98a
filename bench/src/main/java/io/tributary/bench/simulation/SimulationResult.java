package io.tributary.bench.simulation;

/**
 * What came of a simulation that passed.
 *
 * @param seed        it was run from.
 * @param events      that happened.
 * @param digest      of all of them: the same for the same seed.
 * @param simulatedNs virtual time that passed.
 * @param convergedNs from the end of the faults until everybody knew everybody; -1 when that was never so, because
 *                    somebody always came anew.
 * @param traffic     sent.
 */
public record SimulationResult(
    long seed, long events, long digest, long simulatedNs, long convergedNs, Traffic traffic)
{
}
