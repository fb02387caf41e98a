package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect request and response, and the header that all requests share.
 */
class ConnectFlyweightTest
{
    private static final int OFFSET = 5;

    private static final byte[] REQUEST = Hex.bytes(
        "00 00 04 17 27 10 19 80",  // protocol id
        "00 00 00 00",              // action: connect
        "ca fe ba be");             // transaction id

    private static final byte[] RESPONSE = Hex.bytes(
        "00 00 00 00",              // action: connect
        "ca fe ba be",              // transaction id
        "fe dc ba 98 76 54 32 10"); // connection id

    private final RequestHeaderFlyweight header = new RequestHeaderFlyweight();
    private final ConnectRequestFlyweight request = new ConnectRequestFlyweight();
    private final ConnectResponseFlyweight response = new ConnectResponseFlyweight();

    @Test
    void shouldDecodeTheRequest()
    {
        request.wrap(Hex.exactBuffer(REQUEST, OFFSET), OFFSET, REQUEST.length);

        assertThat(request.validate()).isZero();
        assertThat(request.protocolId()).isEqualTo(0x41727101980L);
        assertThat(request.action()).isZero();
        assertThat(request.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(request.encodedLength()).isEqualTo(16);
        assertThat(request).hasToString("ConnectRequest{transactionId=-889275714}");
    }

    @Test
    void shouldEncodeTheRequest()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + ConnectRequestFlyweight.LENGTH]);

        request.wrap(buffer, OFFSET, ConnectRequestFlyweight.LENGTH).transactionId(0xCAFE_BABE);

        assertThat(Hex.bytesOf(request.buffer(), request.offset(), request.encodedLength())).isEqualTo(REQUEST);
    }

    @Test
    void shouldRefuseARequestWithAnotherProtocolId()
    {
        for (int i = 0; i < Long.BYTES; i++)
        {
            final UnsafeBuffer buffer = Hex.exactBuffer(REQUEST);
            buffer.putByte(i, (byte)(buffer.getByte(i) ^ 1));

            assertThat(request.wrap(buffer, 0, REQUEST.length).validate())
                .isEqualTo(DecodeError.UNEXPECTED_PROTOCOL_ID.ordinal());
        }
    }

    @Test
    void shouldRefuseARequestWithAnotherAction()
    {
        final UnsafeBuffer buffer = Hex.exactBuffer(REQUEST);
        header.wrap(buffer, 0, REQUEST.length).action(UdpTrackerProtocol.ACTION_ANNOUNCE);

        assertThat(request.wrap(buffer, 0, REQUEST.length).validate())
            .isEqualTo(DecodeError.UNEXPECTED_ACTION.ordinal());
    }

    @Test
    void shouldDecodeTheResponse()
    {
        response.wrap(Hex.exactBuffer(RESPONSE, OFFSET), OFFSET, RESPONSE.length);

        assertThat(response.validate()).isZero();
        assertThat(response.action()).isZero();
        assertThat(response.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(response.connectionId()).isEqualTo(0xFEDC_BA98_7654_3210L);
        assertThat(response.encodedLength()).isEqualTo(16);
        assertThat(response)
            .hasToString("ConnectResponse{transactionId=-889275714, connectionId=0xfedcba9876543210}");
    }

    @Test
    void shouldEncodeTheResponse()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + ConnectResponseFlyweight.LENGTH]);

        response.wrap(buffer, OFFSET, ConnectResponseFlyweight.LENGTH)
            .transactionId(0xCAFE_BABE)
            .connectionId(0xFEDC_BA98_7654_3210L);

        assertThat(Hex.bytesOf(response.buffer(), response.offset(), response.encodedLength())).isEqualTo(RESPONSE);
    }

    @Test
    void shouldNotAnswerMoreThanItWasAsked()
    {
        assertThat(ConnectResponseFlyweight.LENGTH).isEqualTo(ConnectRequestFlyweight.LENGTH);
    }

    @Test
    void shouldDecodeTheHeaderOfAnyRequest()
    {
        header.wrap(Hex.exactBuffer(REQUEST, OFFSET), OFFSET, REQUEST.length);

        assertThat(header.validate()).isZero();
        assertThat(header.connectionId()).isEqualTo(UdpTrackerProtocol.PROTOCOL_ID);
        assertThat(header.action()).isEqualTo(UdpTrackerProtocol.ACTION_CONNECT);
        assertThat(header.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(header)
            .hasToString("RequestHeader{connectionId=0x41727101980, action=0, transactionId=-889275714}");
    }

    @Test
    void shouldEncodeTheHeader()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + RequestHeaderFlyweight.LENGTH]);

        header.wrap(buffer, OFFSET, RequestHeaderFlyweight.LENGTH)
            .connectionId(0xFEDC_BA98_7654_3210L)
            .action(0x8182_8384)
            .transactionId(0xCAFE_BABE);

        assertThat(Hex.bytesOf(header.buffer(), header.offset(), header.encodedLength()))
            .isEqualTo(Hex.bytes("fedcba9876543210", "81828384", "cafebabe"));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);

        for (int i = 0; i < 1000; i++)
        {
            final int transactionId = random.nextInt();
            final long connectionId = random.nextLong();

            request.wrap(buffer, 0, 16).transactionId(transactionId);
            assertThat(request.validate()).isZero();
            assertThat(request.transactionId()).isEqualTo(transactionId);

            response.wrap(buffer, 0, 16).transactionId(transactionId).connectionId(connectionId);
            assertThat(response.validate()).isZero();
            assertThat(response.transactionId()).isEqualTo(transactionId);
            assertThat(response.connectionId()).isEqualTo(connectionId);
        }
    }
}
