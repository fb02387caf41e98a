package io.tributary.codec.overlay;

import io.tributary.codec.DecodeError;
import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.SplittableRandom;

import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Whatever arrives: what validates can be read to its end, and nothing past it. Buffers end where the body ends.
 */
class OverlayDecoderFuzzTest
{
    private static final int NONE = DecodeError.NONE.ordinal();

    enum Decoder
    {
        HEADER(OverlayHeaderFlyweightTest.PACKET, 18, 19, 20)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight().wrap(buffer, OFFSET, length);
                if (NONE == header.validateVersionTwo())
                {
                    sink(header.flags() + header.keyId());
                }

                return read(header.validate(), header);
            }
        },
        VERSION_ONE_SYN(SynFlyweightTest.VERSION_ONE_SYN_ACK, 19)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                return readSyn(new SynFlyweight().wrap(buffer, OFFSET, length));
            }
        },
        SYN(SynFlyweightTest.VERSION_TWO_SYN, 19, 20, 64)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                return readSyn(new SynFlyweight().wrap(buffer, OFFSET, length));
            }
        },
        KEYED_SYN(SynFlyweightTest.VERSION_TWO_CONFIRM_KEYED, 19, 20, 80)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                return readSyn(new SynFlyweight().wrap(buffer, OFFSET, length));
            }
        },
        HELLO(FixedBodiesTest.HELLO, 24)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final HelloFlyweight hello = new HelloFlyweight().wrap(buffer, OFFSET, length);
                return read(hello.validate(), hello);
            }
        },
        CANDIDATURE(FixedBodiesTest.CANDIDATURE, 16)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final CandidatureFlyweight candidature = new CandidatureFlyweight().wrap(buffer, OFFSET, length);
                return read(candidature.validate(), candidature);
            }
        },
        BYE(FixedBodiesTest.BYE, 1)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final ByeFlyweight bye = new ByeFlyweight().wrap(buffer, OFFSET, length);
                return read(bye.validate(), bye);
            }
        },
        ERROR(FixedBodiesTest.ERROR, 1)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final ErrorFlyweight error = new ErrorFlyweight().wrap(buffer, OFFSET, length);
                return read(error.validate(), error);
            }
        },
        SUMMARY(ListBodiesTest.SUMMARY, 42)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final SummaryFlyweight summary = new SummaryFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(summary.validate(), summary);
                for (int i = 0; NONE == error && i < summary.count(); i++)
                {
                    sink(OverlayBytes.hash(buffer, summary.infoHashOffset(i)).length());
                }

                return error;
            }
        },
        SUMMARY_ACKNOWLEDGEMENT(ListBodiesTest.SUMMARY_ACK, 3)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final SummaryAcknowledgementFlyweight acknowledgement =
                    new SummaryAcknowledgementFlyweight().wrap(buffer, OFFSET, length);
                return read(acknowledgement.validate(), acknowledgement);
            }
        },
        HASHES(ListBodiesTest.HASHES, 61)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final InfoHashListFlyweight hashes = new InfoHashListFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(hashes.validate(), hashes);
                for (int i = 0; NONE == error && i < hashes.count(); i++)
                {
                    sink(OverlayBytes.hash(buffer, hashes.infoHashOffset(i)).length());
                }

                return error;
            }
        },
        LEADER(ListBodiesTest.LEADER, 76)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final LeaderFlyweight leader = new LeaderFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(leader.validate(), leader);
                for (int i = 0; NONE == error && i < leader.count(); i++)
                {
                    sink(OverlayBytes.hash(buffer, leader.infoHashOffset(i)).length() + leader.kind(i) +
                        leader.term(i));
                }

                return error;
            }
        },
        DIGEST(ListBodiesTest.DIGEST, 61)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final DigestFlyweight digest = new DigestFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(digest.validate(), digest);
                for (int i = 0; NONE == error && i < digest.count(); i++)
                {
                    sink(OverlayBytes.hash(buffer, digest.infoHashOffset(i)).length() + digest.records(i) +
                        digest.digest(i));
                }

                return error;
            }
        },
        UPDATE(UpdateFlyweightTest.UPDATE, 33, 83, 107, 156)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final UpdateFlyweight update = new UpdateFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(update.validate(), update);
                return NONE == error ? readUpdate(update, length) : error;
            }
        },
        VERSION_ONE_SUMMARY(VersionOneBodiesTest.SUMMARY, 0, 21, 42)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final VersionOneSummaryFlyweight summary =
                    new VersionOneSummaryFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(summary.validate(), summary);
                for (int i = 0; NONE == error && i < summary.count(); i++)
                {
                    sink(OverlayBytes.hash(buffer, summary.infoHashOffset(i)).length());
                    assertThat(summary.isRemoved(i)).isEqualTo(0 != buffer.getByte(OFFSET + 21 * i));
                }

                return error;
            }
        },
        VERSION_ONE_UPDATE(VersionOneBodiesTest.UPDATE, 1, 36, 57, 85)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final VersionOneUpdateFlyweight update =
                    new VersionOneUpdateFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(update.validate(), update);
                return NONE == error ? readUpdate(update, length) : error;
            }
        },
        VERSION_ONE_CANDIDATURE(FixedBodiesTest.VERSION_ONE_CANDIDATURE, 5)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final VersionOneCandidatureFlyweight candidature =
                    new VersionOneCandidatureFlyweight().wrap(buffer, OFFSET, length);
                return read(candidature.validate(), candidature);
            }
        },
        VERSION_ONE_LEADER(VersionOneBodiesTest.LEADER, 1, 21, 41, 61)
        {
            int decode(final UnsafeBuffer buffer, final int length)
            {
                final VersionOneLeaderFlyweight leader =
                    new VersionOneLeaderFlyweight().wrap(buffer, OFFSET, length);
                final int error = read(leader.validate(), leader);
                for (int i = 0; NONE == error && i < leader.count(); i++)
                {
                    sink(OverlayBytes.hash(buffer, leader.infoHashOffset(i)).length());
                }

                return error;
            }
        };

        final byte[] packet;
        final int[] wholeLengths;

        Decoder(final byte[] packet, final int... wholeLengths)
        {
            this.packet = packet;
            this.wholeLengths = wholeLengths;
        }

        abstract int decode(UnsafeBuffer buffer, int length);

        boolean isWhole(final int length)
        {
            return Arrays.binarySearch(wholeLengths, length) >= 0;
        }

        /** toString() reads the fixed fields. */
        static int read(final int error, final Object flyweight)
        {
            if (NONE == error)
            {
                assertThat(flyweight.toString()).isNotEmpty();
            }

            return error;
        }

        static int readSyn(final SynFlyweight syn)
        {
            final int error = read(syn.validate(), syn);
            if (NONE == error && syn.hasCapabilities())
            {
                sink(syn.trackerIdHigh() + syn.trackerIdLow() + syn.linkKind());
            }

            if (NONE == error && syn.hasTag())
            {
                syn.buffer().boundsCheck(syn.tagOffset(), OverlayProtocol.TAG_LENGTH);
                assertThat(syn.tagOffset()).isGreaterThanOrEqualTo(OFFSET + SynFlyweight.TAG_OFFSET);
            }

            return error;
        }

        static int readUpdate(final UpdateFlyweight update, final int length)
        {
            final Endpoint endpoint = new Endpoint();
            int seen = 1 + 16 * update.originCount();
            while (update.nextGroup())
            {
                seen += UpdateFlyweight.GROUP_LENGTH;
                sink(OverlayBytes.hash((UnsafeBuffer)update.buffer(), update.infoHashOffset()).length());
                while (update.nextRecord())
                {
                    seen += UpdateFlyweight.recordLength(update.isIpv6());
                    sink(update.originHigh(update.originIndex()) + update.originLow(update.originIndex()) +
                        update.stamp() + update.lifeSec() + update.endpoint(endpoint).port() + update.hops());
                }
            }

            assertThat(seen).as("every byte belongs to something").isEqualTo(length);
            return NONE;
        }

        static int readUpdate(final VersionOneUpdateFlyweight update, final int length)
        {
            final Endpoint endpoint = new Endpoint();
            int seen = 1;
            while (update.nextSwarm())
            {
                seen += VersionOneUpdateFlyweight.SWARM_LENGTH;
                sink(OverlayBytes.hash((UnsafeBuffer)update.buffer(), update.infoHashOffset()).length());
                while (update.nextPeer())
                {
                    seen += VersionOneUpdateFlyweight.PEER_LENGTH;
                    sink(update.endpoint(endpoint).port() + (update.isGone() ? 1 : 0));
                }
            }

            assertThat(seen).as("every byte belongs to something").isEqualTo(length);
            return NONE;
        }

        /** Keeps a read from being optimised away; what it reads may be anything. */
        static void sink(final long value)
        {
            sunk ^= value;
        }
    }

    private static long sunk;

    @Test
    void shouldRunWithBoundsChecks()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);

        assertThatThrownBy(() -> buffer.getLong(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource(Decoder.class)
    void shouldTakeExactlyTheWholePackets(final Decoder decoder)
    {
        for (int length = 0; length <= decoder.packet.length; length++)
        {
            final int error = decoder.decode(OverlayBytes.exactBuffer(decoder.packet, length), length);

            assertThat(NONE == error).as("%s of %d bytes", decoder, length).isEqualTo(decoder.isWhole(length));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Decoder.class, mode = EnumSource.Mode.EXCLUDE, names = {"HEADER", "VERSION_ONE_SYN"})
    void shouldRefuseAByteMore(final Decoder decoder)
    {
        final byte[] longer = Arrays.copyOf(decoder.packet, decoder.packet.length + 1);

        assertThat(decoder.decode(OverlayBytes.exactBuffer(longer), longer.length)).isNotEqualTo(NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadNothingPastTheEndOfRandomPackets(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (final Decoder decoder : Decoder.values())
        {
            for (int i = 0; i < 2000; i++)
            {
                final byte[] packet = new byte[random.nextInt(0 == (i & 15) ? 2049 : 200)];
                random.nextBytes(packet);
                if (packet.length > 0 && random.nextBoolean())
                {
                    packet[0] = (byte)random.nextInt(4);
                }

                decode(decoder, packet, seed);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadNothingPastTheEndOfDamagedPackets(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (final Decoder decoder : Decoder.values())
        {
            int whole = 0;
            for (int i = 0; i < 3000; i++)
            {
                final byte[] packet = Arrays.copyOf(
                    decoder.packet, Math.max(0, decoder.packet.length + (i % 3 - 1) * random.nextInt(60)));
                for (int damage = random.nextInt(4); damage > 0 && packet.length > 0; damage--)
                {
                    packet[random.nextInt(packet.length)] ^= (byte)(1 << random.nextInt(8));
                }

                whole += NONE == decode(decoder, packet, seed) ? 1 : 0;
            }

            assertThat(whole).as("%s: some are whole, seed %d", decoder, seed).isPositive();
        }
    }

    private static int decode(final Decoder decoder, final byte[] packet, final long seed)
    {
        try
        {
            return decoder.decode(OverlayBytes.exactBuffer(packet), packet.length);
        }
        catch (final RuntimeException ex)
        {
            throw new AssertionError(
                "seed " + seed + ": " + decoder + " of " + OverlayBytes.hex(packet) + " threw", ex);
        }
    }
}
