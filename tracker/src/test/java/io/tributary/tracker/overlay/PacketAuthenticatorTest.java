package io.tributary.tracker.overlay;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

class PacketAuthenticatorTest
{
    private final PacketAuthenticator authenticator = new PacketAuthenticator();

    private static PacketKey key(final String hex)
    {
        return new PacketKey(1, HexFormat.of().parseHex(hex), PacketAuthenticator.sha256());
    }

    /** RFC 4231, test cases 1, 2 and 4, of which the first 16 bytes are sent. */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, b0344c61d8db38535ca8afceaf0bf12b",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, 5bdcc146bf60754e6a042426089575c7",
        "0102030405060708090a0b0c0d0e0f10111213141516171819," +
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd," +
            "82558a389a443c0ea4cc819899f2083a"})
    void shouldMakeTheTagsOfTheStandard(final String key, final String message, final String tag)
    {
        final byte[] bytes = HexFormat.of().parseHex(message);
        final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 17]);
        buffer.putBytes(1, bytes);
        authenticator.sign(key(key), buffer, 1, bytes.length);
        final byte[] made = new byte[16];
        buffer.getBytes(1 + bytes.length, made);
        assertThat(HexFormat.of().formatHex(made)).isEqualTo(tag);
        assertThat(authenticator.isAuthentic(key(key), buffer, 1, bytes.length + 16)).isTrue();
    }

    /** RFC 4231, test case 6: a key longer than a block. */
    @Test
    void shouldHashALongKeyFirst()
    {
        shouldMakeTheTagsOfTheStandard("aa".repeat(131),
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579" +
            "202d2048617368204b6579204669727374",
            "60e431591ee0b67f0d8a26aacbf5b77f");
    }

    /** Every bit counts, in packets shorter and longer than what is hashed at once. */
    @ParameterizedTest
    @CsvSource({"20", "2048", "2049", "4500"})
    void shouldRefuseAPacketWithAnyBitChanged(final int length)
    {
        final PacketKey key = key("0123");
        final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[length + 16]);
        buffer.setMemory(0, length, (byte)0x5A);
        authenticator.sign(key, buffer, 0, length);
        final int step = Math.max(1, length / 100);
        for (int i = 0; i < length + 16; i += i < length ? step : 1)
        {
            final byte kept = buffer.getByte(i);
            buffer.putByte(i, (byte)(kept ^ 1 << (i & 7)));
            assertThat(authenticator.isAuthentic(key, buffer, 0, length + 16)).as("byte " + i).isFalse();
            buffer.putByte(i, kept);
        }
        assertThat(authenticator.isAuthentic(key, buffer, 0, length + 16)).isTrue();
        assertThat(authenticator.isAuthentic(key("0124"), buffer, 0, length + 16)).isFalse();
    }
}
