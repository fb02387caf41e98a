package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads captured from libtorrent 2.0.8 talking to opentracker over loopback: the client has just completed.
 */
class CapturedExchangeTest
{
    private static final byte[] CONNECT_REQUEST = Hex.bytes(
        "0000041727101980", "00000000", "ce5d068c");

    private static final byte[] CONNECT_RESPONSE = Hex.bytes(
        "00000000", "ce5d068c", "b3f9d6975e74f4cc");

    private static final byte[] ANNOUNCE_REQUEST = Hex.bytes(
        "b3f9d6975e74f4cc", "00000001", "7b244b25",
        "1f8e41938e5dd64600c45c335dbc77d153c9708c",
        "2d4c54323038302d4d786e486a5975507a765343",
        "0000000004000000", "0000000000000000", "0000000002b14000",
        "00000001", "00000000", "be78aced", "000000c8", "4e23",
        "0209", "2f616e6e6f756e6365");

    private static final byte[] ANNOUNCE_RESPONSE = Hex.bytes(
        "00000001", "7b244b25", "0000069b", "00000000", "00000004",
        "7f4e0104", "4e23", "7f4e0103", "4e22", "7f4e0102", "4e21", "7f4e0101", "4e20");

    @Test
    void shouldDecodeTheConnect()
    {
        final ConnectRequestFlyweight request = new ConnectRequestFlyweight()
            .wrap(Hex.exactBuffer(CONNECT_REQUEST), 0, CONNECT_REQUEST.length);
        final ConnectResponseFlyweight response = new ConnectResponseFlyweight()
            .wrap(Hex.exactBuffer(CONNECT_RESPONSE), 0, CONNECT_RESPONSE.length);

        assertThat(request.validate()).isZero();
        assertThat(request.transactionId()).isEqualTo(0xCE5D_068C);
        assertThat(response.validate()).isZero();
        assertThat(response.transactionId()).isEqualTo(0xCE5D_068C);
        assertThat(response.connectionId()).isEqualTo(0xB3F9_D697_5E74_F4CCL);
    }

    @Test
    void shouldDecodeTheAnnounce()
    {
        final UnsafeBuffer buffer = Hex.exactBuffer(ANNOUNCE_REQUEST);
        final AnnounceRequestFlyweight request = new AnnounceRequestFlyweight()
            .wrap(buffer, 0, ANNOUNCE_REQUEST.length);

        assertThat(request.validate()).isZero();
        assertThat(request.connectionId()).isEqualTo(0xB3F9_D697_5E74_F4CCL);
        assertThat(request.transactionId()).isEqualTo(0x7B24_4B25);
        assertThat(InfoHash.toHex(buffer, request.infoHashOffset()))
            .isEqualTo("1f8e41938e5dd64600c45c335dbc77d153c9708c");
        assertThat(buffer.getStringWithoutLengthAscii(request.peerIdOffset(), 20)).isEqualTo("-LT2080-MxnHjYuPzvSC");
        assertThat(request.downloaded()).isEqualTo(64 << 20);
        assertThat(request.left()).isZero();
        assertThat(request.uploaded()).isEqualTo(0x2b1_4000);
        assertThat(request.event()).isEqualTo(UdpTrackerProtocol.EVENT_COMPLETED);
        assertThat(request.ipv4Address()).isZero();
        assertThat(request.key()).isEqualTo(0xBE78_ACED);
        assertThat(request.numWant()).isEqualTo(200);
        assertThat(request.port()).isEqualTo(20003);
    }

    @Test
    void shouldDecodeThePathOfTheAnnounce()
    {
        final UrlDataOptions options = new UrlDataOptions().wrap(new AnnounceRequestFlyweight()
            .wrap(Hex.exactBuffer(ANNOUNCE_REQUEST), 0, ANNOUNCE_REQUEST.length));

        assertThat(options.next()).isTrue();
        assertThat(options.buffer().getStringWithoutLengthAscii(options.dataOffset(), options.dataLength()))
            .isEqualTo("/announce");
        assertThat(options.next()).isFalse();
    }

    @Test
    void shouldDecodeThePeers()
    {
        final AnnounceResponseFlyweight response = new AnnounceResponseFlyweight()
            .wrap(Hex.exactBuffer(ANNOUNCE_RESPONSE), 0, ANNOUNCE_RESPONSE.length);
        final Endpoint endpoint = new Endpoint();

        assertThat(response.validate()).isZero();
        assertThat(response.transactionId()).isEqualTo(0x7B24_4B25);
        assertThat(response.interval()).isEqualTo(1691);
        assertThat(response.leechers()).isZero();
        assertThat(response.seeders()).isEqualTo(4);
        assertThat(response.endpointCount(false)).isEqualTo(4);
        assertThat(response.endpoint(0, false, endpoint)).hasToString("127.78.1.4:20003");
        assertThat(response.endpoint(3, false, endpoint)).hasToString("127.78.1.1:20000");
        assertThat(AnnounceResponseFlyweight.length(4, false)).isEqualTo(ANNOUNCE_RESPONSE.length);
    }
}
