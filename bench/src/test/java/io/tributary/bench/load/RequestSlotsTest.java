package io.tributary.bench.load;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class RequestSlotsTest
{
    private final RequestSlots slots = new RequestSlots(3, 5);

    @Test
    void shouldFindTheRequestOfAnAnswer()
    {
        final int transactionId = slots.take(1, 2, 100, 110);
        final int slot = slots.find(1, transactionId);

        assertThat(slot).isNotEqualTo(RequestSlots.NOT_FOUND);
        assertThat(slots.kind(slot)).isEqualTo(2);
        assertThat(slots.intendedNs(slot)).isEqualTo(100);
        assertThat(slots.unanswered(1)).isEqualTo(1);
        assertThat(slots.free(1)).isEqualTo(4);
        assertThat(slots.unanswered(0)).isZero();
    }

    @Test
    void shouldNotFindARequestOfAnotherSocket()
    {
        final int transactionId = slots.take(1, 2, 100, 110);

        assertThat(slots.find(0, transactionId)).isEqualTo(RequestSlots.NOT_FOUND);
        assertThat(slots.find(2, transactionId)).isEqualTo(RequestSlots.NOT_FOUND);
    }

    @Test
    void shouldNotMistakeALateAnswerForThatOfTheNextRequest()
    {
        final int late = slots.take(1, 2, 100, 110);
        slots.release(1, slots.slot(late));
        assertThat(slots.find(1, late)).isEqualTo(RequestSlots.NOT_FOUND);

        final int next = slots.take(1, 2, 200, 210);
        assertThat(slots.slot(next)).isEqualTo(slots.slot(late));
        assertThat(slots.find(1, late)).isEqualTo(RequestSlots.NOT_FOUND);
        assertThat(slots.find(1, next)).isEqualTo(slots.slot(next));
    }

    @Test
    void shouldGiveEachOpenRequestASlotOfItsOwn()
    {
        final Set<Integer> taken = new HashSet<>();
        for (int socket = 0; socket < 3; socket++)
        {
            while (slots.free(socket) > 0)
            {
                taken.add(slots.slot(slots.take(socket, 0, 0, 0)));
            }
        }
        assertThat(taken).hasSize(15);
    }

    @Test
    void shouldFindThoseSentBeforeADeadline()
    {
        final int early = slots.take(2, 1, 0, 100);
        slots.take(2, 1, 0, 300);
        final int alsoEarly = slots.take(2, 1, 0, 150);

        final int first = slots.nextSentBefore(2, 0, 200);
        final int second = slots.nextSentBefore(2, slots.position(2, first) + 1, 200);
        assertThat(Set.of(first, second)).containsExactlyInAnyOrder(slots.slot(early), slots.slot(alsoEarly));
        assertThat(slots.nextSentBefore(2, slots.position(2, second) + 1, 200)).isEqualTo(RequestSlots.NOT_FOUND);
        assertThat(slots.nextSentBefore(1, 0, 200)).isEqualTo(RequestSlots.NOT_FOUND);
    }
}
