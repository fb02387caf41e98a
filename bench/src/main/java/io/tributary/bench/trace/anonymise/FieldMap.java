package io.tributary.bench.trace.anonymise;

import io.tributary.codec.InfoHash;
import org.agrona.MutableDirectBuffer;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Replaces everything but addresses: by the first bytes of HMAC-SHA-256 (RFC 2104) of the kind of field and its value.
 * Equal values become equal, different ones as good as surely different. Owned by one thread.
 */
final class FieldMap
{
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte INFO_HASH = 1;
    private static final byte PEER_ID = 2;
    private static final byte KEY = 3;
    private static final byte CONNECTION_ID = 4;
    private static final byte TRANSACTION_ID = 5;
    private static final byte PORT = 6;

    private static final int PREFIX_LENGTH = 8;
    private static final int ANSWER_ACTION_MAX = 3;

    private final Mac mac;
    private final byte[] input = new byte[1 + InfoHash.LENGTH];
    private final ByteBuffer inputView = ByteBuffer.wrap(input);
    private final byte[] output = new byte[32];
    private final ByteBuffer outputView = ByteBuffer.wrap(output);

    FieldMap(final byte[] key)
    {
        mac = mac(key);
    }

    /**
     * A key of its own for a purpose.
     *
     * @param key     of the user.
     * @param purpose name of it.
     * @return 32 bytes.
     */
    static byte[] derivedKey(final byte[] key, final String purpose)
    {
        return mac(key).doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
    }

    void infoHash(final MutableDirectBuffer buffer, final int offset)
    {
        hash(INFO_HASH, buffer, offset);
        buffer.putBytes(offset, output, 0, InfoHash.LENGTH);
    }

    /** The name of the client at its start stays. */
    void peerId(final MutableDirectBuffer buffer, final int offset)
    {
        final int kept = hasClientPrefix(buffer, offset) ? PREFIX_LENGTH : 0;
        hash(PEER_ID, buffer, offset);
        buffer.putBytes(offset + kept, output, 0, InfoHash.LENGTH - kept);
    }

    int key(final int key)
    {
        return intOf(KEY, key);
    }

    int transactionId(final int transactionId)
    {
        return 0 == transactionId ? 0 : intOf(TRANSACTION_ID, transactionId);
    }

    /** Never one that a reader could take for the beginning of an answer. */
    long connectionId(final long connectionId)
    {
        inputView.put(0, CONNECTION_ID).putLong(1, connectionId);
        hash(1 + Long.BYTES);
        final long replaced = outputView.getLong(0);
        final boolean isLikeAnswer = Integer.compareUnsigned((int)(replaced >>> 32), ANSWER_ACTION_MAX) <= 0;
        return isLikeAnswer ? ~replaced : replaced;
    }

    /** Random bits for the exchange of ports. */
    int portBits(final int index)
    {
        return intOf(PORT, index);
    }

    /** As BEP 20 has it: {@code -XX1234-}, or {@code M1-2-3--} of the mainline client and those that follow it. */
    static boolean hasClientPrefix(final MutableDirectBuffer buffer, final int offset)
    {
        final char first = (char)buffer.getByte(offset);
        if ('-' == first)
        {
            return '-' == buffer.getByte(offset + PREFIX_LENGTH - 1) && isText(buffer, offset);
        }
        return first >= 'A' && first <= 'Z' && '-' == buffer.getByte(offset + 2) && isText(buffer, offset);
    }

    private static boolean isText(final MutableDirectBuffer buffer, final int offset)
    {
        for (int i = 0; i < PREFIX_LENGTH; i++)
        {
            final byte value = buffer.getByte(offset + i);
            if (value <= ' ' || value == 0x7F)
            {
                return false;
            }
        }
        return true;
    }

    private int intOf(final byte kind, final int value)
    {
        inputView.put(0, kind).putInt(1, value);
        hash(1 + Integer.BYTES);
        return outputView.getInt(0);
    }

    private void hash(final byte kind, final MutableDirectBuffer buffer, final int offset)
    {
        input[0] = kind;
        buffer.getBytes(offset, input, 1, InfoHash.LENGTH);
        hash(input.length);
    }

    private void hash(final int length)
    {
        mac.update(input, 0, length);
        try
        {
            mac.doFinal(output, 0);
        }
        catch (final ShortBufferException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static Mac mac(final byte[] key)
    {
        try
        {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ALGORITHM + " is in every JDK", ex);
        }
    }
}
