/**
 * Captures that can be shared: what identifies clients and torrents is replaced by means of a key, alike wherever it
 * stands; what is not understood is left out.
 */
package io.tributary.bench.trace.anonymise;
