package io.tributary.tracker.overlay;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions to neighbours about new swarms. */
class QuestionsTest
{
    private final Questions questions = new Questions(130);

    @Test
    void shouldStayOpenUntilEveryNeighbourHasAnswered()
    {
        final int question = questions.open(7, 100);
        questions.await(question, 0);
        questions.await(question, 129);
        questions.onAnswer(7, 0);
        assertThat(questions.isOpen(question)).isTrue();
        questions.onAnswer(8, 129);
        assertThat(questions.isOpen(question)).isTrue();
        questions.onAnswer(7, 129);
        assertThat(questions.isOpen(question)).isFalse();
        assertThat(questions.openCount()).isZero();
    }

    @Test
    void shouldCloseAtItsDeadline()
    {
        final int question = questions.open(7, 100);
        questions.await(question, 1);
        assertThat(questions.nextDeadlineNs(1000)).isEqualTo(100);
        questions.expire(99);
        assertThat(questions.isOpen(question)).isTrue();
        questions.expire(100);
        assertThat(questions.isOpen(question)).isFalse();
        assertThat(questions.nextDeadlineNs(1000)).isEqualTo(1000);
    }

    @Test
    void shouldNotWaitForALostNeighbour()
    {
        final int question = questions.open(7, 100);
        questions.await(question, 1);
        questions.onLinkLost(1);
        assertThat(questions.isOpen(question)).isFalse();
    }

    @Test
    void shouldRefuseMoreThanThereIsRoomFor()
    {
        int opened = 0;
        while (opened < 1000 && Questions.NONE != questions.open(opened, 100))
        {
            questions.await(questions.find(opened), 1);
            opened++;
        }
        assertThat(opened).isEqualTo(256);
        questions.onAnswer(13, 1);
        assertThat(questions.open(5000, 100)).isNotEqualTo(Questions.NONE);
    }

    @Test
    void shouldNotTakeAnOldNumberForANewQuestion()
    {
        final int old = questions.open(7, 100);
        questions.await(old, 1);
        questions.onAnswer(7, 1);
        for (int i = 0; i < 256; i++)
        {
            questions.await(questions.open(100 + i, 100), 1);
        }
        assertThat(questions.isOpen(old)).isFalse();
        assertThat(questions.isOpen(Questions.NONE)).isFalse();
        assertThat(questions.isOpen(Integer.MAX_VALUE)).isFalse();
    }
}
