package io.tributary.bench.load;

import com.sun.management.ThreadMXBean;
import io.tributary.bench.compare.EchoServer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class LoadGeneratorTest
{
    private static final int PEERS = 2_000;
    private static final long SLICE_NS = 20_000_000L;
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final RequestMix MIX = new RequestMix(1, 0.25, 0.05, 10, 0.02, 0.01, 30);

    /**
     * Works with a generator that has a connection id for every socket.
     */
    private interface Use
    {
        void of(LoadGenerator generator) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldBeAnsweredByTheEcho(final String host) throws Exception
    {
        withEcho(host, Pace.saturation(), (generator) ->
        {
            fill(generator);
            assertThat(generator.result().kinds().get("announce").sent()).isEqualTo(PEERS);

            final LoadResult result = measure(generator, 5_000);
            assertThat(result.peersPerAnnounce()).isEqualTo(7);
            assertThat(result.kinds().get("connect").answered()).isPositive();
            assertThat(result.kinds().get("announce").answered()).isGreaterThan(3_000);
            assertThat(result.kinds().get("scrape").answered()).isPositive();
            assertThat(result.malformed() + result.strays() + result.unreachable() + result.errorCount()).isZero();
            assertThat(result.latency().p50Us()).isPositive();
        });
    }

    @Test
    void shouldSendOnAScheduleInAnOpenLoop() throws Exception
    {
        withEcho("127.0.0.1", new Pace(20_000, 256, Pace.TIMEOUT_NS), (generator) ->
        {
            final LoadResult result = measure(generator, 1_000);
            assertThat(result.sendLagMaxUs()).isPositive();
            assertThat(result.malformed() + result.strays() + result.errorCount()).isZero();
        });
    }

    @Test
    void shouldAllocateNothingPerRequest() throws Exception
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        withEcho("127.0.0.1", Pace.saturation(), (generator) ->
        {
            fill(generator);
            measure(generator, 20_000);

            // The JVM itself may allocate on this thread, once; what a request allocates shows in every window.
            long allocatedMin = Long.MAX_VALUE;
            for (int window = 0; window < 5; window++)
            {
                generator.startMeasurement();
                final long before = threads.getCurrentThreadAllocatedBytes();
                generator.run(5 * SLICE_NS);
                allocatedMin = Math.min(allocatedMin, threads.getCurrentThreadAllocatedBytes() - before);
                assertThat(generator.answered()).isPositive();
            }
            assertThat(allocatedMin).isZero();

            final long before = threads.getCurrentThreadAllocatedBytes();
            final byte[] control = new byte[100];
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isGreaterThanOrEqualTo(control.length);
        });
    }

    @Test
    void shouldGiveUpUnansweredRequestsAndGoOn() throws Exception
    {
        final StepClock clock = new StepClock(1_000_000L);
        try (DatagramChannel silent = DatagramChannel.open())
        {
            silent.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            final InetSocketAddress target = (InetSocketAddress)silent.getLocalAddress();
            try (LoadGenerator generator = new LoadGenerator(plan(target, Pace.saturation()), clock))
            {
                assertThat(generator.connect(10_000_000_000L)).isFalse();
                assertThat(generator.lost()).isGreaterThan(8);
                assertThat(generator.answered()).isZero();
            }
        }
    }

    @Test
    void shouldCountErrorAnswersByTheirMessage() throws Exception
    {
        final DatagramChannel tracker = DatagramChannel.open();
        tracker.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        final InetSocketAddress target = (InetSocketAddress)tracker.getLocalAddress();
        final Thread thread = new Thread(() -> refuseAll(tracker));
        thread.start();
        try (LoadGenerator generator = new LoadGenerator(plan(target, Pace.saturation()), SystemNanoClock.INSTANCE))
        {
            assertThat(generator.connect(PATIENCE_NS)).isTrue();
            fill(generator);
            assertThat(generator.result().errors()).containsOnlyKeys("no");
            assertThat(generator.result().errors().get("no")).isEqualTo(PEERS - generator.lost());
        }
        finally
        {
            tracker.close();
            thread.join();
        }
    }

    private static void fill(final LoadGenerator generator) throws IOException
    {
        generator.startMeasurement();
        while (!generator.fill(SLICE_NS))
        {
            assertThat(generator.lost()).isLessThan(PEERS);
        }
    }

    private static LoadResult measure(final LoadGenerator generator, final int answers) throws IOException
    {
        generator.startMeasurement();
        while (generator.answered() < answers)
        {
            generator.run(SLICE_NS);
        }
        return generator.result();
    }

    private static void withEcho(final String host, final Pace pace, final Use use) throws Exception
    {
        final EchoServer server = new EchoServer(new InetSocketAddress(InetAddress.getByName(host), 0), 7);
        final Thread thread = new Thread(server);
        thread.start();
        try (LoadGenerator generator = new LoadGenerator(plan(server.address(), pace), SystemNanoClock.INSTANCE))
        {
            assertThat(generator.connect(PATIENCE_NS)).isTrue();
            use.of(generator);
        }
        finally
        {
            server.close();
            thread.join();
        }
    }

    private static LoadPlan plan(final InetSocketAddress target, final Pace pace)
    {
        final int sockets = 8;
        return new LoadPlan(
            target,
            new PopulationShape(100, PEERS, SourceAddresses.count(target, sockets), sockets, 0.5, 3),
            MIX,
            pace);
    }

    /** Connects, then answers everything with the error "no", until the channel is closed. */
    private static void refuseAll(final DatagramChannel tracker)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(2048);
        try
        {
            while (true)
            {
                final InetSocketAddress source = (InetSocketAddress)tracker.receive(buffer.clear());
                final int transactionId = buffer.getInt(12);
                final boolean isConnect = 0 == buffer.getInt(8);
                buffer.clear().putInt(isConnect ? 0 : 3).putInt(transactionId);
                if (isConnect)
                {
                    buffer.putLong(1);
                }
                else
                {
                    buffer.put((byte)'n').put((byte)'o');
                }
                tracker.send(buffer.flip(), source);
            }
        }
        catch (final IOException ex)
        {
            return; // Closed: the end.
        }
    }

    /**
     * Moves by the same step at every reading.
     */
    private static final class StepClock implements NanoClock
    {
        private final long stepNs;
        private long nowNs;

        StepClock(final long stepNs)
        {
            this.stepNs = stepNs;
        }

        public long nanoTime()
        {
            nowNs += stepNs;
            return nowNs;
        }
    }
}
