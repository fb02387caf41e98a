package io.tributary.bench.jmh;

import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.access.RateLimiter;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.request.ConnectionIds;
import io.tributary.tracker.request.RequestDispatcher;
import io.tributary.tracker.request.RequestSettings;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.nio.ByteBuffer;

/**
 * The whole request path, bytes in to bytes out, without a socket: what the tracker adds to an echo.
 */
public class RequestPathBenchmark
{
    /** A dispatcher wired as {@code serve} does with default settings. */
    @State(Scope.Thread)
    public static class Path
    {
        @Param({"MIXED", "ANNOUNCE", "CONNECT", "SCRAPE"})
        public RequestMix requests;

        @Param("100000")
        public int torrents;

        private final TrackerCounters counters = TrackerCounters.inMemory(() -> 0);
        private final UnsafeBuffer reply =
            new UnsafeBuffer(ByteBuffer.allocateDirect(DatagramPoller.REPLY_BUFFER_LENGTH));
        private AccessListExchange accessLists;
        private FilledStore store;
        private RequestTrace trace;
        private RequestDispatcher dispatcher;
        private long asked;

        @Setup
        public void wire()
        {
            final Population population = Population.of(torrents, 5 * torrents);
            final ConnectionIds connectionIds = new ConnectionIds(new SipHash(4, 5), 120, 240);
            accessLists = new AccessListExchange(AccessLists.open());
            store = new FilledStore(population);
            trace = new RequestTrace(population, requests, connectionIds, 6);
            dispatcher = new RequestDispatcher(
                connectionIds,
                accessLists,
                new RateLimiter(1, RateLimit.OFF, RateLimit.OFF, new SipHash(7, 8)),
                store.store(),
                new RequestSettings(1800, 900, 10, 50, 200, 60, false, true, 0, 0, 0, 0),
                counters,
                new LatencyRecorder(counters, 0),
                SystemNanoClock.INSTANCE,
                9);
        }

        @TearDown
        public void close()
        {
            final long answered = counters.value(TrackerCounter.ANSWERS_IPV4);
            store.close();
            accessLists.close();
            if (answered != asked)
            {
                throw new IllegalStateException(answered + " answers to " + asked + " requests");
            }
        }
    }

    @Benchmark
    public int answer(final Path path)
    {
        final RequestTrace trace = path.trace;
        trace.advance();
        path.asked++;
        return path.dispatcher.onDatagram(
            trace.buffer(), trace.offset(), trace.length(), trace.source(), path.reply, 0, FilledStore.NOW_SEC);
    }
}
