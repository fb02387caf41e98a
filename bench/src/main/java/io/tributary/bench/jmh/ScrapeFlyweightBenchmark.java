package io.tributary.bench.jmh;

import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.ScrapeResponseFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Decoding scrape requests and encoding their responses, BEP 15.
 */
public class ScrapeFlyweightBenchmark
{
    /** A request for so many info-hashes. */
    @State(Scope.Thread)
    public static class Scrape
    {
        @Param({"1", "74"})
        public int infoHashes;

        private final ScrapeRequestFlyweight request = new ScrapeRequestFlyweight();
        private final ScrapeResponseFlyweight response = new ScrapeResponseFlyweight();
        private final UnsafeBuffer requestBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
        private final UnsafeBuffer responseBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
        private int requestLength;

        @Setup
        public void fill()
        {
            final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
            requestLength = ScrapeRequestFlyweight.length(infoHashes);
            request.wrap(requestBuffer, 0, requestLength).connectionId(1).transactionId(2);
            for (int i = 0; i < infoHashes; i++)
            {
                Population.infoHash(i, infoHash, 0);
                request.infoHash(i, infoHash, 0);
            }
        }
    }

    @Benchmark
    public long decodeRequest(final Scrape scrape)
    {
        final ScrapeRequestFlyweight request =
            scrape.request.wrap(scrape.requestBuffer, 0, scrape.requestLength);
        long sum = request.validate() + request.connectionId() + request.transactionId();
        final int infoHashes = request.infoHashCount();
        for (int i = 0; i < infoHashes; i++)
        {
            sum += scrape.requestBuffer.getLong(request.infoHashOffset(i));
        }
        return sum;
    }

    @Benchmark
    public UnsafeBuffer encodeResponse(final Scrape scrape)
    {
        final int entries = scrape.infoHashes;
        final ScrapeResponseFlyweight response = scrape.response
            .wrap(scrape.responseBuffer, 0, ScrapeResponseFlyweight.length(entries))
            .transactionId(entries);
        for (int i = 0; i < entries; i++)
        {
            response.entry(i, i, entries, 1);
        }
        return scrape.responseBuffer;
    }
}
