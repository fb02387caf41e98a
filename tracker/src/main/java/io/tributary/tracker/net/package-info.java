/**
 * Sockets: everything that knows java.net and the kernel, and nothing that knows the protocol.
 */
package io.tributary.tracker.net;
