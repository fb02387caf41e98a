package io.tributary.codec.capture;

/** Which way a packet went through the interface it was captured on, as far as the capture tells. */
public enum PacketDirection
{
    /** The capture does not say: Ethernet or raw IP without flags. */
    UNKNOWN,

    /** To the capturing host, alone or among others. */
    IN,

    /** Sent by the capturing host. */
    OUT,

    /** Between two other hosts. */
    OTHER
}
