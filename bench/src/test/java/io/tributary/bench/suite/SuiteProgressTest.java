package io.tributary.bench.suite;

import io.tributary.bench.load.ProgressLine;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class SuiteProgressTest
{
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nowNs = 7;
    private final SuiteProgress progress = new SuiteProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8),
        new ProgressLine(new PrintStream(OutputStream.nullOutputStream()), false), () -> nowNs, 200);

    private void run(final String name, final int estimateSec, final int tookSec)
    {
        final Step step = new Step(name, estimateSec, List.of());
        progress.begin(step);
        nowNs += TimeUnit.SECONDS.toNanos(tookSec);
        progress.end(step);
    }

    @Test
    void shouldCorrectTheEstimateByWhatHasBeen()
    {
        run("first", 60, 120);
        run("second", 100, 1);
        run("third", 40, 1);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly(
            "bench [0:00 of about 3:20] first",
            "bench [2:00 of about 6:40] second",
            "bench [2:01 of about 2:31] third");
    }
}
