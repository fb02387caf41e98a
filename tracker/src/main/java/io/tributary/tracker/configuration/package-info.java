/**
 * Settings: one declaration each, on the records of {@link io.tributary.tracker.configuration.TrackerConfiguration};
 * from it come parsing, ranges, error lines, the printed default file and the list of changes at a reload. Runs at
 * start and on reload only, never on the packet path. Imports nothing of ours.
 */
package io.tributary.tracker.configuration;
