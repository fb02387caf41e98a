/**
 * Measures this tracker beside others with the same load on the same machine, and writes the report.
 */
package io.tributary.bench.compare;
