/**
 * Load generation, comparison with other trackers and JMH benchmarks. Nothing depends on this module.
 */
package io.tributary.bench;
