/**
 * What is in a capture: counts, rates and distributions, in one pass and bounded memory.
 */
package io.tributary.bench.trace.info;
