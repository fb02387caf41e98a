package io.tributary.bench.compare;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/** Lengths are those of BEP 15. */
class EchoAnswerTest
{
    private final ByteBuffer request = ByteBuffer.allocate(2048);
    private final ByteBuffer reply = ByteBuffer.allocate(2048);
    private final EchoAnswer answer = new EchoAnswer(30, false);

    @Test
    void shouldAnswerWithTheLengthsOfATracker()
    {
        assertThat(answerTo(0, 16)).isEqualTo(16);
        assertThat(answerTo(1, 98)).isEqualTo(20 + 30 * 6);
        assertThat(answerTo(2, 16 + 20 * 10)).isEqualTo(8 + 12 * 10);
        assertThat(answerTo(2, 16 + 20 * 80)).isEqualTo(8 + 12 * 74);
        assertThat(reply.getInt(0)).isEqualTo(2);
        assertThat(reply.getInt(4)).isEqualTo(99);
    }

    @Test
    void shouldStaySilentToWhatIsTooShort()
    {
        assertThat(answerTo(0, 15)).isZero();
        assertThat(answerTo(1, 97)).isZero();
        assertThat(answerTo(4, 98)).isZero();
    }

    private int answerTo(final int action, final int length)
    {
        request.putInt(8, action).putInt(12, 99);
        return answer.answer(request, length, reply);
    }
}
