package io.tributary.bench.suite;

import io.tributary.bench.load.ProgressLine;
import org.agrona.concurrent.NanoClock;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Says which step runs and how long everything may take. The estimate of what is left is corrected by how long the
 * steps so far have taken. One thread.
 */
final class SuiteProgress
{
    private static final int TRUSTED_SEC = 20;
    private static final double PACE_MAX = 10;
    private static final int SEC_PER_MINUTE = 60;

    private final PrintStream out;
    private final ProgressLine line;
    private final NanoClock clock;
    private final long startNs;
    private final long estimateSec;
    private long doneEstimateSec;
    private long doneNs;
    private long stepNs;

    /**
     * Begins now.
     *
     * @param out         a line for each step.
     * @param line        rewritten each second.
     * @param clock       of the time elapsed.
     * @param estimateSec of all steps.
     */
    SuiteProgress(final PrintStream out, final ProgressLine line, final NanoClock clock, final long estimateSec)
    {
        this.out = out;
        this.line = line;
        this.clock = clock;
        this.estimateSec = estimateSec;
        startNs = clock.nanoTime();
    }

    void begin(final Step step)
    {
        stepNs = clock.nanoTime();
        line.clear();
        out.println(text(step));
    }

    void show(final Step step)
    {
        line.show(text(step) + ", for " + minutes(sinceSec(stepNs)));
    }

    void end(final Step step)
    {
        doneNs += clock.nanoTime() - stepNs;
        doneEstimateSec += step.estimateSec();
        line.clear();
    }

    private String text(final Step step)
    {
        return String.format(Locale.ROOT, "bench [%s of about %s] %s", minutes(elapsedSec()),
            minutes(elapsedSec() + leftSec(step)), step.name());
    }

    private long elapsedSec()
    {
        return sinceSec(startNs);
    }

    private long leftSec(final Step step)
    {
        final double pace = doneEstimateSec < TRUSTED_SEC ? 1 :
            Math.min(PACE_MAX, TimeUnit.NANOSECONDS.toSeconds(doneNs) / (double)doneEstimateSec);
        final double stepLeftSec = Math.max(0, pace * step.estimateSec() - sinceSec(stepNs));
        return (long)(stepLeftSec + pace * Math.max(0, estimateSec - doneEstimateSec - step.estimateSec()));
    }

    private long sinceSec(final long beginNs)
    {
        return TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - beginNs);
    }

    private static String minutes(final long seconds)
    {
        return String.format(Locale.ROOT, "%d:%02d", seconds / SEC_PER_MINUTE, seconds % SEC_PER_MINUTE);
    }
}
