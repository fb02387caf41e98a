/**
 * The tracker process: construction, duty cycle, start and stop. The only package that constructs the others.
 */
package io.tributary.tracker;
