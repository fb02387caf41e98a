/**
 * The overlay in simulation: real trackers and stores, one thread, virtual time, a network that loses, repeats, delays
 * and splits, clients that come and go. Everything follows from one seed, so every failure can be repeated.
 */
package io.tributary.bench.simulation;
