package io.tributary.codec;

/**
 * Why a packet is not what its flyweight expects. The ordinal is what {@code validate()} returns and the index of the
 * error's counter, so new errors go to the end.
 */
public enum DecodeError
{
    /** The packet is fine. */
    NONE,

    /** Shorter than the fixed part of the packet. */
    TRUNCATED,

    /** A connect request that does not start with the protocol id. */
    UNEXPECTED_PROTOCOL_ID,

    /** The action belongs to another packet, or to none. */
    UNEXPECTED_ACTION;

    private static final DecodeError[] VALUES = values();

    /** Number of errors, {@link #NONE} included: the length of an array of counters. */
    public static final int COUNT = VALUES.length;

    public static DecodeError of(final int ordinal)
    {
        return VALUES[ordinal];
    }
}
