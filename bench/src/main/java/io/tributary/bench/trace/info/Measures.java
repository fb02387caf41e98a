package io.tributary.bench.trace.info;

import io.tributary.bench.trace.info.AnswerTimes.Request;
import io.tributary.bench.trace.info.TraceSummary.Rate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The distributions of a summary, with their names: the same for all reports. */
final class Measures
{
    private static final double MS_PER_SECOND = 1e3;
    private static final double US_PER_SECOND = 1e6;
    private static final double NS_PER_MS = 1e6;

    /**
     * One distribution.
     *
     * @param key    for programs.
     * @param label  for people, with the unit.
     * @param spread its numbers.
     */
    record Measure(String key, String label, Spread spread)
    {
    }

    private Measures()
    {
    }

    static List<Measure> of(final TraceSummary summary)
    {
        final List<Measure> measures = new ArrayList<>();
        measures.add(new Measure("requests_per_second", "requests per second", active(summary.requestRates())));
        measures.add(new Measure(
            "requests_per_minute", "requests per minute", active(summary.requestsPerMinute())));
        measures.add(new Measure("tsup_packets_per_second", "TSUP packets per second",
            active(summary.rates().rates(Rate.OVERLAY.ordinal()))));
        measures.add(new Measure("peers_per_swarm", "peers per swarm",
            Spread.of(Arrays.stream(summary.swarms().sizes()).asDoubleStream().toArray())));
        measures.add(new Measure("peers_per_answer", "peers per answer", Spread.of(summary.peersHandedOut(), 1)));
        measures.add(new Measure(
            "info_hashes_per_scrape", "info-hashes per scrape", Spread.of(summary.scrapeHashes(), 1)));
        measures.add(new Measure(
            "interval_asked_seconds", "interval asked for, s", Spread.of(summary.intervalsSec(), 1)));
        measures.add(new Measure("interval_kept_seconds", "interval kept, s",
            Spread.of(summary.swarms().waitsMs(), MS_PER_SECOND)));
        measures.add(new Measure("connection_id_age_seconds", "connection id age, s",
            Spread.of(summary.connectionIds().agesUs(), US_PER_SECOND)));
        for (final Request request : Request.values())
        {
            measures.add(new Measure(request.label() + "_latency_ms", request.label() + " latency, ms",
                Spread.of(summary.answers().latenciesNs(request), NS_PER_MS)));
        }

        return measures;
    }

    /** Nothing where nothing ever happened. */
    private static Spread active(final double[] rates)
    {
        final Spread spread = Spread.of(rates);
        return spread.max() > 0 ? spread : Spread.of();
    }
}
