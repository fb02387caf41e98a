package io.tributary.tracker.request;

import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.ScrapeResponseFlyweight;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.swarm.SwarmCounts;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.MutableDirectBuffer;

/**
 * Answers scrapes whose source is proven (BEP 15): zeros for an info-hash that is unknown or may not be served, so that
 * positions stay aligned. At most 74 are answered. Hot path; one thread.
 */
final class ScrapeHandler
{
    private final SwarmStore store;
    private final ErrorReply errorReply;
    private final ScrapeResponseFlyweight response = new ScrapeResponseFlyweight();
    private final SwarmCounts counts = new SwarmCounts();

    ScrapeHandler(final SwarmStore store, final ErrorReply errorReply)
    {
        this.store = store;
        this.errorReply = errorReply;
    }

    int onScrape(
        final ScrapeRequestFlyweight request,
        final int namespace,
        final AccessLists lists,
        final MutableDirectBuffer reply)
    {
        final int infoHashes = request.infoHashCount();
        if (0 == infoHashes)
        {
            return errorReply.write(reply, request.transactionId(), ErrorReply.SCRAPE_EMPTY);
        }

        final int length = ScrapeResponseFlyweight.length(infoHashes);
        response.wrap(reply, 0, length).transactionId(request.transactionId());
        for (int i = 0; i < infoHashes; i++)
        {
            final int infoHashOffset = request.infoHashOffset(i);
            if (AccessLists.ALLOWED == lists.checkInfoHash(request.buffer(), infoHashOffset))
            {
                store.scrape(request.buffer(), infoHashOffset, namespace, counts);
                response.entry(i, counts.seeders, counts.completed, counts.leechers);
            }
            else
            {
                response.entry(i, 0, 0, 0);
            }
        }
        return length;
    }
}
