package io.tributary.tracker.access;

import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessListLoaderTest
{
    private static final String HASH_A = "0123456789abcdef0123456789abcdef01234567";
    private static final String HASH_B = "ffffffffffffffffffffffffffffffffffffffff";
    private static final String HASH_V2 = "caf1e1c30e81cb361b9ee167c4aa64228a7fa4fa9f6105232b28ad099f3a302e";

    @TempDir
    private Path directory;

    private final AccessListLoader loader = new AccessListLoader(new SipHash(3, 4));

    @Test
    void shouldReadHashesWithReasonsCommentsAndEitherLineEnd() throws Exception
    {
        final Path file = write("\uFEFF# list\r\n\r\n  \t\n" + HASH_A + "  notice of 2024-01-01, # 12\r\n" +
            "   # indented\n\t" + HASH_B.toUpperCase() + "\t#reason\n" + HASH_A + "\n" + HASH_V2);
        try (AccessLists lists = loader.load(new AccessListFiles(file, null, null)))
        {
            assertThat(check(lists, HASH_A)).isEqualTo(AccessLists.ALLOWED);
            assertThat(check(lists, HASH_B)).isEqualTo(AccessLists.ALLOWED);
            assertThat(check(lists, HASH_V2.substring(0, 40))).isEqualTo(AccessLists.ALLOWED);
            assertThat(check(lists, HASH_V2.substring(24))).isEqualTo(AccessLists.NOT_ALLOWED);
            assertThat(lists.toString()).startsWith("allow list 3 info-hashes, deny list off");
        }
    }

    @Test
    void shouldReadTheListsOfWhatIsShared() throws Exception
    {
        final AccessListFiles files =
            new AccessListFiles(null, null, null, write(HASH_A + "\n" + HASH_B), write(HASH_B));
        try (AccessLists lists = loader.load(files))
        {
            assertThat(isShared(lists, HASH_A)).isTrue();
            assertThat(isShared(lists, HASH_B)).isFalse();
            assertThat(isShared(lists, HASH_V2.substring(0, 40))).isFalse();
            assertThat(check(lists, HASH_B)).isEqualTo(AccessLists.ALLOWED);
            assertThat(lists.toString()).endsWith("share list 2 info-hashes, private list 1 info-hashes");
        }
    }

    private static boolean isShared(final AccessLists lists, final String hex)
    {
        return lists.isShared(new UnsafeBuffer(HexFormat.of().parseHex(hex)), 0);
    }

    @Test
    void shouldReadAllThreeLists() throws Exception
    {
        final AccessListFiles files = new AccessListFiles(
            write(HASH_A + "\n" + HASH_B), write(HASH_B), write("192.0.2.0/24 bogons\n2001:db8::/32\n198.51.100.7"));
        try (AccessLists lists = loader.load(files))
        {
            assertThat(check(lists, HASH_A)).isEqualTo(AccessLists.ALLOWED);
            assertThat(check(lists, HASH_B)).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkAddress(endpoint("192.0.2.9"))).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkAddress(endpoint("2001:db8::9"))).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkAddress(endpoint("198.51.100.7"))).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkAddress(endpoint("198.51.100.8"))).isEqualTo(AccessLists.ALLOWED);
        }
    }

    @Test
    void shouldAllowNothingWhenTheAllowListIsEmpty() throws Exception
    {
        try (AccessLists lists = loader.load(new AccessListFiles(write("# nothing yet\n"), null, null)))
        {
            assertThat(check(lists, HASH_A)).isEqualTo(AccessLists.NOT_ALLOWED);
        }
    }

    @Test
    void shouldNameFileLineTextAndWhatIsAllowed() throws Exception
    {
        final Path hashes = write(HASH_A + "\n# fine\n\n" + HASH_A.substring(1) + "\n" +
            HASH_A.replace('7', 'g') + "\n");
        final Path addresses = write("192.0.2.1/24 x\ntracker.example.org\n");

        assertThatThrownBy(() -> loader.load(new AccessListFiles(hashes, null, addresses)))
            .isInstanceOf(AccessListException.class)
            .hasMessage(String.join("\n",
                hashes + ":4: " + HASH_A.substring(1) + ": expected an info-hash of 40 or 64 hexadecimal digits",
                hashes + ":5: " + HASH_A.replace('7', 'g') + ": expected an info-hash of 40 or 64 hexadecimal digits",
                addresses + ":1: 192.0.2.1/24: " + NetworkParser.BITS_BEYOND_PREFIX,
                addresses + ":2: tracker.example.org: " + NetworkParser.NOT_A_NETWORK));
    }

    @Test
    void shouldReportTenErrorsAndCountTheRest() throws Exception
    {
        final Path file = write("wrong\n".repeat(1_234));
        assertThatThrownBy(() -> loader.load(new AccessListFiles(null, file, null)))
            .satisfies(e -> assertThat(e.getMessage().split("\n")).hasSize(11)
                .endsWith("and 1224 more errors"))
            .hasMessageContaining(":10: wrong: ");
    }

    @Test
    void shouldShortenAndCleanTheTextOfAnError() throws Exception
    {
        final Path file = write("\u001b[31mred\u00e9" + "z".repeat(1_000_000));
        assertThatThrownBy(() -> loader.load(new AccessListFiles(null, file, null)))
            .hasMessage(file + ":1: ?[31mred??" + "z".repeat(54) +
                "...: expected an info-hash of 40 or 64 hexadecimal digits");
    }

    @Test
    void shouldNameAFileThatCannotBeRead()
    {
        final Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> loader.load(new AccessListFiles(missing, null, directory)))
            .hasMessageStartingWith(missing + ": cannot be read (no such file); expected a readable file\n" +
                directory + ": cannot be read (");
    }

    @Test
    void shouldLoadAMillionHashes() throws Exception
    {
        final int count = 1_000_000;
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final Path file = directory.resolve("million");
        final byte[] infoHash = new byte[20];
        SplittableRandom random = new SplittableRandom(seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))
        {
            for (int i = 0; i < count; i++)
            {
                random.nextBytes(infoHash);
                out.write(HexFormat.of().formatHex(infoHash).getBytes(StandardCharsets.US_ASCII));
                out.write('\n');
            }
        }

        final UnsafeBuffer buffer = new UnsafeBuffer(infoHash);
        random = new SplittableRandom(seed);
        try (AccessLists lists = loader.load(new AccessListFiles(null, file, null)))
        {
            for (int i = 0; i < 2 * count; i++)
            {
                random.nextBytes(infoHash);
                final int expected = i < count ? AccessLists.DENIED : AccessLists.ALLOWED;
                if (expected != lists.checkInfoHash(buffer, 0))
                {
                    assertThat(i).as("-Dtest.seed=%d: wrong answer for this one", seed).isNegative();
                }
            }
            assertThat(lists.toString()).contains("deny list 1000000 info-hashes");
        }
    }

    @Test
    void shouldReloadUnderARunningLoop() throws Exception
    {
        final Path file = write(HASH_A);
        final AccessListFiles files = new AccessListFiles(file, null, null);
        final AccessListExchange exchange = new AccessListExchange(loader.load(files));
        final AccessLists old = exchange.poll();

        Files.writeString(file, HASH_B);
        final FutureTask<Boolean> reload = new FutureTask<>(() -> loader.reload(files, exchange));
        new Thread(reload, "access-lists").start();
        while (!reload.isDone())
        {
            final AccessLists lists = exchange.poll();
            assertThat(check(lists, HASH_A) + check(lists, HASH_B)).isEqualTo(AccessLists.NOT_ALLOWED);
        }

        assertThat(reload.get()).isTrue();
        assertThat(exchange.poll()).isNotSameAs(old);
        assertThat(check(exchange.poll(), HASH_B)).isEqualTo(AccessLists.ALLOWED);
        assertThatThrownBy(() -> check(old, HASH_A)).isInstanceOf(AssertionError.class);
        exchange.close();
    }

    @Test
    void shouldKeepTheOldListsWholeWhenAReloadFails() throws Exception
    {
        final Path hashes = write(HASH_A);
        final Path addresses = write("192.0.2.0/24");
        final AccessListFiles files = new AccessListFiles(hashes, null, addresses);
        final AccessListExchange exchange = new AccessListExchange(loader.load(files));
        final AccessLists old = exchange.poll();

        Files.writeString(hashes, HASH_B);
        Files.writeString(addresses, "192.0.2.0/33");

        assertThat(loader.reload(files, exchange)).isFalse();
        assertThat(exchange.poll()).isSameAs(old);
        assertThat(check(old, HASH_A)).isEqualTo(AccessLists.ALLOWED);
        assertThat(old.checkAddress(endpoint("192.0.2.1"))).isEqualTo(AccessLists.DENIED);
        exchange.close();
    }

    @Test
    void shouldStopWaitingForTheLoopWhenInterrupted() throws Exception
    {
        final AccessListExchange exchange = new AccessListExchange(AccessLists.open());
        Thread.currentThread().interrupt();
        assertThat(loader.reload(new AccessListFiles(null, null, null), exchange)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        exchange.close();
    }

    private Path write(final String text) throws IOException
    {
        return Files.writeString(Files.createTempFile(directory, "list", ".txt"), text);
    }

    private static int check(final AccessLists lists, final String hex)
    {
        return lists.checkInfoHash(new UnsafeBuffer(HexFormat.of().parseHex(hex)), 0);
    }
}
