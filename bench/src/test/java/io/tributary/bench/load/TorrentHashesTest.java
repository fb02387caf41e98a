package io.tributary.bench.load;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TorrentHashesTest
{
    @Test
    void shouldGiveEachTorrentAHashOfItsOwn() throws IOException
    {
        final List<String> lines = lines(1, 10_000);

        assertThat(new HashSet<>(lines)).hasSize(10_000);
        assertThat(lines).allMatch((line) -> line.matches("[0-9a-f]{40}"));
        assertThat(lines).isEqualTo(lines(1, 10_000)).doesNotContainAnyElementsOf(lines(2, 10_000));
    }

    @Test
    void shouldWriteAsTextWhatItPutsIntoRequests() throws IOException
    {
        final byte[] bytes = new byte[24];
        new TorrentHashes(5).put(2, new UnsafeBuffer(bytes), 3);

        assertThat(HexFormat.of().formatHex(bytes, 3, 23)).isEqualTo(lines(5, 3).get(2));
    }

    private static List<String> lines(final long seed, final int torrents) throws IOException
    {
        final StringWriter writer = new StringWriter();
        new TorrentHashes(seed).writeHex(torrents, writer);
        return writer.toString().lines().toList();
    }
}
