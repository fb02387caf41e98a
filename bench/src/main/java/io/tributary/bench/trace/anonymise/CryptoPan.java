package io.tributary.bench.trace.anonymise;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Crypto-PAn (Xu, Fan, Ammar and Moon, "Prefix-Preserving IP Address Anonymization", 2002): two addresses with the same
 * first {@code k} bits, and not one more, become two addresses with the same first {@code k} bits, and not one more.
 * Hence one-to-one. Whether bit {@code k} is flipped is the first bit of AES of the {@code k} bits before it, filled up
 * with a secret pad.
 *
 * <p>The first 16 bytes of the key are AES's, the pad is AES of the others. IPv6 is done alike with 128 bits. Bits that
 * {@link AddressPrefixes} keep are not flipped, which leaves all this true. The result of a call is in
 * {@link #high()} and {@link #low()}. Owned by one thread.
 */
final class CryptoPan
{
    static final int KEY_LENGTH = 32;
    static final int IPV4_BITS = 32;
    static final int IPV6_BITS = 128;

    private static final int BLOCK_LENGTH = 16;
    private static final String CIPHER = "AES/ECB/NoPadding";

    private final Cipher cipher;
    private final long padHigh;
    private final long padLow;
    private final byte[] plain = new byte[IPV6_BITS * BLOCK_LENGTH];
    private final byte[] secret = new byte[IPV6_BITS * BLOCK_LENGTH];
    private final ByteBuffer plainView = ByteBuffer.wrap(plain);
    private final AddressPrefixes ipv4Prefixes;
    private final AddressPrefixes ipv6Prefixes;
    private long high;
    private long low;

    CryptoPan(final byte[] key, final AddressPrefixes ipv4Prefixes, final AddressPrefixes ipv6Prefixes)
    {
        this.ipv4Prefixes = ipv4Prefixes;
        this.ipv6Prefixes = ipv6Prefixes;
        try
        {
            cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Arrays.copyOf(key, BLOCK_LENGTH), "AES"));
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(CIPHER + " is in every JDK", ex);
        }

        System.arraycopy(key, BLOCK_LENGTH, plain, 0, BLOCK_LENGTH);
        encrypt(1);
        padHigh = ByteBuffer.wrap(secret).getLong(0);
        padLow = ByteBuffer.wrap(secret).getLong(Long.BYTES);
    }

    int ipv4(final int address)
    {
        map((long)address << IPV4_BITS, 0, IPV4_BITS);
        return (int)(high >>> IPV4_BITS);
    }

    int originalIpv4(final int image)
    {
        unmap((long)image << IPV4_BITS, 0, IPV4_BITS);
        return (int)(high >>> IPV4_BITS);
    }

    CryptoPan ipv6(final long addressHigh, final long addressLow)
    {
        map(addressHigh, addressLow, IPV6_BITS);
        return this;
    }

    CryptoPan originalIpv6(final long imageHigh, final long imageLow)
    {
        unmap(imageHigh, imageLow, IPV6_BITS);
        return this;
    }

    long high()
    {
        return high;
    }

    long low()
    {
        return low;
    }

    private void map(final long addressHigh, final long addressLow, final int bits)
    {
        for (int bit = 0; bit < bits; bit++)
        {
            putBlock(bit, bit, addressHigh, addressLow);
        }
        encrypt(bits);

        high = addressHigh;
        low = addressLow;
        for (int bit = keptBits(addressHigh, bits); bit < bits; bit++)
        {
            flip(bit, bit);
        }
    }

    /** Bit by bit, since each depends on the original bits before it. */
    private void unmap(final long imageHigh, final long imageLow, final int bits)
    {
        high = imageHigh;
        low = imageLow;
        for (int bit = keptBits(imageHigh, bits); bit < bits; bit++)
        {
            putBlock(0, bit, high, low);
            encrypt(1);
            flip(0, bit);
        }
    }

    private int keptBits(final long addressHigh, final int bits)
    {
        return (IPV4_BITS == bits ? ipv4Prefixes : ipv6Prefixes).keptBits(addressHigh);
    }

    private void putBlock(final int block, final int bit, final long addressHigh, final long addressLow)
    {
        final long highMask = leadingOnes(Math.min(bit, Long.SIZE));
        final long lowMask = leadingOnes(Math.max(bit - Long.SIZE, 0));
        plainView.putLong(block * BLOCK_LENGTH, addressHigh & highMask | padHigh & ~highMask);
        plainView.putLong(block * BLOCK_LENGTH + Long.BYTES, addressLow & lowMask | padLow & ~lowMask);
    }

    private void flip(final int block, final int bit)
    {
        final long flip = (secret[block * BLOCK_LENGTH] & 0x80) >>> 7;
        if (bit < Long.SIZE)
        {
            high ^= flip << (Long.SIZE - 1 - bit);
        }
        else
        {
            low ^= flip << (2 * Long.SIZE - 1 - bit);
        }
    }

    private static long leadingOnes(final int count)
    {
        return 0 == count ? 0 : -1L << (Long.SIZE - count);
    }

    private void encrypt(final int blocks)
    {
        try
        {
            cipher.update(plain, 0, blocks * BLOCK_LENGTH, secret, 0);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
