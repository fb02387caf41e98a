/**
 * Captures as tcpdump and Wireshark write them: pcap and pcapng, the link layers below IP, IP with its fragments, UDP.
 * Reading never throws: what a packet or a record is, or why it is not, is an enum. No IO, no allocation per packet.
 */
package io.tributary.codec.capture;
