package io.tributary.tracker.swarm;

import io.tributary.tracker.hash.SipHash;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class SwarmKeyTest
{
    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveEveryInfoHashBackFromItsOwnKey(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final SipHash sipHash = new SipHash(random.nextLong(), random.nextLong());
        final SwarmKey key = new SwarmKey(sipHash);
        final SwarmKey stored = new SwarmKey(sipHash);
        final Set<String> keys = new HashSet<>();
        final byte[] in = new byte[23];
        final byte[] out = new byte[20];
        for (int i = 0; i < 20_000; i++)
        {
            random.nextBytes(in);
            final int namespace = SwarmNamespace.of(random.nextBoolean(), random.nextInt(3));
            key.scramble(new UnsafeBuffer(in), 3, namespace);
            final long word0 = UnsafeApi.getLong(key.address());
            final long word1 = UnsafeApi.getLong(key.address() + 8);
            final long word2 = UnsafeApi.getLong(key.address() + 16);

            assertThat(keys.add(word0 + "," + word1 + "," + word2)).as("no two keys alike").isTrue();
            stored.stored(word0, word1, word2).infoHash(new UnsafeBuffer(out), 0);
            assertThat(out).isEqualTo(Arrays.copyOfRange(in, 3, 23));
            assertThat(stored.namespace()).isEqualTo(namespace);
            assertThat(stored.owner()).isEqualTo(key.owner()).isEqualTo((short)word0);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDependOnTheSecretAndOnTheNamespace(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
        final SwarmKey key = new SwarmKey(new SipHash(random.nextLong(), random.nextLong()));
        final SwarmKey otherSecret = new SwarmKey(new SipHash(random.nextLong(), random.nextLong()));
        final long word0 = UnsafeApi.getLong(key.scramble(infoHash, 0, 0).address());

        assertThat(UnsafeApi.getLong(otherSecret.scramble(infoHash, 0, 0).address())).isNotEqualTo(word0);
        assertThat(UnsafeApi.getLong(key.scramble(infoHash, 0, 1).address())).isNotEqualTo(word0);
    }
}
