package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Node;
import io.tributary.tracker.overlay.OverlayBus.Packet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OriginalTracker.ACK;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_HELLO;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_SUMMARY;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_SYN;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_UPDATE;
import static io.tributary.tracker.overlay.OriginalTracker.UNIFICATION;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One original's side of a captured conversation, played against our agent in the place of the other original, with
 * the captured times, addresses and clients. What the original said on its own comes when it did. What it answered
 * comes when our agent asks, taken from the next answer of the kind that was captured.
 *
 * <p>Patched are, and only these: the connection id where our agent's side chose it, which is the one in our SYN-ACK
 * then, and the packets after a SYN wait for it; and the transaction id of answers to our packets.
 */
class CaptureReplayTest
{
    private static final int LOOPBACK = 0x7F00_0000;
    private static final int NO_ID = 0;
    /** Swarm that was in the database of trackers 1 and 2 and had no clients: here, one that version 1 cannot see. */
    private static final String PRESENT = "000102030405060708090a0b0c0d0e0f10111213";

    private final OverlayBus bus = new OverlayBus();
    private final List<Capture.Datagram> capture = Capture.originalMesh();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** VC1 to VC5, UN1, UN2, UP1 to UP6, EL4: all pairs, up to the restart of tracker 3 where that is our place. */
    @ParameterizedTest
    @CsvSource({"2,1,101", "3,1,101", "1,2,101", "3,2,101", "1,3,72", "2,3,72"})
    void shouldTalkWithACapturedOriginal(final int original, final int ours, final int untilSec)
    {
        final Node node = bus.node(new Endpoint().ipv4(LOOPBACK + ours, OverlayBus.PORT), settings(ours));
        final CapturedSide side = new CapturedSide(new Endpoint().ipv4(LOOPBACK + original, OverlayBus.PORT), node);
        bus.add(side);
        node.links.add(OverlayBus.linkTo("original", side.endpoint(), false, LinkSettings.Version.AUTO, 200));
        bus.run(10 * MS);
        side.startNs = bus.nowNs();
        if (3 != ours)
        {
            node.announce(hash(PRESENT), new Endpoint().ipv6(0x2A00_0000_0000_0001L, 1, 6881), false, false);
        }
        node.agent.links(node.links, bus.nowNs());
        run(side, node, untilSec);

        assertThat(side.requests).hasSizeGreaterThan(10);
        side.requests.forEach(request -> assertAnswered(request, side, node));
        assertUpdates(side, node);
        assertKnown(side, node, untilSec);
    }

    /** What version 1 determines is compared byte by byte, what our agent may choose by what it says. */
    private void assertAnswered(final Request request, final CapturedSide side, final Node node)
    {
        final List<Packet> answers = side.answersOf(request);
        final String what = VersionOneText.of(request.bytes) + " at " + request.sinceNs;
        if (ACTION_HELLO == request.action() || -1 == request.connectionId() && ACTION_SYN != request.action())
        {
            assertThat(answers).as(what).isEmpty();
            return;
        }

        if (side.isSuperseded(request))
        {
            // The original remembers one transaction, and a later SUMMARY repeats what the first has told.
            return;
        }
        assertThat(answers).as(what).hasSize(1);
        final byte[] answer = answers.get(0).bytes;
        if (ACTION_SUMMARY == request.action())
        {
            assertThat(answer[18]).as(what).isEqualTo((byte)UNIFICATION);
            final Map<String, Set<String>> told = swarms(answer);
            swarmsOfSummary(request.bytes).stream().filter(hash -> isOwn(hash, request.sinceNs, node))
                .forEach(hash -> assertThat(told).as(what).containsKey(hash));
            assertOwn(told, request.sinceNs, node);
        }
        else if (request.isUnification())
        {
            assertThat(answer[18]).as(what).isEqualTo((byte)(UNIFICATION | ACK));
            assertOwn(swarms(answer), request.sinceNs, node);
        }
        else
        {
            final long id = ByteBuffer.wrap(answer).getLong(0);
            assertThat(id).as(what).isNotEqualTo(-1);
            final ByteBuffer expected = ByteBuffer.allocate(19).putLong(id).putInt(request.action())
                .putInt(request.transactionId()).putShort((short)OverlayBus.PORT).put((byte)ACK);
            assertThat(answer).as(what).isEqualTo(expected.array());
            assertThat(request.capturedAnswerTail()).as(what).isIn("", HexFormat.of().formatHex(answer, 8, 19));
        }
    }

