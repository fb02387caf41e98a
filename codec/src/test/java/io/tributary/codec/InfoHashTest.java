package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InfoHashTest
{
    private static final String HEX = "000102030405060708090a0b0c0d0e0f1011fedc";

    @Test
    void shouldParseAndWriteHexadecimal()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 + InfoHash.LENGTH]);

        assertThat(InfoHash.tryParseHex(HEX, buffer, 1)).isTrue();
        assertThat(Hex.bytesOf(buffer, 1, 20)).isEqualTo(Hex.bytes(HEX));
        assertThat(InfoHash.toHex(buffer, 1)).isEqualTo(HEX);
    }

    @Test
    void shouldParseUpperCase()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[InfoHash.LENGTH]);

        assertThat(InfoHash.tryParseHex("000102030405060708090A0B0C0D0E0F1011FEDC", buffer, 0)).isTrue();
        assertThat(InfoHash.toHex(buffer, 0)).isEqualTo(HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "000102030405060708090a0b0c0d0e0f1011fed",
        "000102030405060708090a0b0c0d0e0f1011fedc0",
        "g00102030405060708090a0b0c0d0e0f1011fedc",
        "000102030405060708090a0b0c0d0e0f1011fed ",
        "000102030405060708090a0b0c0d0e0f1011fed\u0661",
    })
    void shouldRefuseWhatIsNoHash(final String text)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[InfoHash.LENGTH]);

        assertThat(InfoHash.tryParseHex(text, buffer, 0)).isFalse();
        assertThat(buffer.byteArray()).containsOnly(0);
    }

    @Test
    void shouldCompareEveryByteAndNoOther()
    {
        final UnsafeBuffer left = Hex.exactBuffer(Hex.bytes("aa", HEX, "bb"));
        final UnsafeBuffer right = Hex.exactBuffer(Hex.bytes("cc dd", HEX, "ee"));

        assertThat(InfoHash.equals(left, 1, right, 2)).isTrue();
        for (int i = 0; i < InfoHash.LENGTH; i++)
        {
            right.putByte(2 + i, (byte)(right.getByte(2 + i) ^ 0x80));
            assertThat(InfoHash.equals(left, 1, right, 2)).as("byte %d", i).isFalse();
            right.putByte(2 + i, (byte)(right.getByte(2 + i) ^ 0x80));
        }
    }

    @Test
    void shouldCopyTwentyBytesAndNoMore()
    {
        final UnsafeBuffer destination = new UnsafeBuffer(new byte[22]);

        InfoHash.copy(Hex.exactBuffer(Hex.bytes("aa", HEX, "bb")), 1, destination, 1);

        assertThat(destination.byteArray()).isEqualTo(Hex.bytes("00", HEX, "00"));
    }

    @Test
    void shouldCopyOntoItself()
    {
        final UnsafeBuffer buffer = Hex.exactBuffer(Hex.bytes("aabbcc", HEX));

        InfoHash.copy(buffer, 3, buffer, 0);

        assertThat(InfoHash.toHex(buffer, 0)).isEqualTo(HEX);
    }
}
