/**
 * Swarm unification: the tracker's end of TSUP, the Tracker Swarm Unification Protocol of Burloiu, Deaconescu and Tapus
 * (ICNS 2011), in its first version and in its second. Specified in docs/protocol/tsup.md.
 *
 * <p>Runs on the selector loop's thread. Time, randomness and output come in as parameters, so the same code runs in
 * simulation.
 */
package io.tributary.tracker.overlay;
