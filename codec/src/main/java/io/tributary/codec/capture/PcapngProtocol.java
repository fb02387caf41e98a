package io.tributary.codec.capture;

/**
 * Numbers of pcapng (draft-ietf-opsawg-pcapng). Each block:
 * <pre>
 *   type (4) | total length (4) | body, padded to four bytes | total length again (4)
 * </pre>
 */
public final class PcapngProtocol
{
    public static final int BLOCK_INTERFACE_DESCRIPTION = 1;
    /** Obsolete, as old Wiresharks wrote it. */
    public static final int BLOCK_PACKET = 2;
    public static final int BLOCK_SIMPLE_PACKET = 3;
    public static final int BLOCK_ENHANCED_PACKET = 6;
    /** Reads the same in both byte orders. */
    public static final int BLOCK_SECTION_HEADER = 0x0A0D_0D0A;

    public static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    public static final int MAJOR_VERSION = 1;

    public static final int TYPE_OFFSET = 0;
    public static final int TOTAL_LENGTH_OFFSET = 4;
    public static final int BODY_OFFSET = 8;
    public static final int TRAILER_LENGTH = 4;
    public static final int BLOCK_LENGTH_MIN = BODY_OFFSET + TRAILER_LENGTH;

    public static final int OPTION_END = 0;
    public static final int OPTION_IF_TSRESOL = 9;
    public static final int OPTION_IF_TSOFFSET = 14;
    /** The same number in packet blocks, enhanced and obsolete. */
    public static final int OPTION_PACKET_FLAGS = 2;

    /** What an interface without the option has: microseconds. */
    public static final byte RESOLUTION_MICROSECONDS = 6;
    public static final byte RESOLUTION_NANOSECONDS = 9;

    private PcapngProtocol()
    {
    }

    /**
     * Length with the padding to four bytes.
     *
     * @param length of a body or an option.
     * @return a multiple of 4.
     */
    public static int padded(final int length)
    {
        return (length + 3) & ~3;
    }
}
