package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedNetworkTest
{
    private static final long MS = 1_000_000L;
    private static final int COUNT = 10_000;

    private final SimulationOptions options = SimulationOptions.calm(1);
    private final EventQueue events = new EventQueue();
    private final EventTrace trace = new EventTrace();
    private final List<Integer> arrived = new ArrayList<>();
    private final List<Long> arrivedNs = new ArrayList<>();
    private final Endpoint lastSource = new Endpoint();

    private SimulatedNetwork network(final long seed)
    {
        final SimulatedNetwork network = new SimulatedNetwork(events, trace, options, new SplittableRandom(seed));
        for (int i = 0; i < options.nodes; i++)
        {
            network.receiver(i, (datagram, source) ->
            {
                arrived.add((datagram[0] & 0xFF) << 8 | datagram[1] & 0xFF);
                arrivedNs.add(events.nowNs());
                lastSource.set(source);
            });
        }
        return network;
    }

    private void sendMany(final SimulatedNetwork network, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int number = i;
            events.at(i * MS, () -> network.send(0, 1, SimulatedNetwork.endpoint(1, false),
                new byte[]{(byte)(number >> 8), (byte)number}));
        }
    }

    private void runAll()
    {
        while (events.size() > 0)
        {
            events.step(Long.MAX_VALUE);
        }
    }

    private long digest(final long seed)
    {
        final SimulatedNetworkTest test = new SimulatedNetworkTest();
        test.options.lossShare = 0.3;
        test.options.duplicateShare = 0.3;
        test.options.reorderShare = 0.3;
        test.sendMany(test.network(seed), 1_000);
        test.runAll();
        return test.trace.digest();
    }

    @Test
    void shouldDoTheSameFromTheSameSeedAndAnotherFromAnother()
    {
        assertThat(digest(7)).isEqualTo(digest(7)).isNotEqualTo(digest(8));
    }

    @Test
    void shouldDeliverInOrderAndNeverBeforeTheLeastDelay()
    {
        sendMany(network(1), COUNT);
        runAll();
        assertThat(arrived).hasSize(COUNT).isSorted();
        for (int i = 0; i < COUNT; i++)
        {
            assertThat(arrivedNs.get(i) - i * MS).isBetween(options.delayMinNs, 2 * options.delayMaxNs());
        }
    }

    @Test
    void shouldLoseRepeatAndReorderAboutAsOftenAsToldUntilItIsCalm()
    {
        options.lossShare = 0.2;
        options.duplicateShare = 0.1;
        options.reorderShare = 1;
        final SimulatedNetwork network = network(1);
        sendMany(network, COUNT);
        runAll();
        assertThat(arrived).hasSizeBetween((int)(COUNT * 0.8 * 1.1 * 0.97), (int)(COUNT * 0.8 * 1.1 * 1.03));
        assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());

        arrived.clear();
        network.calm();
        sendMany(network, COUNT);
        runAll();
        assertThat(arrived).hasSize(COUNT);
    }

    @Test
    void shouldBlockOneDirectionUntilEveryBlockIsTakenBack()
    {
        final SimulatedNetwork network = network(1);
        network.block(0, 1, true);
        network.block(0, 1, true);
        network.send(0, 1, SimulatedNetwork.endpoint(1, false), new byte[]{0, 1});
        network.send(1, 0, SimulatedNetwork.endpoint(0, false), new byte[]{0, 2});
        network.block(0, 1, false);
        network.send(0, 1, SimulatedNetwork.endpoint(1, false), new byte[]{0, 3});
        network.block(0, 1, false);
        network.send(0, 1, SimulatedNetwork.endpoint(1, false), new byte[]{0, 4});
        runAll();
        assertThat(arrived).containsExactlyInAnyOrder(2, 4);
    }

    @Test
    void shouldLetOutNoMoreBytesThanTheBandwidth()
    {
        options.bytesPerSecond = 10_000;
        final SimulatedNetwork network = network(1);
        for (int i = 0; i < 100; i++)
        {
            network.send(0, 1, SimulatedNetwork.endpoint(1, false), new byte[1_000]);
        }
        runAll();
        assertThat(arrived).as("a queue of 65,536 bytes and what is on its way").hasSizeBetween(66, 68);
        assertThat(events.nowNs() / MS).isGreaterThan(6_500);
    }

    @Test
    void shouldTranslateTheSourcePortAndLetInOnlyWhatIsForIt()
    {
        options.natNode = 0;
        final SimulatedNetwork network = network(1);
        network.send(1, 0, SimulatedNetwork.endpoint(0, false), new byte[]{0, 1});
        network.send(0, 1, SimulatedNetwork.endpoint(1, false), new byte[]{0, 2});
        runAll();
        assertThat(arrived).containsExactly(2);
        assertThat(lastSource.port()).isNotEqualTo(SimulatedNetwork.PORT);

        final Endpoint inside = new Endpoint().set(lastSource);
        network.send(1, 0, inside, new byte[]{0, 3});
        network.rebind();
        network.send(1, 0, inside, new byte[]{0, 4});
        runAll();
        assertThat(arrived).containsExactly(2, 3);
    }

    @Test
    void shouldKnowItsNodesByAddress()
    {
        options.nodes = 1_000;
        final SimulatedNetwork network = network(1);
        for (int i = 0; i < options.nodes; i++)
        {
            assertThat(network.nodeAt(SimulatedNetwork.endpoint(i, false))).isEqualTo(i);
            assertThat(network.nodeAt(SimulatedNetwork.endpoint(i, true))).isEqualTo(i);
        }
        assertThat(network.nodeAt(new Endpoint().ipv4(0x01020304, 6969))).isEqualTo(-1);
        assertThat(network.nodeAt(SimulatedNetwork.endpoint(1_000, false))).isEqualTo(-1);
    }
}
