/**
 * JMH benchmarks, run by {@link io.tributary.bench.jmh.BenchmarkRunner}. The first value of each parameter is its
 * smallest: tests run every benchmark once with it, or with one that reaches further.
 *
 * <p>Everything random comes from a fixed seed, time stands still, and state belongs to one thread. A benchmark that
 * could measure refusals by mistake checks at its end that it did not.
 */
package io.tributary.bench.jmh;
