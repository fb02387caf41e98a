package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class AnnounceRequestFlyweightTest
{
    private static final int OFFSET = 5;

    static final byte[] PACKET = Hex.bytes(
        "01 23 45 67 89 ab cd ef",                                      // connection id
        "00 00 00 01",                                                  // action: announce
        "ca fe ba be",                                                  // transaction id
        "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13",  // info-hash
        "2d 54 42 30 30 30 31 2d 61 62 63 64 65 66 67 68 69 6a 6b 6c",  // peer id: -TB0001-abcdefghijkl
        "00 00 00 00 00 00 10 01",                                      // downloaded
        "80 00 00 00 00 00 20 02",                                      // left
        "00 00 00 01 00 00 30 03",                                      // uploaded
        "00 00 00 02",                                                  // event: started
        "c0 00 02 01",                                                  // IPv4 address: 192.0.2.1
        "88 99 aa bb",                                                  // key
        "ff ff ff ff",                                                  // numWant: -1, default
        "fa e1",                                                        // port: 64225
        "02 02 2f 78");                                                 // URLData: /x

    private final AnnounceRequestFlyweight request = new AnnounceRequestFlyweight();

    @Test
    void shouldDecode()
    {
        final UnsafeBuffer buffer = Hex.exactBuffer(PACKET, OFFSET);
        request.wrap(buffer, OFFSET, PACKET.length);

        assertThat(request.validate()).isZero();
        assertThat(request.connectionId()).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(request.action()).isEqualTo(1);
        assertThat(request.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(InfoHash.toHex(buffer, request.infoHashOffset()))
            .isEqualTo("000102030405060708090a0b0c0d0e0f10111213");
        assertThat(Hex.bytesOf(buffer, request.peerIdOffset(), 20))
            .isEqualTo("-TB0001-abcdefghijkl".getBytes(StandardCharsets.US_ASCII));
        assertThat(request.downloaded()).isEqualTo(0x1001);
        assertThat(request.left()).isEqualTo(0x8000_0000_0000_2002L);
        assertThat(request.uploaded()).isEqualTo(0x1_0000_3003L);
        assertThat(request.event()).isEqualTo(UdpTrackerProtocol.EVENT_STARTED);
        assertThat(request.ipv4Address()).isEqualTo(0xC000_0201);
        assertThat(request.key()).isEqualTo(0x8899_AABB);
        assertThat(request.numWant()).isEqualTo(UdpTrackerProtocol.NUM_WANT_DEFAULT);
        assertThat(request.port()).isEqualTo(64225);
        assertThat(request.optionsOffset()).isEqualTo(OFFSET + 98);
        assertThat(request.optionsLength()).isEqualTo(4);
        assertThat(request.encodedLength()).isEqualTo(102);
    }

    @Test
    void shouldEncode()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + PACKET.length]);

        request.wrap(buffer, OFFSET, PACKET.length)
            .connectionId(0x0123_4567_89AB_CDEFL)
            .transactionId(0xCAFE_BABE)
            .infoHash(Hex.exactBuffer(Hex.bytes("ff 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13")), 1)
            .peerId(new UnsafeBuffer("?-TB0001-abcdefghijkl".getBytes(StandardCharsets.US_ASCII)), 1)
            .downloaded(0x1001)
            .left(0x8000_0000_0000_2002L)
            .uploaded(0x1_0000_3003L)
            .event(UdpTrackerProtocol.EVENT_STARTED)
            .ipv4Address(0xC000_0201)
            .key(0x8899_AABB)
            .numWant(UdpTrackerProtocol.NUM_WANT_DEFAULT)
            .port(64225);
        buffer.putBytes(request.optionsOffset(), Hex.bytes("02 02 2f 78"));

        assertThat(Hex.bytesOf(request.buffer(), request.offset(), request.encodedLength())).isEqualTo(PACKET);
        assertThat(Hex.bytesOf(buffer, 0, OFFSET)).containsOnly(0);
    }

    @Test
    void shouldTake98BytesAsARequestWithoutOptions()
    {
        request.wrap(Hex.exactBuffer(PACKET, 0, 98), 0, 98);

        assertThat(request.validate()).isZero();
        assertThat(request.optionsLength()).isZero();
    }

    @Test
    void shouldRefuse97Bytes()
    {
        request.wrap(Hex.exactBuffer(PACKET, 0, 97), 0, 97);

        assertThat(request.validate()).isEqualTo(DecodeError.TRUNCATED.ordinal());
    }

    @Test
    void shouldNameTheFieldsForDebugging()
    {
        assertThat(request.wrap(Hex.exactBuffer(PACKET), 0, PACKET.length)).hasToString(
            "AnnounceRequest{connectionId=0x123456789abcdef, transactionId=-889275714, " +
            "infoHash=000102030405060708090a0b0c0d0e0f10111213, downloaded=4097, left=-9223372036854767614, " +
            "uploaded=4294979587, event=2, numWant=-1, port=64225, optionsLength=4}");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final SplittableRandom replay = new SplittableRandom(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AnnounceRequestFlyweight.LENGTH_MIN]);
        request.wrap(buffer, 0, buffer.capacity());

        for (int i = 0; i < 1000; i++)
        {
            request.connectionId(random.nextLong()).transactionId(random.nextInt())
                .downloaded(random.nextLong()).left(random.nextLong()).uploaded(random.nextLong())
                .event(random.nextInt()).ipv4Address(random.nextInt()).key(random.nextInt())
                .numWant(random.nextInt()).port(random.nextInt(1 << 16));

            assertThat(request.validate()).isZero();
            assertThat(request.connectionId()).isEqualTo(replay.nextLong());
            assertThat(request.transactionId()).isEqualTo(replay.nextInt());
            assertThat(request.downloaded()).isEqualTo(replay.nextLong());
            assertThat(request.left()).isEqualTo(replay.nextLong());
            assertThat(request.uploaded()).isEqualTo(replay.nextLong());
            assertThat(request.event()).isEqualTo(replay.nextInt());
            assertThat(request.ipv4Address()).isEqualTo(replay.nextInt());
            assertThat(request.key()).isEqualTo(replay.nextInt());
            assertThat(request.numWant()).isEqualTo(replay.nextInt());
            assertThat(request.port()).isEqualTo(replay.nextInt(1 << 16));
        }
    }
}