    /** Every UPDATE of ours tells own clients only, for nobody leads among two. */
    private void assertUpdates(final CapturedSide side, final Node node)
    {
        int updates = 0;
        for (final Packet packet : side.heard)
        {
            assertThat(packet.bytes.length).isLessThanOrEqualTo(2048);
            if (packet.isUpdate())
            {
                assertThat(ByteBuffer.wrap(packet.bytes).getInt(12)).isNotZero();
                assertOwn(swarms(packet.bytes), packet.dueNs - side.startNs, node);
                updates++;
            }
        }
        assertThat(updates).isGreaterThanOrEqualTo(4);
    }

    /** What the original told last is known; what it said is gone is not. */
    private void assertKnown(final CapturedSide side, final Node node, final int untilSec)
    {
        final Map<String, Set<String>> told = new TreeMap<>();
        for (final Capture.Datagram datagram : capture)
        {
            if (datagram.isBetween(side.endpoint, node.endpoint) && ACTION_UPDATE == datagram.action() &&
                datagram.sinceNs() < (untilSec - 1) * SEC)
            {
                swarms(datagram.bytes()).entrySet().stream()
                    .filter(swarm -> isOwn(swarm.getKey(), datagram.sinceNs(), node))
                    .forEach(swarm -> told.put(swarm.getKey(), swarm.getValue()));
            }
        }
        assertThat(told).isNotEmpty();
        told.forEach((hash, peers) ->
        {
            final Set<String> known = node.peers(hash(hash));
            peers.stream().filter(peer -> !peer.startsWith("x"))
                .forEach(peer -> assertThat(known).as(hash).contains(peer));
            peers.stream().filter(peer -> peer.startsWith("x"))
                .forEach(peer -> assertThat(known).as(hash).doesNotContain(peer.substring(1)));
        });
    }

    private void assertOwn(final Map<String, Set<String>> told, final long sinceNs, final Node node)
    {
        told.forEach((hash, peers) ->
        {
            final Set<String> living = new TreeSet<>(peers);
            living.removeIf(peer -> peer.startsWith("x"));
            assertThat(living).as("%s at %d", hash, sinceNs).isEqualTo(clients(hash, sinceNs, node));
        });
    }

    private boolean isOwn(final String hash, final long sinceNs, final Node node)
    {
        return PRESENT.equals(hash) ? LOOPBACK + 3 != node.endpoint.ipv4Address() :
            !clients(hash, sinceNs, node).isEmpty();
    }

    /** Clients of the tracker in whose place our agent is. */
    private Set<String> clients(final String hash, final long sinceNs, final Node node)
    {
        final Set<String> clients = new TreeSet<>();
        for (final Capture.Datagram datagram : capture)
        {
            final boolean isHere = datagram.isAnnounce() && datagram.sinceNs() <= sinceNs &&
                datagram.destination().isSameAs(node.endpoint) &&
                HexFormat.of().formatHex(datagram.bytes(), 16, 36).equals(hash);
            if (isHere && datagram.isStopped())
            {
                clients.remove(client(datagram).toString());
            }
            else if (isHere)
            {
                clients.add(client(datagram).toString());
            }
        }
        return clients;
    }

    private void run(final CapturedSide side, final Node node, final int untilSec)
    {
        for (final Capture.Datagram datagram : capture)
        {
            final boolean isInTime = datagram.sinceNs() < untilSec * SEC;
            if (isInTime && datagram.isAnnounce() && datagram.destination().isSameAs(node.endpoint))
            {
                bus.run(Math.max(0, side.startNs + datagram.sinceNs() - bus.nowNs()));
                node.announce(hash(HexFormat.of().formatHex(datagram.bytes(), 16, 36)), client(datagram), false,
                    datagram.isStopped());
            }
            else if (isInTime && datagram.isBetween(side.endpoint, node.endpoint))
            {
                side.script.add(datagram);
            }
        }
        bus.run(side.startNs + untilSec * SEC - bus.nowNs());
    }

