/**
 * Synthetic traces with the load shape of public trackers. Everything follows from a seed and an index, so that memory
 * does not grow with the trace nor with the clients in it.
 */
package io.tributary.bench.trace.generate;
