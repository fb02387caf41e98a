/**
 * Keyed hashing of attacker-chosen input: connection ids, info-hashes, source prefixes.
 */
package io.tributary.tracker.hash;
