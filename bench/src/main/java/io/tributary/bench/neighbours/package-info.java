/**
 * Trackers for the one that is measured to be linked with.
 */
package io.tributary.bench.neighbours;
