/**
 * The tracker's own traffic, recorded into files. Written beside the loop: what the loop does for it is one copy.
 */
package io.tributary.tracker.capture;