    private static Endpoint client(final Capture.Datagram datagram)
    {
        return new Endpoint().ipv4(
            datagram.source().ipv4Address(), ByteBuffer.wrap(datagram.bytes()).getShort(96) & 0xFFFF);
    }

    private static UnsafeBuffer hash(final String hash)
    {
        final byte[] bytes = new byte[24];
        System.arraycopy(HexFormat.of().parseHex(hash), 0, bytes, 0, 20);
        return new UnsafeBuffer(bytes);
    }

    private static Set<String> swarmsOfSummary(final byte[] summary)
    {
        final Set<String> hashes = new TreeSet<>();
        for (int i = 18; i < summary.length; i += 21)
        {
            hashes.add(HexFormat.of().formatHex(summary, i + 1, i + 21));
        }
        return hashes;
    }

    /** Swarms of an UPDATE with their peers, an x before those gone. */
    private static Map<String, Set<String>> swarms(final byte[] update)
    {
        final Map<String, Set<String>> swarms = new TreeMap<>();
        final ByteBuffer in = ByteBuffer.wrap(update).position(19);
        while (in.hasRemaining())
        {
            final byte[] hash = new byte[20];
            in.get(hash);
            final Set<String> peers = swarms.computeIfAbsent(HexFormat.of().formatHex(hash), key -> new TreeSet<>());
            for (int count = in.get() & 0x3F; count > 0; count--)
            {
                final String gone = 0 != (in.get() & 1) ? "x" : "";
                peers.add(gone + new Endpoint().ipv4(in.getInt(), in.getShort() & 0xFFFF));
            }
        }
        return swarms;
    }

    private OverlaySettings settings(final int ours)
    {
        return new OverlaySettingsBuilder(OverlayBus.electing())
            .address(LOOPBACK + ours).timersNs(3 * SEC, 5 * SEC, 20 * SEC).build();
    }

    /** A packet that our agent was sent, as it was sent. */
    private record Request(long sinceNs, byte[] bytes, byte[] capturedAnswer)
    {
        long connectionId()
        {
            return ByteBuffer.wrap(bytes).getLong(0);
        }

        int action()
        {
            return ByteBuffer.wrap(bytes).getInt(8);
        }

        int transactionId()
        {
            return ByteBuffer.wrap(bytes).getInt(12);
        }

        boolean isUnification()
        {
            return ACTION_UPDATE == action() && 0 != (bytes[18] & UNIFICATION);
        }

        /** Without the connection id; empty when the original gave no answer. */
        String capturedAnswerTail()
        {
            return 19 == capturedAnswer.length ? HexFormat.of().formatHex(capturedAnswer, 8, 19) : "";
        }
    }

    private final class CapturedSide implements OverlayBus.Station
    {
        final Endpoint endpoint;
        final Node ours;
        final Deque<Capture.Datagram> script = new ArrayDeque<>();
        final List<Request> requests = new ArrayList<>();
        final List<Packet> heard = new ArrayList<>();
        private final long capturedId;
        private long startNs;
        private long givenId = NO_ID;

        CapturedSide(final Endpoint endpoint, final Node ours)
        {
            this.endpoint = endpoint;
            this.ours = ours;
            this.capturedId = capture.stream()
                .filter(datagram -> datagram.isBetween(ours.endpoint, endpoint) &&
                    ACTION_SYN == datagram.action() && ACK == datagram.flags())
                .mapToLong(datagram -> ByteBuffer.wrap(datagram.bytes()).getLong(0)).findFirst().orElse(NO_ID);
        }

        @Override
        public Endpoint endpoint()
        {
            return endpoint;
        }

        @Override
        public void doWork(final long nowNs)
        {
            while (!script.isEmpty() && nowNs - startNs >= script.peek().sinceNs() && play(script.peek(), nowNs))
            {
                script.remove();
            }
        }

