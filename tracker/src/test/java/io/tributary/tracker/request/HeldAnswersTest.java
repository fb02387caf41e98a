package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.swarm.AnnounceOutcome;
import io.tributary.tracker.swarm.SwarmAnnounce;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import static io.tributary.tracker.ClientPackets.COMPLETED;
import static io.tributary.tracker.ClientPackets.STARTED;
import static io.tributary.tracker.ClientPackets.STOPPED;
import static io.tributary.tracker.ClientPackets.TRANSACTION_ID;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.request.RequestPath.LIMITS;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/** First answers that wait for the neighbours, seen from the client; the neighbours are a number that is open. */
class HeldAnswersTest
{
    private static final long HOLD_NS = 150_000_000;
    private static final int HELD_MAX = 4;
    private static final int QUESTION = 77;
    private static final int IPV4_STRIDE = 6;
    private static final int IPV6_STRIDE = 18;
    private static final RequestSettings SETTINGS =
        new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 0, 0, HOLD_NS, HELD_MAX);

    private record Sent(int socket, String destination, TrackerReply reply)
    {
    }

    /** Keeps what is sent, in order. */
    private static final class Outbox implements ReplySender
    {
        private final List<Sent> sent = new ArrayList<>();
        private int receivingSocket;

        @Override
        public int receivingSocket()
        {
            return receivingSocket;
        }

        @Override
        public boolean send(
            final int socket,
            final Endpoint destination,
            final MutableDirectBuffer buffer,
            final int offset,
            final int length)
        {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            sent.add(new Sent(socket, destination.toString(), new TrackerReply(bytes)));
            return true;
        }
    }

    private final Outbox outbox = new Outbox();
    private final Set<Integer> open = new HashSet<>();
    private final Endpoint source = source("198.51.100.9");
    private RequestPath path;
    private int question = QUESTION;

    @BeforeEach
    void begin()
    {
        use(SETTINGS);
    }

    @AfterEach
    void close()
    {
        path.close();
    }

    private void use(final RequestSettings settings)
    {
        if (null != path)
        {
            path.close();
        }
        path = new RequestPath(settings, LIMITS);
        path.dispatcher.overlay(null, open::contains);
        path.dispatcher.replies(outbox);
        path.store.listener(this::onAnnounced);
        open.add(QUESTION);
    }

    /** As the overlay does, for known peers as well: whether to hold is not the listener's to say. */
    private void onAnnounced(final SwarmAnnounce announce)
    {
        announce.question = AnnounceOutcome.REMOVED == announce.outcome ? SwarmAnnounce.NO_QUESTION : question;
    }

    private void hold(final Endpoint client, final ClientPackets.Announce announce)
    {
        path.sendAndBeHeld(client, announce.bytes(path.connectionId(client)));
    }

    /** A peer that is stored without being held, as those learned from a neighbour are. */
    private void learn(final String address, final int port)
    {
        final int asked = question;
        question = SwarmAnnounce.NO_QUESTION;
        assertThat(path.announce(source(address), announce().port(port)).isSilence()).isFalse();
        question = asked;
    }

    private int poll()
    {
        return path.dispatcher.pollHeld(path.nowNs, path.nowSec);
    }

    private void held(final int heldNow, final int total, final int complete, final int timedOut, final int overtaken)
    {
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_NOW)).as("held now").isEqualTo(heldNow);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS)).as("held").isEqualTo(total);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_COMPLETE)).as("complete").isEqualTo(complete);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_TIMED_OUT)).as("timed out").isEqualTo(timedOut);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_OVERTAKEN)).as("overtaken").isEqualTo(overtaken);
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.9, 203.0.113.5, cb0071051a0b", "2001:db8::9, 2001:db8::5, " +
        "20010db80000000000000000000000051a0b"})
    void shouldAnswerWithWhatTheNeighboursKnewOnceTheyHaveSaidIt(
        final String client, final String remote, final String expected)
    {
        outbox.receivingSocket = 3;
        hold(source(client, 41_000), announce().event(STARTED));
        outbox.receivingSocket = 0;
        path.nowNs += 20_000_000;
        assertThat(poll()).as("still open").isZero();
        held(1, 1, 0, 0, 0);

        learn(remote, 0x1A0B);
        open.remove(QUESTION);
        assertThat(poll()).isEqualTo(1);

        assertThat(outbox.sent).hasSize(1);
        final Sent sent = outbox.sent.get(0);
        assertThat(sent.socket()).as("where it was asked").isEqualTo(3);
        assertThat(sent.destination()).isEqualTo(source(client, 41_000).toString());
        assertThat(sent.reply().action()).isEqualTo(ClientPackets.ANNOUNCE);
        assertThat(sent.reply().transactionId()).isEqualTo(TRANSACTION_ID);
        assertThat(sent.reply().peers(source(client).isIpv6() ? IPV6_STRIDE : IPV4_STRIDE)).containsExactly(expected);
        assertThat(sent.reply().leechers()).isEqualTo(2);
        held(0, 1, 1, 0, 0);
        assertThat(poll()).isZero();
    }

    @Test
    void shouldAnswerWhenItsTimeIsOver()
    {
        path.nowNs = -HOLD_NS / 2;
        hold(source, announce());
        assertThat(path.dispatcher.nextDeadlineNs()).isEqualTo(HOLD_NS / 2);

        path.nowNs += HOLD_NS - 1;
        assertThat(poll()).isZero();
        path.nowNs++;
        assertThat(poll()).isEqualTo(1);

        assertThat(outbox.sent).hasSize(1);
        assertThat(outbox.sent.get(0).reply().peers(IPV4_STRIDE)).isEmpty();
        held(0, 1, 0, 1, 0);
        assertThat(path.dispatcher.nextDeadlineNs()).isEqualTo(RequestDispatcher.NO_DEADLINE);
    }

    @Test
    void shouldCountAndStoreAHeldAnnounceOnce()
    {
        path.dispatcher.settings(SETTINGS, RequestPath.connectionIds(),
            RequestPath.limiter(new RateLimit(1, 1), new RateLimit(1, 1)));
        final long oldestId = RequestPath.connectionIds().issue(source, path.nowSec - RequestPath.SOFT_LIFE_SEC);
        final byte[] packet = announce().seeder().event(COMPLETED).options((byte)2).bytes(oldestId);
        final long answersBefore = path.value(TrackerCounter.ANSWERS_IPV4);
        path.sendAndBeHeld(source, packet);
        assertThat(path.value(TrackerCounter.ANSWERS_IPV4)).as("not yet").isEqualTo(answersBefore);

        path.nowNs += HOLD_NS;
        path.nowSec += 10;
        assertThat(poll()).as("neither rate nor id is looked at again").isEqualTo(1);

        assertThat(outbox.sent.get(0).reply().action()).isEqualTo(ClientPackets.ANNOUNCE);
        assertThat(path.value(TrackerCounter.ANSWERS_IPV4)).isEqualTo(answersBefore + 1);
        assertThat(path.value(TrackerCounter.ANNOUNCE_REQUESTS_IPV4)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.CONNECTION_IDS_STALE_SERVED)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ERRORS_CONNECTION_ID_EXPIRED)).isZero();
        assertThat(path.value(TrackerCounter.ANNOUNCE_EVENTS_COMPLETED)).isEqualTo(1);
        assertThat(path.value(TrackerCounter.ANNOUNCE_OPTIONS_MALFORMED)).isEqualTo(1);
        path.settings(SETTINGS);
        assertThat(path.scrape(source, infoHash(1)).scraped(0)).as("seeders, completed, leechers")
            .isEqualTo(List.of(1, 1, 0));
    }

    @Test
    void shouldHoldTheSecondClientOfTheSwarmToo()
    {
        final Endpoint second = source("198.51.100.10");
        hold(source, announce().port(1));
        hold(second, announce().port(2));
        held(2, 2, 0, 0, 0);

        open.remove(QUESTION);
        assertThat(poll()).isEqualTo(2);

        assertThat(outbox.sent).extracting(Sent::destination).containsExactly(source.toString(), second.toString());
        assertThat(outbox.sent.get(0).reply().peers(IPV4_STRIDE)).as("learned while waiting")
            .containsExactly("c633640a0002");
        assertThat(outbox.sent.get(1).reply().peers(IPV4_STRIDE)).containsExactly("c63364090001");
    }

    @Test
    void shouldNeverHoldAKnownPeer()
    {
        learn("198.51.100.9", 6881);

        assertThat(path.announce(source, announce()).isSilence()).isFalse();
        held(0, 0, 0, 0, 0);
    }

    @Test
    void shouldAnswerAtOnceWhenAllPlacesAreTaken()
    {
        for (int i = 0; i < HELD_MAX; i++)
        {
            hold(source, announce().port(100 + i));
        }
        assertThat(path.announce(source, announce().port(200)).peers(IPV4_STRIDE)).hasSize(HELD_MAX);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_REFUSED)).isEqualTo(1);
        held(HELD_MAX, HELD_MAX, 0, 0, 0);

        path.nowNs += HOLD_NS;
        assertThat(poll()).isEqualTo(HELD_MAX);
        hold(source, announce().port(300));
        held(1, HELD_MAX + 1, 0, HELD_MAX, 0);
    }

    @Test
    void shouldTakeFewerAnswersAfterAReloadAndNeverMoreThanAtTheStart()
    {
        path.settings(new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 0, 0, HOLD_NS, 1));
        hold(source, announce().port(1));
        assertThat(path.announce(source, announce().port(2)).isSilence()).isFalse();

        path.settings(new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 0, 0, HOLD_NS, 1000));
        for (int i = 1; i < HELD_MAX; i++)
        {
            hold(source, announce().port(2 + i));
        }
        assertThat(path.announce(source, announce().port(200)).isSilence()).isFalse();
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_REFUSED)).isEqualTo(2);
    }

    @Test
    void shouldNotReviveAClientThatStopsWhileItWaits()
    {
        hold(source, announce().event(STARTED));

        assertThat(path.announce(source, announce().event(STOPPED)).isSilence()).as("answered at once").isFalse();
        held(0, 1, 0, 0, 1);
        path.nowNs += HOLD_NS;
        assertThat(poll()).isZero();

        assertThat(outbox.sent).isEmpty();
        assertThat(path.store.totals().peers()).isZero();
    }

    @Test
    void shouldNotUndoWhatAClientSaysWhileItWaits()
    {
        hold(source, announce().left(1));
        assertThat(path.announce(source, announce().left(0).event(COMPLETED)).isSilence()).isFalse();
        held(0, 1, 0, 0, 1);

        path.nowNs += HOLD_NS;
        assertThat(poll()).isZero();

        assertThat(path.scrape(source, infoHash(1)).scraped(0)).isEqualTo(List.of(1, 1, 0));
    }

    @Test
    void shouldOvertakeOnlyTheSamePeerInTheSameSwarm()
    {
        hold(source, announce());
        assertThat(path.announce(source("198.51.100.10"), announce().event(STOPPED)).isSilence()).isFalse();
        assertThat(path.announce(source, announce().port(6882).event(STOPPED)).isSilence()).isFalse();
        assertThat(path.announce(source, announce().infoHash(infoHash(2)).event(STOPPED)).isSilence()).isFalse();
        held(1, 1, 0, 0, 0);
    }

    @Test
    void shouldHoldNothingWithoutAQuestionATimeOrAWayOut()
    {
        question = SwarmAnnounce.NO_QUESTION;
        assertThat(path.announce(source, announce().port(1)).isSilence()).isFalse();

        question = QUESTION;
        path.settings(RequestPath.SETTINGS);
        assertThat(path.announce(source, announce().port(2)).isSilence()).isFalse();

        path.settings(SETTINGS);
        path.dispatcher.replies(null);
        assertThat(path.announce(source, announce().port(3)).isSilence()).isFalse();
        held(0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1", "febf:ffff::1"})
    void shouldNotHoldWhatALaterReplyCouldNotReach(final String linkLocal)
    {
        assertThat(path.announce(source(linkLocal), announce()).isSilence()).isFalse();
        hold(source("fec0::1"), announce());
    }

    @Test
    void shouldAnswerEachQuestionsClientsByThemselves()
    {
        open.add(1);
        open.add(2);
        for (int i = 0; i < HELD_MAX; i++)
        {
            question = 1 + (i & 1);
            hold(source, announce().infoHash(infoHash(question)).port(100 + i));
        }
        open.remove(2);
        assertThat(poll()).isEqualTo(2);
        held(2, HELD_MAX, 2, 0, 0);
        assertThat(outbox.sent).allSatisfy(sent -> assertThat(sent.reply().peers(IPV4_STRIDE))
            .isSubsetOf("c63364090065", "c63364090067"));
    }

    @Test
    void shouldAnswerABoundedNumberInATurnAndMissNone()
    {
        final int places = 1000;
        use(new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 0, 0, HOLD_NS, places));
        final long id = path.connectionId(source);
        for (int i = 0; i < places; i++)
        {
            question = i;
            open.add(i);
            path.sendAndBeHeld(source, announce().port(1 + i).bytes(id));
        }
        assertThat(poll()).as("work is left, so that the loop does not wait").isPositive();
        assertThat(outbox.sent).isEmpty();

        open.remove(999);
        for (int turn = 0; outbox.sent.isEmpty(); turn++)
        {
            assertThat(turn).as("turns until one of a thousand is found").isLessThan(5);
            poll();
        }
        open.clear();
        int turns = 0;
        for (int before = -1; before < outbox.sent.size(); turns++)
        {
            before = outbox.sent.size();
            assertThat(poll()).isBetween(0, places);
            assertThat(outbox.sent.size() - before).isLessThanOrEqualTo(64);
        }
        assertThat(turns).isGreaterThan(places / 64);
        held(0, places, places, 0, 0);
    }

    /** Whatever happens, each announce of a peer that stays is answered exactly once, or overtaken by a later one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAnswerOrOvertakeEverythingItHolds(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        use(new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 0, 0, HOLD_NS, 50));
        final long id = path.connectionId(source);
        for (int i = 0; i < 20_000; i++)
        {
            path.nowNs += random.nextInt(10_000_000);
            question = random.nextInt(8);
            if (random.nextBoolean())
            {
                open.add(question);
            }
            else
            {
                open.remove(question);
            }
            path.send(source, announce().infoHash(infoHash(random.nextInt(5))).port(1 + random.nextInt(40))
                .event(random.nextInt(3) == 0 ? STOPPED : STARTED).bytes(id));
            if (random.nextInt(3) == 0)
            {
                poll();
                final long dueNs = path.dispatcher.nextDeadlineNs();
                assertThat(dueNs).as("none is held beyond its time").isGreaterThan(path.nowNs);
            }
        }
        final long ended = path.value(TrackerCounter.HELD_ANSWERS_COMPLETE) +
            path.value(TrackerCounter.HELD_ANSWERS_TIMED_OUT) + path.value(TrackerCounter.HELD_ANSWERS_OVERTAKEN);
        assertThat(ended + path.value(TrackerCounter.HELD_ANSWERS_NOW))
            .isEqualTo(path.value(TrackerCounter.HELD_ANSWERS));
        assertThat(outbox.sent).hasSize((int)(ended - path.value(TrackerCounter.HELD_ANSWERS_OVERTAKEN)));
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_OVERTAKEN)).isGreaterThan(100);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_COMPLETE)).isGreaterThan(100);
        assertThat(path.value(TrackerCounter.HELD_ANSWERS_TIMED_OUT)).isGreaterThan(100);
    }
}
