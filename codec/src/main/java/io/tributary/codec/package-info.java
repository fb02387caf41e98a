/**
 * Flyweights over the UDP tracker protocol (BEP 15, BEP 41). No allocation, no IO, no state between packets.
 */
package io.tributary.codec;
