package io.tributary.bench.replay;

import io.tributary.bench.load.ProgressLine;
import io.tributary.bench.trace.TraceReader;

import java.util.Locale;

/** How far a replay has come, for whoever watches a terminal. */
final class ReplayProgress
{
    private static final int BAR_LENGTH = 30;

    private final ProgressLine line;
    private final int passes;

    ReplayProgress(final ProgressLine line, final int passes)
    {
        this.line = line;
        this.passes = passes;
    }

    /**
     * Show it.
     *
     * @param reader   of the pass at hand.
     * @param pass     from 0.
     * @param requests so far, over all passes.
     */
    void show(final TraceReader reader, final int pass, final long requests)
    {
        if (reader.size() <= 0)
        {
            line.show(String.format(Locale.ROOT, "replay: %,d requests, %,d bytes read", requests, reader.position()));
            return;
        }
        final double done = (pass + (double)reader.position() / reader.size()) / passes;
        final int full = (int)Math.min(BAR_LENGTH, Math.round(done * BAR_LENGTH));
        line.show(String.format(Locale.ROOT, "replay: [%s%s] %3.0f %%, %,d requests",
            "#".repeat(full), "-".repeat(BAR_LENGTH - full), 100 * done, requests));
    }

    void clear()
    {
        line.clear();
    }
}
