/**
 * What the tracker counts and how long it takes, written without slowing the loop and read from outside. Depends on
 * no other package of the tracker.
 */
package io.tributary.tracker.status;
