/**
 * A load generator for any UDP tracker: a modelled population of peers, sockets from many source addresses, one thread.
 * It sees the codec and nothing of the server.
 */
package io.tributary.bench.load;
