package io.tributary.codec.capture;

/** The link layers of captures that may carry IP, numbered as in the registry of LINKTYPE values. */
public final class LinkType
{
    /** BSD loopback: four bytes of address family in the byte order of the machine that captured. */
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    /** Raw IP as some systems number it in their own files. */
    public static final int RAW_BSD = 12;
    public static final int RAW_OPENBSD = 14;
    /** No link layer: the packet starts with an IPv4 or IPv6 header. */
    public static final int RAW = 101;
    /** OpenBSD loopback: as {@link #NULL}, in network byte order. */
    public static final int LOOP = 108;
    /** Linux cooked, version 1: what capturing on all interfaces gives. */
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    /** Linux cooked, version 2: with the number of the interface. */
    public static final int LINUX_SLL2 = 276;

    private LinkType()
    {
    }
}
