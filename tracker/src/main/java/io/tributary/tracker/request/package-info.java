/**
 * What the tracker answers to a datagram: BEP 15 and BEP 41. A function of bytes, source and time; knows no sockets.
 */
package io.tributary.tracker.request;
