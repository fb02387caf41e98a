package io.tributary.bench.load;

import java.util.Locale;

/**
 * Which requests are sent. {@link #USUAL} is what a public tracker saw over three hours: announce : connect : scrape as
 * 1 : 0.25 : 0.005.
 *
 * @param announces     weight of announces.
 * @param connects      weight of connects, beside those that keep the connection ids fresh.
 * @param scrapes       weight of scrape requests.
 * @param scrapeHashes  info-hashes in each scrape, 1 to 74.
 * @param stopShare     0 to 1: of the announces of a peer that is present, those that say it stops. It starts again
 *                      when its turn comes.
 * @param completeShare 0 to 1: of the announces of a leecher, those that say it has become a seeder.
 * @param numWant       peers asked for; -1 leaves it to the tracker.
 */
public record RequestMix(
    double announces,
    double connects,
    double scrapes,
    int scrapeHashes,
    double stopShare,
    double completeShare,
    int numWant)
{
    public static final RequestMix USUAL = new RequestMix(1, 0.25, 0.005, 10, 0.02, 0.01, 30);

    private static final double WEIGHT_MAX = 1_000_000;

    public RequestMix
    {
        Limits.check("weight of announces", announces, 0, WEIGHT_MAX);
        Limits.check("weight of connects", connects, 0, WEIGHT_MAX);
        Limits.check("weight of scrapes", scrapes, 0, WEIGHT_MAX);
        Limits.check("sum of the weights", announces + connects + scrapes, 1e-9, 3 * WEIGHT_MAX);
        Limits.check("scrape-hashes", scrapeHashes, 1, 74);
        Limits.checkShare("stops", stopShare);
        Limits.checkShare("completions", completeShare);
        Limits.check("num-want", numWant, -1, 1_000);
    }

    /** The same kinds of announces at other weights. */
    public RequestMix weights(final double announces, final double connects, final double scrapes)
    {
        return new RequestMix(announces, connects, scrapes, scrapeHashes, stopShare, completeShare, numWant);
    }

    /** For reports. */
    public String text()
    {
        return String.format(Locale.ROOT,
            "announce : connect : scrape = %s : %s : %s, num_want %d, %d info-hashes in a scrape, " +
                "%s of the announces stop, %s of the leechers' complete",
            announces, connects, scrapes, numWant, scrapeHashes, stopShare, completeShare);
    }
}
