/**
 * Replays the client traffic of captures: offline through the tracker's own request path, as fast as it goes, or live
 * to any tracker, on the capture's schedule.
 */
package io.tributary.bench.replay;
