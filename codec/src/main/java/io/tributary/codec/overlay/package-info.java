/**
 * Flyweights over the packets of TSUP, the Tracker Swarm Unification Protocol, versions 1 and 2. Specified in
 * docs/protocol/tsup.md.
 */
package io.tributary.codec.overlay;
