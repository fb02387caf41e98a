package io.tributary.codec;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Whatever arrives, {@code validate()} says so or every getter is safe. The buffer ends where the datagram ends and
 * bounds are checked, so that a read past the limit fails the test.
 */
class DecoderFuzzTest
{
    private static final int OFFSET = 7;
    private static final int NONE = DecodeError.NONE.ordinal();

    enum Decoder
    {
        REQUEST_HEADER(16, new byte[0], AnnounceRequestFlyweightTest.PACKET)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final RequestHeaderFlyweight header = new RequestHeaderFlyweight().wrap(buffer, offset, length);
                return read(header.validate(), header);
            }
        },
        CONNECT_REQUEST(
            16, Hex.bytes("0000041727101980", "00000000"), Hex.bytes("0000041727101980", "00000000", "01020304"))
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final ConnectRequestFlyweight request = new ConnectRequestFlyweight().wrap(buffer, offset, length);
                return read(request.validate(), request);
            }
        },
        CONNECT_RESPONSE(16, Hex.bytes("00000000"), Hex.bytes("00000000", "01020304", "0102030405060708"))
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final ConnectResponseFlyweight response = new ConnectResponseFlyweight().wrap(buffer, offset, length);
                return read(response.validate(), response);
            }
        },
        ANNOUNCE_REQUEST(98, Hex.bytes("0000000000000000", "00000001"), AnnounceRequestFlyweightTest.PACKET)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final AnnounceRequestFlyweight request = new AnnounceRequestFlyweight().wrap(buffer, offset, length);
                final int error = read(request.validate(), request);
                if (NONE == error)
                {
                    request.ipv4Address();
                    request.key();
                    buffer.boundsCheck(request.peerIdOffset(), UdpTrackerProtocol.PEER_ID_LENGTH);
                    readUrlData(new UrlDataOptions().wrap(request), length);
                }

                return error;
            }
        },
        ANNOUNCE_RESPONSE_IPV4(20, Hex.bytes("00000001"), AnnounceResponseFlyweightTest.IPV4_PACKET)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                return readEndpoints(new AnnounceResponseFlyweight().wrap(buffer, offset, length), false);
            }
        },
        ANNOUNCE_RESPONSE_IPV6(20, Hex.bytes("00000001"), AnnounceResponseFlyweightTest.IPV6_PACKET)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                return readEndpoints(new AnnounceResponseFlyweight().wrap(buffer, offset, length), true);
            }
        },
        SCRAPE_REQUEST(16, Hex.bytes("0000000000000000", "00000002"), ScrapeFlyweightTest.REQUEST)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final ScrapeRequestFlyweight request = new ScrapeRequestFlyweight().wrap(buffer, offset, length);
                final int error = read(request.validate(), request);
                for (int i = 0; NONE == error && i < request.infoHashCount(); i++)
                {
                    InfoHash.toHex(buffer, request.infoHashOffset(i));
                }

                return error;
            }
        },
        SCRAPE_RESPONSE(8, Hex.bytes("00000002"), ScrapeFlyweightTest.RESPONSE)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final ScrapeResponseFlyweight response = new ScrapeResponseFlyweight().wrap(buffer, offset, length);
                final int error = read(response.validate(), response);
                for (int i = 0; NONE == error && i < response.entryCount(); i++)
                {
                    response.seeders(i);
                    response.completed(i);
                    response.leechers(i);
                }

                return error;
            }
        },
        ERROR_RESPONSE(8, Hex.bytes("00000003"), ErrorResponseFlyweightTest.PACKET)
        {
            int decode(final MutableDirectBuffer buffer, final int offset, final int length)
            {
                final ErrorResponseFlyweight response = new ErrorResponseFlyweight().wrap(buffer, offset, length);
                return read(response.validate(), response);
            }
        };

        final int lengthMin;
        final byte[] start;
        final byte[] packet;

        Decoder(final int lengthMin, final byte[] start, final byte[] packet)
        {
            this.lengthMin = lengthMin;
            this.start = start;
            this.packet = packet;
        }

        abstract int decode(MutableDirectBuffer buffer, int offset, int length);

        /** toString() reads the fields of the fixed part. */
        static int read(final int error, final Object flyweight)
        {
            if (NONE == error)
            {
                assertThat(flyweight.toString()).isNotEmpty();
            }

            return error;
        }

        static int readEndpoints(final AnnounceResponseFlyweight response, final boolean isIpv6)
        {
            final int error = read(response.validate(), response);
            final Endpoint endpoint = new Endpoint();
            for (int i = 0; NONE == error && i < response.endpointCount(isIpv6); i++)
            {
                response.endpoint(i, isIpv6, endpoint);
            }

            return error;
        }

        static void readUrlData(final UrlDataOptions options, final int lengthMax)
        {
            final int totalLength = options.totalLength();
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[totalLength]);
            assertThat(options.copyTo(copy, 0, lengthMax)).isEqualTo(totalLength);
        }
    }

    @Test
    void shouldRunWithBoundsChecks()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);

        assertThatThrownBy(() -> buffer.getLong(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource(Decoder.class)
    void shouldRefuseExactlyThePacketsShorterThanTheFixedPart(final Decoder decoder)
    {
        for (int length = 0; length <= decoder.packet.length; length++)
        {
            final DecodeError expected = length < decoder.lengthMin ? DecodeError.TRUNCATED : DecodeError.NONE;

            assertThat(decoder.decode(Hex.exactBuffer(decoder.packet, OFFSET, length), OFFSET, length))
                .as("%s of %d bytes", decoder, length)
                .isEqualTo(expected.ordinal());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadNothingPastTheLimitOfRandomPackets(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (final Decoder decoder : Decoder.values())
        {
            for (int i = 0; i < 1000; i++)
            {
                final byte[] packet = new byte[random.nextInt(0 == (i & 15) ? 2049 : 160)];
                random.nextBytes(packet);
                final boolean isPlausible = random.nextInt(4) > 0;
                if (isPlausible)
                {
                    System.arraycopy(decoder.start, 0, packet, 0, Math.min(decoder.start.length, packet.length));
                }

                final int error = decoder.decode(Hex.exactBuffer(packet, OFFSET), OFFSET, packet.length);
                assertThat(NONE == error)
                    .as("seed %d: %s of %d bytes says %s", seed, decoder, packet.length, DecodeError.of(error))
                    .isEqualTo(packet.length >= decoder.lengthMin && (isPlausible || 0 == decoder.start.length));
            }
        }
    }
}
