package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of an ERROR, version 2: why there is no session. Never answered.
 * <pre>
 *   0    code (1)
 * </pre>
 * Owned by one thread.
 */
public final class ErrorFlyweight
{
    public static final int CODE_OFFSET = 0;
    public static final int LENGTH = 1;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;

    public ErrorFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = bodyOffset;
        this.length = bodyLength;
        return this;
    }

    /**
     * Wrap for writing.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @return this.
     */
    public ErrorFlyweight wrapEncode(final MutableDirectBuffer buffer, final int bodyOffset)
    {
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = LENGTH;
        return this;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public int encodedLength()
    {
        return length;
    }

    /**
     * Where the body ends.
     *
     * @return an absolute offset.
     */
    public int limit()
    {
        return offset + length;
    }

    public int validate()
    {
        if (length < LENGTH)
        {
            return OverlayProtocol.TRUNCATED;
        }

        return LENGTH == length ? OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
    }

    /**
     * See {@link OverlayProtocol#ERROR_KIND_MISMATCH}.
     *
     * @return any number; unknown ones are no error.
     */
    public int code()
    {
        return buffer.getByte(offset + CODE_OFFSET) & 0xFF;
    }

    public ErrorFlyweight code(final int code)
    {
        target.putByte(offset + CODE_OFFSET, (byte)code);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Error{code=" + code() + "}";
    }
}
