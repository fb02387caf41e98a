package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.TraceWriter;
import io.tributary.bench.trace.info.DatagramKind;
import io.tributary.bench.trace.info.KnownTrackers;
import io.tributary.bench.trace.info.Message;
import io.tributary.bench.trace.info.MessageClassifier;
import io.tributary.bench.trace.info.OverlayShape;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.InfoHash;
import io.tributary.codec.capture.PacketDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class TraceAnonymiserTest
{
    private static final String CLIENTS = "libtorrent-swarms-via-opentracker.pcap";
    private static final String OVERLAY = "tsup-v1-original-mesh.pcap";
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER_KEY = "another key of thirty-two bytes.".getBytes(StandardCharsets.US_ASCII);

    private TraceAnonymiser anonymiser = anonymiser(KEY);

    /** What a test looks at in a capture. */
    private static final class Facts
    {
        private final long[] kinds = new long[DatagramKind.COUNT];
        private final List<Boolean> seeds = new ArrayList<>();
        private final List<Long> answered = new ArrayList<>();
        private final Set<String> clients = new HashSet<>();
        private final Set<String> hashes = new HashSet<>();
        private final Set<String> peers = new HashSet<>();
        private long firstNs = -1;
        private long lengths;
    }

    private static TraceAnonymiser anonymiser(final byte[] key)
    {
        return new TraceAnonymiser(key, TraceReader.PORT_ANY, true, TraceAnonymiser.EPOCH_KEPT);
    }

    private static byte[] sample(final String name) throws IOException
    {
        try (InputStream in = TraceAnonymiserTest.class.getResourceAsStream("/" + name))
        {
            return in.readAllBytes();
        }
    }

    private static TraceReader reader(final byte[] bytes)
    {
        return TraceReader.of("test", Channels.newChannel(new ByteArrayInputStream(bytes)), TraceReader.PORT_ANY);
    }

    private static byte[] anonymised(final TraceAnonymiser anonymiser, final byte[] capture) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceReader reader = reader(capture); TraceWriter writer = new TraceWriter(Channels.newChannel(out)))
        {
            boolean hasMore = true;
            while (hasMore)
            {
                hasMore = anonymiser.run(reader, writer, 100);
            }
        }
        return out.toByteArray();
    }

    private static LeakCheck checked(final TraceAnonymiser anonymiser, final byte[] result)
    {
        final LeakCheck check = anonymiser.leakCheck();
        try (TraceReader reader = reader(result))
        {
            assertThat(check.run(reader, Integer.MAX_VALUE)).isFalse();
        }
        return check;
    }

    private static Facts facts(final byte[] capture)
    {
        final Facts facts = new Facts();
        final Message message = new Message();
        final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
        final AnnounceResponseFlyweight answer = new AnnounceResponseFlyweight();
        final MessageClassifier classifier =
            new MessageClassifier(new KnownTrackers(TraceReader.PORT_ANY), new OverlayShape());
        try (TraceReader reader = reader(capture))
        {
            while (reader.next())
            {
                final TraceDatagram datagram = reader.datagram();
                classifier.classify(message.wrap(datagram));
                final DatagramKind kind = message.kind();
                facts.kinds[kind.ordinal()]++;
                facts.firstNs = facts.firstNs < 0 ? datagram.timeNs() : facts.firstNs;
                facts.lengths += datagram.length();
                if (kind.group() == DatagramKind.Group.REQUEST)
                {
                    facts.clients.add(datagram.source().toString());
                }
                if (kind.name().startsWith("ANNOUNCE") && kind.group() == DatagramKind.Group.REQUEST)
                {
                    announce.wrap(datagram.buffer(), datagram.offset(), datagram.length());
                    facts.seeds.add(0 == announce.left());
                    facts.hashes.add(InfoHash.toHex(datagram.buffer(), announce.infoHashOffset()));
                }
                if (kind == DatagramKind.ANNOUNCE_ANSWER)
                {
                    answer.wrap(datagram.buffer(), datagram.offset(), datagram.length());
                    for (int i = 0; i < answer.endpointCount(false); i++)
                    {
                        facts.peers.add(answer.endpoint(i, false, new Endpoint()).toString());
                    }
                    facts.answered.add((long)answer.seeders() << 32 | answer.leechers());
                }
            }
        }
        return facts;
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENTS, OVERLAY})
    void shouldKeepWhatACaptureShows(final String name) throws IOException
    {
        final byte[] original = sample(name);
        final Facts before = facts(original);
        final Facts after = facts(anonymised(anonymiser, original));
        assertThat(after.kinds).isEqualTo(before.kinds);
        assertThat(after.seeds).isEqualTo(before.seeds);
        assertThat(after.answered).isEqualTo(before.answered);
        assertThat(after.clients).hasSameSizeAs(before.clients).doesNotContainAnyElementsOf(before.clients);
        assertThat(after.hashes).hasSameSizeAs(before.hashes).doesNotContainAnyElementsOf(before.hashes);
        assertThat(after.peers).hasSameSizeAs(before.peers).doesNotContainAnyElementsOf(before.peers);
        assertThat(after.firstNs).isEqualTo(before.firstNs);
    }

    @Test
    void shouldReplaceAPeerInAnAnswerAsInItsOwnAnnounce() throws IOException
    {
        final Facts before = facts(sample(OVERLAY));
        final Facts after = facts(anonymised(anonymiser, sample(OVERLAY)));
        final Set<String> portsBefore = new HashSet<>(before.peers);
        final Set<String> portsAfter = new HashSet<>(after.peers);
        assertThat(portsBefore).isNotEmpty();
        portsBefore.retainAll(before.clients);
        portsAfter.retainAll(after.clients);
        assertThat(portsAfter).hasSameSizeAs(portsBefore);
    }

    @Test
    void shouldCutOffTheTrackersPath() throws IOException
    {
        final byte[] result = anonymised(anonymiser, sample(CLIENTS));
        assertThat(anonymiser.trimmed()).isEqualTo(269);
        assertThat(new String(sample(CLIENTS), StandardCharsets.ISO_8859_1)).contains("/announce");
        assertThat(new String(result, StandardCharsets.ISO_8859_1)).doesNotContain("/announce");
    }

    @ParameterizedTest
    @CsvSource({"tsup-v2-mesh.pcap, 324", "tsup-v2-mesh-keyed.pcap, 323"})
    void shouldLeaveOutVersionTwo(final String name, final long count) throws IOException
    {
        final Facts after = facts(anonymised(anonymiser, sample(name)));
        assertThat(anonymiser.dropped(DatagramKind.OVERLAY)).isEqualTo(count);
        assertThat(after.kinds[DatagramKind.OVERLAY.ordinal()]).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENTS, OVERLAY})
    void shouldGiveTheSameForTheSameKeyAlone(final String name) throws IOException
    {
        final byte[] result = anonymised(anonymiser, sample(name));
        assertThat(anonymised(anonymiser(KEY), sample(name))).isEqualTo(result);
        assertThat(anonymised(anonymiser(OTHER_KEY), sample(name))).isNotEqualTo(result).hasSameSizeAs(result);
    }

    @Test
    void shouldReplacePortsAndShiftTimesWhenAsked() throws IOException
    {
        anonymiser = new TraceAnonymiser(KEY, 6969, false, 1_000_000_000L);
        final Facts after = facts(anonymised(anonymiser, sample(CLIENTS)));
        final Facts before = facts(sample(CLIENTS));
        assertThat(after.firstNs).isEqualTo(1_000_000_000L);
        assertThat(after.kinds).isEqualTo(before.kinds);
        assertThat(ports(after.clients)).doesNotContainAnyElementsOf(ports(before.clients));
    }

    private static Set<String> ports(final Set<String> endpoints)
    {
        final Set<String> ports = new HashSet<>();
        endpoints.forEach(endpoint -> ports.add(endpoint.substring(endpoint.lastIndexOf(':'))));
        return ports;
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENTS, OVERLAY, "tsup-v2-mesh.pcap", "tsup-v2-mesh-keyed.pcap"})
    void shouldLeaveNothingThatTheCheckFinds(final String name) throws IOException
    {
        final byte[] result = anonymised(anonymiser, sample(name));
        assertThat(checked(anonymiser, result).isClean()).as(checked(anonymiser, result).found()).isTrue();
        assertThat(anonymiser.originals().count()).isPositive();
    }

    /** Negative control: the capture itself is full of what it holds. */
    @ParameterizedTest
    @ValueSource(strings = {CLIENTS, OVERLAY})
    void shouldFindTheOriginal(final String name) throws IOException
    {
        anonymised(anonymiser, sample(name));
        final LeakCheck check = checked(anonymiser, sample(name));
        assertThat(check.isClean()).isFalse();
        assertThat(check.found()).contains("packet 1 at byte ");
    }

    /** Negative control: one field in one of hundreds of packets. */
    @ParameterizedTest
    @ValueSource(ints = {
        AnnounceRequestFlyweight.INFO_HASH_OFFSET, AnnounceRequestFlyweight.PEER_ID_OFFSET})
    void shouldFindASingleField(final int fieldOffset) throws IOException
    {
        final byte[] original = sample(CLIENTS);
        final byte[] result = anonymised(anonymiser, original);
        final byte[] field = firstAnnounce(original, fieldOffset);
        final byte[] image = firstAnnounce(result, fieldOffset);
        final int place = indexOf(result, image);
        assertThat(place).isPositive();
        System.arraycopy(field, 0, result, place, field.length);
        assertThat(checked(anonymiser, result).isClean()).isFalse();
    }

    /** Negative control: a client's address and port somewhere in a payload, then an address in a header. */
    @Test
    void shouldFindASingleAddress() throws IOException
    {
        final byte[] result = anonymised(anonymiser, sample(CLIENTS));
        final Endpoint client = new Endpoint();
        try (TraceReader reader = reader(sample(CLIENTS)))
        {
            reader.next();
            client.set(reader.datagram().source());
        }
        final Endpoint image = anonymiserAddress(client);
        assertThat(checked(anonymiser, withDatagram(result, image, client)).isClean()).isFalse();
        assertThat(checked(anonymiser, withDatagram(result, image, image)).isClean()).isTrue();
        assertThat(checked(anonymiser, withDatagram(result, client, image)).isClean()).isFalse();
    }

    private static Endpoint anonymiserAddress(final Endpoint client)
    {
        return new AddressMap(FieldMap.derivedKey(KEY, "addresses")).replace(new Endpoint().set(client));
    }

    /** One more datagram, from a source, with an endpoint at an odd place of its payload. */
    private static byte[] withDatagram(final byte[] capture, final Endpoint source, final Endpoint inPayload)
        throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceWriter writer = new TraceWriter(Channels.newChannel(out)))
        {
            final int offset = writer.claim(false);
            writer.buffer().setMemory(offset, 40, (byte)0xAB);
            inPayload.putCompact(writer.buffer(), offset + 13);
            writer.commit(0, source, source, 40, PacketDirection.IN);
        }
        out.writeBytes(capture);
        return out.toByteArray();
    }

    private static byte[] firstAnnounce(final byte[] capture, final int fieldOffset)
    {
        try (TraceReader reader = reader(capture))
        {
            while (reader.next() && reader.datagram().length() < AnnounceRequestFlyweight.LENGTH_MIN)
            {
                continue;
            }
            final byte[] field = new byte[InfoHash.LENGTH];
            reader.datagram().buffer().getBytes(reader.datagram().offset() + fieldOffset, field);
            return field;
        }
    }

    private static int indexOf(final byte[] bytes, final byte[] part)
    {
        for (int i = 0; i + part.length <= bytes.length; i++)
        {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
            {
                return i;
            }
        }
        return -1;
    }

    /** A connect, so that the tracker is known; an announce that tells a lot, and an error that does. */
    private static byte[] talkative() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Endpoint client = new Endpoint().ipv4(0x5001_0203, 51_413);
        final Endpoint tracker = new Endpoint().ipv4(0x5102_0304, 6969);
        try (TraceWriter writer = new TraceWriter(Channels.newChannel(out)))
        {
            new ConnectRequestFlyweight().wrap(writer.buffer(), writer.claim(false), 16).transactionId(1);
            writer.commit(1, client, tracker, 16, PacketDirection.IN);
            new AnnounceRequestFlyweight().wrap(writer.buffer(), writer.claim(false), 98)
                .connectionId(1L << 60).transactionId(2).downloaded(1_000_003).left(777_777_777).uploaded(0).event(77)
                .ipv4Address(0x5001_0203).key(0x1234_5678).numWant(33).port(51_413);
            writer.commit(2, client, tracker, 98, PacketDirection.IN);
            final byte[] message = "go away, 80.1.2.3".getBytes(StandardCharsets.US_ASCII);
            new ErrorResponseFlyweight().wrap(writer.buffer(), writer.claim(false), 100)
                .transactionId(2).message(message);
            writer.commit(3, tracker, client, 8 + message.length, PacketDirection.OUT);
        }
        return out.toByteArray();
    }

    @Test
    void shouldTakeOutWhatIsToldInPassing() throws IOException
    {
        final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
        final ErrorResponseFlyweight error = new ErrorResponseFlyweight();
        try (TraceReader reader = reader(anonymised(anonymiser, talkative())))
        {
            assertThat(reader.next() && reader.next()).isTrue();
            final TraceDatagram datagram = reader.datagram();
            announce.wrap(datagram.buffer(), datagram.offset(), datagram.length());
            assertThat(announce.downloaded()).isEqualTo(524_288);
            assertThat(announce.left()).isEqualTo(536_870_912);
            assertThat(announce.uploaded()).isZero();
            assertThat(announce.event()).isEqualTo(4);
            assertThat(announce.numWant()).isEqualTo(33);
            assertThat(announce.ipv4Address()).isEqualTo(datagram.source().ipv4Address()).isNotEqualTo(0x5001_0203);
            assertThat(announce.key()).isNotEqualTo(0x1234_5678);
            assertThat(announce.port()).isEqualTo(51_413);
            final int transactionId = announce.transactionId();

            assertThat(reader.next()).isTrue();
            error.wrap(reader.datagram().buffer(), reader.datagram().offset(), reader.datagram().length());
            assertThat(error.message()).isEqualTo("anonymised");
            assertThat(error.transactionId()).isEqualTo(transactionId).isNotEqualTo(2);
        }
    }
}
