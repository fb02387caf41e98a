/**
 * Captured traffic: reading capture files of any size in constant memory.
 */
package io.tributary.bench.trace;
