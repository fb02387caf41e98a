package io.tributary.codec.overlay;

import io.tributary.codec.DecodeError;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

class OverlayHeaderFlyweightTest
{
    static final byte[] PACKET = OverlayBytes.bytes(
        "01 23 45 67 89 ab cd ef",  // connection id
        "00 00 00 83",              // action: UPDATE
        "ca fe ba be",              // transaction id
        "ff fe",                    // listening port
        "81",                       // flags
        "fd");                      // key id

    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();

    @Test
    void shouldDecode()
    {
        header.wrap(OverlayBytes.exactBuffer(PACKET), OFFSET, PACKET.length);

        assertThat(header.validate()).isZero();
        assertThat(header.validateVersionTwo()).isZero();
        assertThat(header.connectionId()).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(header.action()).isEqualTo(131);
        assertThat(header.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(header.port()).isEqualTo(65534);
        assertThat(header.flags()).isEqualTo(0x81);
        assertThat(header.keyId()).isEqualTo(253);
        assertThat(header).hasToString("OverlayHeader{connectionId=0x123456789abcdef, action=131, " +
            "transactionId=-889275714, port=65534}");
    }

    @Test
    void shouldEncode()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(20);

        header.wrapEncode(buffer, OFFSET)
            .connectionId(0x0123_4567_89AB_CDEFL)
            .action(131)
            .transactionId(0xCAFE_BABE)
            .port(65534)
            .flags(0x81)
            .keyId(253);

        assertThat(OverlayBytes.hex(buffer, OFFSET, 20)).isEqualTo(OverlayBytes.hex(PACKET));
    }

    @Test
    void shouldNeedEighteenBytesInVersionOneAndTwentyInVersionTwo()
    {
        for (int length = 0; length <= 20; length++)
        {
            header.wrap(OverlayBytes.exactBuffer(PACKET, length), OFFSET, length);

            assertThat(0 == header.validate()).as("%d bytes", length).isEqualTo(length >= 18);
            assertThat(0 == header.validateVersionTwo()).as("%d bytes", length).isEqualTo(length >= 20);
        }
    }

    @Test
    void shouldRefuseTheActionsOfClients()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(PACKET);
        buffer.putByte(OFFSET + 11, (byte)0x03);
        header.wrap(buffer, OFFSET, PACKET.length);

        assertThat(DecodeError.of(header.validate())).isEqualTo(DecodeError.UNEXPECTED_ACTION);
        assertThat(DecodeError.of(header.validateVersionTwo())).isEqualTo(DecodeError.UNEXPECTED_ACTION);
    }
}
