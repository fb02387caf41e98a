package io.tributary.tracker.swarm;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process at work on the store, at random, again and again in the same directory, and compares what is there
 * with the model: only the operation in flight may differ. {@code -Dtest.crashes=N} for more rounds.
 */
class SwarmStoreCrashIT
{
    static final SwarmLimits LIMITS = new SwarmLimits(
        5000, 1_000_000, 64 << 20, 100_000, 20, 10, 1600, 1_000_000, 1, 50);

    private static final int CRASHES = Integer.getInteger("test.crashes", 5);

    private final StoreFixture fixture = new StoreFixture();
    private final Map<Integer, Integer> surplusMax = new HashMap<>();

    @TempDir
    private Path directory;

    @Test
    void shouldLoseOnlyTheOperationInFlight() throws Exception
    {
        final long seed = Long.getLong("test.seed", new SecureRandom().nextLong());
        System.err.println("test.seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Path store = directory.resolve("store");
        assertThat(store.toFile().mkdir()).isTrue();
        Map<Integer, Map<Integer, Integer>> swarms = new HashMap<>();
        Map<Integer, Integer> completed = new HashMap<>();
        for (int crash = 0; crash < CRASHES; crash++)
        {
            final CrashOperations operations = new CrashOperations(seed + crash);
            operations.swarms.putAll(swarms);
            operations.completed.putAll(completed);
            final long[] progress = killed(
                store, Long.toString(seed + crash), 1 + random.nextInt(400_000), "" + crash);
            killed(store, CrashChild.OPEN_ONLY, -random.nextInt(10_000_000), crash + "-recovery");
            for (long i = 0; i < progress[1]; i++)
            {
                operations.next();
                operations.applyToModel();
            }
            operations.next();
            try (SwarmStore survivor = fixture.open(LIMITS, store))
            {
                compare(survivor, operations, "crash " + crash + " of seed " + seed);
            }
            swarms = operations.swarms;
            completed = operations.completed;
        }
    }

    /** Start a child, kill it when it has come so far (negative: spins after it began to open), say how far it was. */
    private long[] killed(final Path store, final String work, final long until, final String name) throws Exception
    {
        final Path file = directory.resolve("progress-" + name);
        final MappedByteBuffer mapping = IoUtil.mapNewFile(file.toFile(), CrashChild.PROGRESS_BYTES);
        final UnsafeBuffer progress = new UnsafeBuffer(mapping);
        final Path flags = Path.of("..", "config", "jvm").toAbsolutePath().normalize();
        final Process child = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + flags.resolve("common.flags"),
            "@" + flags.resolve(Runtime.version().feature() < 24 ? "17.flags" : "25.flags"),
            "-Xmx256m", "-XX:+UseSerialGC",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CrashChild.class.getName(), store.toString(), file.toString(), work))
            .redirectErrorStream(true).redirectOutput(directory.resolve("output-" + name).toFile()).start();
        final int offset = until < 0 ? CrashChild.OPENING_OFFSET : CrashChild.STARTED_OFFSET;
        while (progress.getLongVolatile(offset) < Math.max(1, until) && child.isAlive())
        {
            Thread.yield();
        }
        for (long spins = until; spins < 0; spins++)
        {
            Thread.onSpinWait();
        }
        final boolean wasAlive = child.isAlive();
        child.destroyForcibly().waitFor();
        assertThat(wasAlive).as("output in %s: %s", file,
            Files.readString(directory.resolve("output-" + name))).isTrue();
        final long[] reached = {
            progress.getLong(CrashChild.STARTED_OFFSET), progress.getLong(CrashChild.FINISHED_OFFSET)};
        IoUtil.unmap(mapping);
        return reached;
    }

    private void compare(final SwarmStore store, final CrashOperations operations, final String name)
    {
        for (int swarm = 0; swarm < CrashOperations.SWARMS; swarm++)
        {
            final boolean isInFlight = swarm == operations.swarm;
            final Map<Integer, Integer> peers = operations.swarms.getOrDefault(swarm, Map.of());
            final int namespace = CrashOperations.namespace(swarm);
            fixture.scrape(store, swarm, namespace);
            final int actual = fixture.counts.seeders + fixture.counts.leechers;
            final int completed = operations.completed.getOrDefault(swarm, 0);
            surplusMax.merge(swarm, isInFlight ? 2 : 0, Integer::sum);
            assertThat(actual).as("%s, swarm %d", name, swarm)
                .isBetween(peers.size() - (isInFlight ? 1 : 0), peers.size() + surplusMax.get(swarm));
            assertThat(fixture.counts.completed).isBetween(completed, completed + (isInFlight ? 1 : 0));
            operations.completed.put(swarm, fixture.counts.completed);
            for (final Map.Entry<Integer, Integer> entry : peers.entrySet())
            {
                if (!isInFlight || entry.getKey() != operations.peer)
                {
                    fixture.leecher(swarm, namespace, entry.getKey()).isSeeder = 0 != (entry.getValue() & 2);
                    fixture.announce.isCompleted = 0 != (entry.getValue() & 4);
                    store.announce(fixture.announce);
                    assertThat(fixture.announce.outcome).as("%s, swarm %d, peer %d", name, swarm, entry.getKey())
                        .isEqualTo(AnnounceOutcome.REFRESHED);
                }
            }
            assertThat(fixture.scrape(store, swarm, namespace).completed).isEqualTo(operations.completed.get(swarm));
        }
        while (AnnounceOutcome.REMOVED == fixture.stop(
            store, operations.swarm, CrashOperations.namespace(operations.swarm), operations.peer))
        {
            assertThat(fixture.announce.endpointCount).isZero();
        }
        operations.swarms.getOrDefault(operations.swarm, new HashMap<>()).remove(operations.peer);
    }
}
