package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class PeerBlockTest
{
    private final ByteBuffer memory = ByteBuffer.allocateDirect(4096);
    private final UnsafeBuffer reply = new UnsafeBuffer(ByteBuffer.allocateDirect(8192));
    private final PeerBlock block = new PeerBlock();
    private final Endpoint peer = new Endpoint();

    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    @ParameterizedTest(name = "{0} bytes, IPv6 {1}")
    @CsvSource({"40,false,4", "40,true,1", "128,false,15", "128,true,6", "2048,false,255", "2048,true,102"})
    void shouldHoldAsManyAsItsLayoutSays(final int bytes, final boolean isIpv6, final int capacity)
    {
        assertThat(PeerBlock.capacity(bytes, isIpv6)).isEqualTo(capacity);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldBehaveAsAListOfPeers(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (final int bytes : new int[]{40, 128, 256, 512, 1024, 2048})
        {
            behaveAsAList(random, bytes, false);
            behaveAsAList(random, bytes, true);
        }
    }

    private void behaveAsAList(final SplittableRandom random, final int bytes, final boolean isIpv6)
    {
        final boolean isBlock = bytes > 40;
        new UnsafeBuffer(memory).setMemory(0, 4096, (byte)0);
        new UnsafeBuffer(memory).setMemory(bytes, 64, (byte)0x5A);
        block.wrap(BufferUtil.address(memory), bytes, isIpv6, isBlock);
        if (isBlock)
        {
            block.format(Integer.numberOfTrailingZeros(bytes) - 7, 0xBEEF);
        }
        final Map<Integer, Integer> model = new LinkedHashMap<>();
        int nowUnit = 3000;
        for (int i = 0; i < 5000; i++)
        {
            final int id = random.nextInt(block.capacity() * 3 / 2 + 1);
            StoreFixture.endpoint(peer, isIpv6, id);
            final int index = block.find(peer);
            assertThat(index != PeerBlock.NOT_FOUND).isEqualTo(model.containsKey(id));
            final int meta = PeerMeta.of(
                random.nextBoolean(), random.nextBoolean(), random.nextInt(3), nowUnit + 1 + random.nextInt(50));
            if (PeerBlock.NOT_FOUND == index)
            {
                assertThat(block.isFull()).isEqualTo(model.size() == block.capacity());
                if (!block.isFull())
                {
                    block.insert(peer, meta);
                    model.put(id, meta);
                }
            }
            else if (random.nextBoolean())
            {
                assertThat(block.meta(index)).isEqualTo(model.get(id));
                block.update(index, meta);
                model.put(id, meta);
            }
            else
            {
                block.remove(index);
                model.remove(id);
            }
            if (0 == random.nextInt(20))
            {
                nowUnit += random.nextInt(10);
                expire(model, nowUnit);
            }
            verify(model, isIpv6, bytes, nowUnit);
        }
    }

    private void expire(final Map<Integer, Integer> model, final int nowUnit)
    {
        final int before = model.size();
        final boolean isDue = model.values().stream().anyMatch(m -> PeerMeta.isExpired(m, nowUnit));
        model.values().removeIf(m -> PeerMeta.isExpired(m, nowUnit));
        if (isDue)
        {
            assertThat(block.isAnyExpired(nowUnit)).as("the earliest end of life is never too late").isTrue();
        }
        assertThat(block.expire(nowUnit)).isEqualTo(before - model.size());
    }

    private void verify(final Map<Integer, Integer> model, final boolean isIpv6, final int bytes, final int nowUnit)
    {
        assertThat(block.used()).isEqualTo(model.size());
        assertThat(block.leechers())
            .isEqualTo((int)model.values().stream().filter(m -> !PeerMeta.isSeeder(m)).count());
        for (int i = 0; i < block.used(); i++)
        {
            assertThat(PeerMeta.isSeeder(block.meta(i))).as("leechers first").isEqualTo(i >= block.leechers());
        }
        for (int i = bytes; i < bytes + 64; i++)
        {
            assertThat(memory.get(i)).as("stays within its bytes").isEqualTo((byte)0x5A);
        }
    }

    @ParameterizedTest(name = "IPv6 {0}")
    @CsvSource({"false", "true"})
    void shouldSelectDistinctPeersAndNeverTheAsker(final boolean isIpv6)
    {
        final SplittableRandom random = new SplittableRandom(5);
        for (int peers = 0; peers <= PeerBlock.capacity(2048, isIpv6); peers += peers < 20 ? 1 : 17)
        {
            block.wrap(BufferUtil.address(memory), 2048, isIpv6, true).format(4, 1);
            final int seeders = random.nextInt(peers + 1);
            for (int i = 0; i < peers; i++)
            {
                StoreFixture.endpoint(peer, isIpv6, i);
                block.insert(peer, PeerMeta.of(i < seeders, false, 0, 10));
            }
            for (int i = 0; i < 500; i++)
            {
                final boolean leechersOnly = random.nextBoolean();
                final int self = random.nextInt(peers + 1) - 1;
                final int want = random.nextInt(1, 201);
                final int candidates = leechersOnly ? block.leechers() : block.used();
                final int eligible = candidates - (self >= 0 && self < candidates ? 1 : 0);
                final int copied = block.select(leechersOnly, self, want, random.nextInt(), reply, 0);
                assertThat(copied).isEqualTo(Math.min(want, eligible));
                final Set<Integer> given = new HashSet<>();
                for (int k = 0; k < copied; k++)
                {
                    peer.getCompact(reply, k * Endpoint.length(isIpv6), isIpv6);
                    final int index = block.find(peer);
                    assertThat(index).isBetween(0, candidates - 1).isNotEqualTo(self);
                    given.add(index);
                }
                assertThat(given).hasSize(copied);
            }
        }
    }

    @ParameterizedTest(name = "{0} peers, {1} wanted, self {2}")
    @CsvSource({"200,50,-1", "200,50,17", "255,30,254", "31,30,3", "60,1,-1", "7,3,0"})
    void shouldChooseEveryPeerAboutAsOften(final int peers, final int want, final int self)
    {
        block.wrap(BufferUtil.address(memory), 2048, false, true).format(4, 1);
        for (int i = 0; i < peers; i++)
        {
            block.insert(peer.ipv4(i, 1), PeerMeta.of(false, false, 0, 10));
        }
        final SplittableRandom random = new SplittableRandom(99);
        final int[] chosen = new int[peers];
        final int rounds = 20_000;
        for (int i = 0; i < rounds; i++)
        {
            final int copied = block.select(false, self, want, random.nextInt(), reply, 0);
            for (int k = 0; k < copied; k++)
            {
                chosen[peer.getCompact(reply, k * 6, false).ipv4Address()]++;
            }
        }
        final double expected = (double)rounds * Math.min(want, peers - (self < 0 ? 0 : 1)) /
            (peers - (self < 0 ? 0 : 1));
        for (int i = 0; i < peers; i++)
        {
            if (i == self)
            {
                assertThat(chosen[i]).isZero();
            }
            else
            {
                assertThat((double)chosen[i]).as("peer %d", i).isBetween(expected * 0.6, expected * 2.1);
            }
        }
    }
}
