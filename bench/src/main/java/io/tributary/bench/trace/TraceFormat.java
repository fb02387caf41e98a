package io.tributary.bench.trace;

/** How a capture file is written, as its first four bytes tell. */
public enum TraceFormat
{
    PCAPNG(0x0A0D_0D0A, "pcapng"),
    PCAP_MICROSECONDS_LITTLE_ENDIAN(0xD4C3_B2A1, "pcap, microseconds, little-endian"),
    PCAP_MICROSECONDS_BIG_ENDIAN(0xA1B2_C3D4, "pcap, microseconds, big-endian"),
    PCAP_NANOSECONDS_LITTLE_ENDIAN(0x4D3C_B2A1, "pcap, nanoseconds, little-endian"),
    PCAP_NANOSECONDS_BIG_ENDIAN(0xA1B2_3C4D, "pcap, nanoseconds, big-endian"),
    UNKNOWN(0, "unknown format");

    private final int magic;
    private final String label;

    TraceFormat(final int magic, final String label)
    {
        this.magic = magic;
        this.label = label;
    }

    static TraceFormat of(final int magic)
    {
        for (final TraceFormat format : values())
        {
            if (format.magic == magic)
            {
                return format;
            }
        }

        return UNKNOWN;
    }

    /** For people. */
    public String label()
    {
        return label;
    }
}
