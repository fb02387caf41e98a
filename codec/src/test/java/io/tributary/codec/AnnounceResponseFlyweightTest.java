package io.tributary.codec;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class AnnounceResponseFlyweightTest
{
    private static final int OFFSET = 5;

    private static final String HEAD =
        "00 00 00 01" +     // action: announce
        "ca fe ba be" +     // transaction id
        "00 00 07 08" +     // interval: 1800 seconds
        "00 00 00 05" +     // leechers
        "80 00 00 03";      // seeders

    static final byte[] IPV4_PACKET = Hex.bytes(
        HEAD,
        "c0 00 02 01", "1a e1",     // 192.0.2.1 | 6881
        "c6 33 64 ff", "ff ff");    // 198.51.100.255 | 65535

    static final byte[] IPV6_PACKET = Hex.bytes(
        HEAD,
        "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01", "1a e1",     // 2001:db8::1 | 6881
        "20 01 0d b8 ff ff ff ff ff ff ff ff ff ff ff ff", "ff ff");

    private final AnnounceResponseFlyweight response = new AnnounceResponseFlyweight();
    private final Endpoint endpoint = new Endpoint();

    @Test
    void shouldTellTheLengthOfAResponse()
    {
        assertThat(AnnounceResponseFlyweight.length(0, false)).isEqualTo(20);
        assertThat(AnnounceResponseFlyweight.length(0, true)).isEqualTo(20);
        assertThat(AnnounceResponseFlyweight.length(2, false)).isEqualTo(32);
        assertThat(AnnounceResponseFlyweight.length(2, true)).isEqualTo(56);
    }

    @Test
    void shouldDecodeIpv4()
    {
        response.wrap(Hex.exactBuffer(IPV4_PACKET, OFFSET), OFFSET, IPV4_PACKET.length);

        assertThat(response.validate()).isZero();
        assertThat(response.action()).isEqualTo(1);
        assertThat(response.transactionId()).isEqualTo(0xCAFE_BABE);
        assertThat(response.interval()).isEqualTo(1800);
        assertThat(response.leechers()).isEqualTo(5);
        assertThat(response.seeders()).isEqualTo(0x8000_0003);
        assertThat(response.endpointsOffset()).isEqualTo(OFFSET + 20);
        assertThat(response.endpointCount(false)).isEqualTo(2);
        assertThat(response.endpoint(0, false, endpoint)).hasToString("192.0.2.1:6881");
        assertThat(response.endpoint(1, false, endpoint)).hasToString("198.51.100.255:65535");
        assertThat(response.encodedLength()).isEqualTo(32);
        assertThat(response).hasToString("AnnounceResponse{transactionId=-889275714, interval=1800, leechers=5, " +
            "seeders=-2147483645, endpointsLength=12}");
    }

    @Test
    void shouldDecodeIpv6()
    {
        response.wrap(Hex.exactBuffer(IPV6_PACKET, OFFSET), OFFSET, IPV6_PACKET.length);

        assertThat(response.validate()).isZero();
        assertThat(response.endpointCount(true)).isEqualTo(2);
        assertThat(response.endpoint(0, true, endpoint)).hasToString("[2001:db8:0:0:0:0:0:1]:6881");
        assertThat(response.endpoint(1, true, endpoint))
            .hasToString("[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]:65535");
    }

    @Test
    void shouldEncode()
    {
        final int length = AnnounceResponseFlyweight.length(2, false);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + length]);

        response.wrap(buffer, OFFSET, length)
            .transactionId(0xCAFE_BABE)
            .interval(1800)
            .leechers(5)
            .seeders(0x8000_0003);
        endpoint.ipv4(0xC000_0201, 6881).putCompact(buffer, response.endpointsOffset());
        endpoint.ipv4(0xC633_64FF, 65535).putCompact(buffer, response.endpointsOffset() + Endpoint.IPV4_LENGTH);

        assertThat(Hex.bytesOf(response.buffer(), response.offset(), response.encodedLength()))
            .isEqualTo(IPV4_PACKET);
    }

    @Test
    void shouldNotCountAPartialEndpoint()
    {
        response.wrap(Hex.exactBuffer(IPV6_PACKET, 0, 20 + 35), 0, 20 + 35);

        assertThat(response.endpointCount(true)).isEqualTo(1);
        assertThat(response.endpointCount(false)).isEqualTo(5);
    }

    @Test
    void shouldRefuseAnError()
    {
        final byte[] packet = Hex.bytes("00000003", "cafebabe", "000000000000000000000000");

        assertThat(response.wrap(Hex.exactBuffer(packet), 0, packet.length).validate())
            .isEqualTo(DecodeError.UNEXPECTED_ACTION.ordinal());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final SplittableRandom replay = new SplittableRandom(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AnnounceResponseFlyweight.LENGTH_MIN]);
        response.wrap(buffer, 0, buffer.capacity());

        for (int i = 0; i < 1000; i++)
        {
            response.transactionId(random.nextInt()).interval(random.nextInt())
                .leechers(random.nextInt()).seeders(random.nextInt());

            assertThat(response.validate()).isZero();
            assertThat(response.transactionId()).isEqualTo(replay.nextInt());
            assertThat(response.interval()).isEqualTo(replay.nextInt());
            assertThat(response.leechers()).isEqualTo(replay.nextInt());
            assertThat(response.seeders()).isEqualTo(replay.nextInt());
        }
    }
}
