/**
 * What one tracker process owns on disk besides swarms: its directory's lock and its secrets.
 */
package io.tributary.tracker.node;
