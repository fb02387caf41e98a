package io.tributary.bench.load;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorMessagesTest
{
    private final ErrorMessages messages = new ErrorMessages();

    @Test
    void shouldCountByMessage()
    {
        count("no");
        count("not at all");
        count("no");
        count("");

        assertThat(messages.byMessage()).containsEntry("no", 2L).containsEntry("not at all", 1L).containsEntry("", 1L);
        assertThat(messages.total()).isEqualTo(4);
    }

    @Test
    void shouldBoundWhatAHostileTrackerCanMakeItKeep()
    {
        for (int i = 0; i < 1_000; i++)
        {
            count("message " + i);
        }
        assertThat(messages.byMessage()).hasSize(17).containsEntry(ErrorMessages.OTHERS, 984L);
    }

    @Test
    void shouldStartFromNothingAfterAReset()
    {
        count("no");
        messages.reset();

        assertThat(messages.byMessage()).isEmpty();
    }

    private void count(final String message)
    {
        final byte[] bytes = ("xx" + message).getBytes(StandardCharsets.US_ASCII);
        messages.count(new UnsafeBuffer(bytes), 2, bytes.length - 2);
    }
}
