package io.tributary.bench.compare;

import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RivalLoadTestTest
{
    private static final String OUTPUT = """
        Requests out: 201.00/second
        Responses in: 200.00/second
          - Connect responses:  100.00
          - Error responses:    1.00

        # aquatic load test report

        Test ran for 10 seconds
        Average responses per second: 123456.78
          - Connect responses:  60000.00
          - Announce responses: 60000.00
          - Scrape responses:   1000.00
          - Error responses:    2456.78
        """;

    @Test
    void shouldReadTheSummaryAndNotTheProgress() throws IOException
    {
        assertThat(RivalLoadTest.responsesPerSecond(OUTPUT)).isEqualTo(123456.78);
        assertThat(RivalLoadTest.errorsPerSecond(OUTPUT)).isEqualTo(2456.78);
    }

    @Test
    void shouldSayThatThereIsNoSummary()
    {
        assertThatThrownBy(() -> RivalLoadTest.responsesPerSecond("Error: no"))
            .isInstanceOf(IOException.class).hasMessageContaining("aquatic_udp_load_test printed no line like");
    }
}
