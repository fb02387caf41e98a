package io.tributary.codec.capture;

/** What {@link CaptureDecoder#decode} found at a place of a capture file. */
public enum CaptureResult
{
    /** A packet. */
    PACKET(""),

    /** A record without a packet: a header, an interface, something to skip. */
    OTHER(""),

    /** The record goes on behind the bytes given. */
    INCOMPLETE("a whole record"),

    FORMAT_UNKNOWN("the magic number of pcap (a1b2c3d4, a1b23c4d) or pcapng (0a0d0d0a), in either byte order"),

    VERSION_UNKNOWN("version 2.4 of pcap or 1.x of pcapng"),

    BYTE_ORDER_UNKNOWN("the byte-order magic 1a2b3c4d of a pcapng section, in either byte order"),

    RECORD_TOO_LONG("a packet of at most " + CaptureDecoder.CAPTURED_LENGTH_MAX + " bytes in a record of at most " +
        CaptureDecoder.RECORD_LENGTH_MAX),

    BLOCK_LENGTH_INVALID("a block length that is a multiple of 4 and holds the block's fixed part"),

    BLOCK_TRAILER_DIFFERENT("the block's length again at its end"),

    BLOCK_TOO_SHORT("a block that holds its packet"),

    OPTION_TOO_LONG("options that end within their block"),

    INTERFACE_UNKNOWN("the number of an interface described before"),

    INTERFACES_TOO_MANY("at most " + CaptureInterfaces.COUNT_MAX + " interfaces in a section");

    private final String expected;

    CaptureResult(final String expected)
    {
        this.expected = expected;
    }

    /**
     * Whether the file is damaged, or none of ours: nothing can be read behind this place.
     *
     * @return false for {@link #PACKET}, {@link #OTHER} and {@link #INCOMPLETE}.
     */
    public boolean isError()
    {
        return ordinal() > INCOMPLETE.ordinal();
    }

    /**
     * What would have been right, to be read after "expected".
     *
     * @return empty where nothing is wrong.
     */
    public String expected()
    {
        return expected;
    }
}
