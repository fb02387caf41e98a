/**
 * Who and what is served: scopes of addresses, lists of info-hashes and address ranges, rate limits per source prefix.
 *
 * <p>Everything here that a packet meets allocates nothing and blocks on nothing. Files are read by
 * {@link io.tributary.tracker.access.AccessListLoader} on a thread of its own; what it read reaches the loop through
 * {@link io.tributary.tracker.access.AccessListExchange}.
 */
package io.tributary.tracker.access;