        /** False to wait for the id that our agent is about to give. */
        private boolean play(final Capture.Datagram datagram, final long nowNs)
        {
            final boolean isOwnWord = 0 == (datagram.flags() & ACK) &&
                !(ACTION_UPDATE == datagram.action() && 0 != (datagram.flags() & UNIFICATION));
            if (!isOwnWord)
            {
                return true;
            }
            final byte[] bytes = datagram.bytes().clone();
            if (capturedId == ByteBuffer.wrap(bytes).getLong(0))
            {
                if (NO_ID == givenId)
                {
                    return false;
                }
                ByteBuffer.wrap(bytes).putLong(givenId);
            }
            if (ACTION_SYN == datagram.action())
            {
                givenId = NO_ID;
            }
            send(bytes, nowNs, capturedAnswer(datagram));
            return true;
        }

        private byte[] capturedAnswer(final Capture.Datagram request)
        {
            return capture.stream()
                .filter(datagram -> datagram.isBetween(ours.endpoint, endpoint) &&
                    datagram.action() == request.action() && datagram.transactionId() == request.transactionId() &&
                    datagram.sinceNs() >= request.sinceNs() && 0 != (datagram.flags() & ACK))
                .findFirst().map(Capture.Datagram::bytes).orElse(new byte[0]);
        }

        private void send(final byte[] bytes, final long nowNs, final byte[] capturedAnswer)
        {
            requests.add(new Request(nowNs - startNs, bytes, capturedAnswer));
            bus.send(this, ours.endpoint, bytes);
        }

        @Override
        public void onDatagram(final Packet packet, final long nowNs)
        {
            if (!packet.source.isSameAs(ours.endpoint))
            {
                return;
            }
            heard.add(packet);
            final int action = packet.action();
            final int flags = ACTION_SUMMARY == action ? 0 : packet.flags();
            if (ACTION_SYN == action && 0 != (flags & ACK))
            {
                givenId = ByteBuffer.wrap(packet.bytes).getLong(0);
                return;
            }
            final boolean isThirdLeg = ACTION_UPDATE == action && UNIFICATION == flags;
            if (ACTION_HELLO == action || 0 != (flags & ACK))
            {
                return;
            }
            final int answerAction = ACTION_SUMMARY == action ? ACTION_UPDATE : action;
            final int answerFlags = ACTION_SUMMARY == action ? UNIFICATION : isThirdLeg ? UNIFICATION | ACK : ACK;
            capture.stream()
                .filter(datagram -> datagram.isBetween(endpoint, ours.endpoint) &&
                    datagram.action() == answerAction && datagram.flags() == answerFlags &&
                    nowNs - startNs - datagram.sinceNs() < 50 * MS)
                .findFirst().ifPresent(datagram -> answer(datagram, packet, nowNs));
        }

        private void answer(final Capture.Datagram datagram, final Packet request, final long nowNs)
        {
            final byte[] bytes = datagram.bytes().clone();
            ByteBuffer.wrap(bytes).putInt(12, ByteBuffer.wrap(request.bytes).getInt(12));
            if (ACTION_SYN != datagram.action())
            {
                // Whichever side chose it: the id that our agent used is good.
                ByteBuffer.wrap(bytes).putLong(ByteBuffer.wrap(request.bytes).getLong(0));
            }
            if (ACTION_SUMMARY == request.action())
            {
                send(bytes, nowNs, new byte[0]);
            }
            else
            {
                bus.send(this, ours.endpoint, bytes);
            }
        }

        /** Whether the next SUMMARY was sent before this one could be answered. */
        boolean isSuperseded(final Request request)
        {
            return ACTION_SUMMARY == request.action() && requests.stream().anyMatch(
                other -> other != request && ACTION_SUMMARY == other.action() && other.sinceNs >= request.sinceNs &&
                    other.sinceNs <= request.sinceNs + MS && requests.indexOf(other) > requests.indexOf(request));
        }

        List<Packet> answersOf(final Request request)
        {
            return heard.stream().filter(packet -> isAnswer(packet, request)).toList();
        }

        private boolean isAnswer(final Packet packet, final Request request)
        {
            final int action = ACTION_SUMMARY == request.action() ? ACTION_UPDATE : request.action();
            final int flags = ACTION_SUMMARY == packet.action() ? 0 : packet.flags();
            final boolean isAnswer = ACTION_SUMMARY == request.action() ?
                UNIFICATION == flags : 0 != (flags & ACK);
            return isAnswer && action == packet.action() &&
                request.transactionId() == ByteBuffer.wrap(packet.bytes).getInt(12);
        }
    }
}
