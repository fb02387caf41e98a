/**
 * The swarm store: peers of every swarm, off heap, keyed by info-hash.
 *
 * <p>Heads live in a Chronicle Map, one 64-byte entry per info-hash, family and scope; small swarms live whole in their
 * head. Larger ones have their peers in blocks of a slab, reached from the head without a second look-up.
 */
package io.tributary.tracker.swarm;
