package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorResponseFlyweightTest
{
    private static final int OFFSET = 5;
    private static final byte[] MESSAGE = "no port".getBytes(StandardCharsets.US_ASCII);

    static final byte[] PACKET = Hex.bytes(
        "00 00 00 03",              // action: error
        "ca fe ba be",              // transaction id
        "6e 6f 20 70 6f 72 74");    // message: no port

    private final ErrorResponseFlyweight response = new ErrorResponseFlyweight();

    @Test
    void shouldDecode()
    {
        response.wrap(Hex.exactBuffer(PACKET, OFFSET), OFFSET, PACKET.length);

        assertThat(response.validate()).isZero();
        assertThat(response.action()).isEqualTo(3);
        assertThat(response.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(response.messageOffset()).isEqualTo(OFFSET + 8);
        assertThat(response.messageLength()).isEqualTo(7);
        assertThat(response.message()).isEqualTo("no port");
        assertThat(response).hasToString("ErrorResponse{transactionId=-889275714, message=no port}");
    }

    @Test
    void shouldEncodeAndEndBehindTheMessage()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + 100]);

        response.wrap(buffer, OFFSET, 100).transactionId(0xCAFE_BABE).message(MESSAGE);

        assertThat(response.encodedLength()).isEqualTo(15);
        assertThat(Hex.bytesOf(response.buffer(), response.offset(), response.encodedLength())).isEqualTo(PACKET);
    }

    @Test
    void shouldCutOffWhatDoesNotFit()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 + 100]);

        response.wrap(buffer, 0, 8 + 2).transactionId(1).message(MESSAGE);

        assertThat(response.encodedLength()).isEqualTo(10);
        assertThat(response.message()).isEqualTo("no");
        assertThat(buffer.getByte(10)).isZero();
    }

    @Test
    void shouldAllowAnEmptyMessage()
    {
        response.wrap(Hex.exactBuffer(PACKET, 0, 8), 0, 8);

        assertThat(response.validate()).isZero();
        assertThat(response.message()).isEmpty();
    }

    @Test
    void shouldRefuseAnotherResponse()
    {
        final byte[] packet = Hex.bytes("00000002", "cafebabe");

        assertThat(response.wrap(Hex.exactBuffer(packet), 0, packet.length).validate())
            .isEqualTo(DecodeError.UNEXPECTED_ACTION.ordinal());
    }
}
