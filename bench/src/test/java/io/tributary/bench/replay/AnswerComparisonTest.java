package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.configuration.TrackerConfiguration;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;

import static io.tributary.bench.replay.TraceBuilder.announce;
import static io.tributary.bench.replay.TraceBuilder.announceAnswer;
import static io.tributary.bench.replay.TraceBuilder.client;
import static io.tributary.bench.replay.TraceBuilder.connect;
import static io.tributary.bench.replay.TraceBuilder.connectAnswer;
import static io.tributary.bench.replay.TraceBuilder.error;
import static io.tributary.bench.replay.TraceBuilder.scrape;
import static io.tributary.bench.replay.TraceBuilder.scrapeAnswer;
import static org.assertj.core.api.Assertions.assertThat;

/** What a captured tracker says, written by hand, beside what ours says to the same requests. */
class AnswerComparisonTest
{
    private static final int STARTED = 2;
    private static final int STOPPED = 3;
    private static final int PORT = 6881;

    private final TraceBuilder trace = new TraceBuilder();

    private static Endpoint peer(final int number)
    {
        return new Endpoint().set(client(number)).port(PORT);
    }

    private ComparisonResult compare()
    {
        final AnswerComparison comparison = new AnswerComparison();
        try (TraceReader reader = trace.reader();
            OfflineReplay replay = new OfflineReplay(
                TrackerConfiguration.defaults(), 1, null, SystemNanoClock.INSTANCE, 0, comparison))
        {
            while (replay.run(reader, 100))
            {
                assertThat(replay.requests()).isPositive();
            }
        }
        final ComparisonResult result = comparison.result();
        assertThat(result.ours()).isEqualTo(new ComparisonResult.Impossible(0, 0, 0));
        return result;
    }

    private static String classes(final ComparisonResult result)
    {
        return result.differences().entrySet().stream()
            .map(entry -> entry.getValue().count() + " " + entry.getKey()).collect(Collectors.joining("\n"));
    }

    private TraceBuilder leecher(final int client, final int infoHash, final byte[] answer)
    {
        return trace.request(client(client), announce(client, infoHash, 5, STARTED, -1, PORT))
            .answer(client(client), answer);
    }

    @Test
    void shouldFindAgreement()
    {
        trace.request(client(1), connect(9)).answer(client(1), connectAnswer(9, 77));
        leecher(1, 1, announceAnswer(1, 1, 0));
        leecher(2, 1, announceAnswer(2, 2, 0, peer(1)));
        trace.request(client(2), scrape(3, 1)).answer(client(2), scrapeAnswer(3, 0, 0, 2))
            .request(client(2), scrape(4)).answer(client(2), error(4, "none of your business"));

        final ComparisonResult result = compare();

        assertThat(result.differences()).isEmpty();
        assertThat(result.compared()).isEqualTo(5);
        assertThat(result.same()).isEqualTo(5);
        assertThat(result.unanswered()).isZero();
    }

    @Test
    void shouldSeeASwarmThatIsOlderThanTheTrace()
    {
        leecher(1, 1, announceAnswer(1, 1, 2, peer(8), peer(9)));

        final ComparisonResult result = compare();

        assertThat(classes(result)).isEqualTo(
            "1 seeders, leechers: their swarm has peers from before the trace, or of other trackers\n" +
            "1 number of peers: theirs gives some from before the trace, or of other trackers");
        assertThat(result.theirs()).isEqualTo(new ComparisonResult.Impossible(2, 0, 0));
        assertThat(result.same()).isZero();
        assertThat(result.differences().values().iterator().next().examples())
            .containsExactly("packet 2 to 203.0.113.1:40001: 2 seeders and 1 leechers, ours 0 and 1");
    }

    @Test
    void shouldSeeTheAskersOwnAddress()
    {
        leecher(1, 1, announceAnswer(1, 1, 0, peer(1)));

        final ComparisonResult result = compare();

        assertThat(classes(result)).isEqualTo("1 number of peers: theirs gives the asker its own address");
        assertThat(result.theirs()).isEqualTo(new ComparisonResult.Impossible(0, 0, 1));
    }

    /** That the one who has stopped is given instead of another makes no difference in number, and is seen. */
    @Test
    void shouldSeeAPeerThatHasStopped()
    {
        leecher(1, 1, announceAnswer(1, 1, 0));
        leecher(2, 1, announceAnswer(2, 2, 0, peer(1)));
        trace.request(client(1), announce(3, 1, 5, STOPPED, 0, PORT)).answer(client(1), announceAnswer(3, 1, 0));
        leecher(3, 1, announceAnswer(3, 2, 0, peer(1)));

        final ComparisonResult result = compare();

        assertThat(result.differences()).isEmpty();
        assertThat(result.theirs()).isEqualTo(new ComparisonResult.Impossible(0, 1, 0));
    }

    @Test
    void shouldSeeThatASeederIsGivenSeeders()
    {
        trace.request(client(1), announce(1, 1, 0, STARTED, -1, PORT)).answer(client(1), announceAnswer(1, 0, 1))
            .request(client(2), announce(2, 1, 0, STARTED, -1, PORT))
            .answer(client(2), announceAnswer(2, 0, 2, peer(1)));

        assertThat(classes(compare())).isEqualTo("1 number of peers: ours gives a seeder leechers only");
    }

    @Test
    void shouldSeeErrorsOfOneSide()
    {
        leecher(1, 1, error(1, "go away"));
        trace.request(client(2), announce(2, 1, 5, STARTED, -1, 0)).answer(client(2), announceAnswer(2, 2, 0));

        assertThat(classes(compare())).isEqualTo("1 only ours is an error\n1 only theirs is an error");
    }

    @Test
    void shouldSeeOtherCounts()
    {
        leecher(1, 1, announceAnswer(1, 0, 0));
        leecher(2, 1, announceAnswer(2, 0, 0, peer(1)));
        trace.request(client(2), scrape(3, 1)).answer(client(2), scrapeAnswer(3, 0, 7, 2))
            .request(client(2), scrape(4, 1)).answer(client(2), scrapeAnswer(4, 5, 0, 2))
            .request(client(2), scrape(5, 1)).answer(client(2), scrapeAnswer(5, 0, 0, 1));

        assertThat(classes(compare())).isEqualTo(
            "1 seeders, leechers: by one, as if the announcer did not count, or as what it was before\n" +
            "1 seeders, leechers: for another reason, such as other lives of peers\n" +
            "1 scrape: theirs counts more, as if peers from before the trace\n" +
            "1 scrape: completed counts differ alone\n" +
            "1 scrape: for another reason");
    }

    /** A repeated request counts once; an answer to nothing is passed over. */
    @Test
    void shouldCountRequestsWithoutAnAnswer()
    {
        trace.request(client(1), connect(1)).request(client(1), connect(1)).answer(client(1), connectAnswer(1, 5))
            .request(client(2), connect(2)).answer(client(1), connectAnswer(4, 5));

        final ComparisonResult result = compare();

        assertThat(result.compared()).isEqualTo(1);
        assertThat(result.unanswered()).isEqualTo(2);
    }
}
