package io.tributary.tracker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A file of random bytes and its metainfo (BEP 3) with one tracker. Private (BEP 27), which forbids clients any other
 * source of peers.
 */
final class SingleFileTorrent
{
    static final String FILE_NAME = "payload.bin";

    private static final int PIECE_BYTES = 32 * 1024;
    private static final int LENGTH = 9 * PIECE_BYTES + 5_000;

    private final byte[] content = new byte[LENGTH];

    SingleFileTorrent(final long seed)
    {
        new SplittableRandom(seed).nextBytes(content);
    }

    void writeContent(final Path directory) throws IOException
    {
        Files.write(Files.createDirectories(directory).resolve(FILE_NAME), content);
    }

    void writeMetainfo(final Path file, final String announceUrl) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "d8:announce" + text(announceUrl) + "4:info");
        out.write(info());
        write(out, "e");
        Files.createDirectories(file.getParent());
        Files.write(file, out.toByteArray());
    }

    byte[] infoHash() throws IOException
    {
        return digest("SHA-1", info());
    }

    private byte[] info() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "d6:lengthi" + LENGTH + "e4:name" + text(FILE_NAME) +
            "12:piece lengthi" + PIECE_BYTES + "e6:pieces" + (LENGTH + PIECE_BYTES - 1) / PIECE_BYTES * 20 + ":");
        for (int offset = 0; offset < LENGTH; offset += PIECE_BYTES)
        {
            out.write(digest("SHA-1", Arrays.copyOfRange(content, offset, Math.min(LENGTH, offset + PIECE_BYTES))));
        }
        write(out, "7:privatei1ee");
        return out.toByteArray();
    }

    boolean isComplete(final Path directory) throws IOException
    {
        final Path file = directory.resolve(FILE_NAME);
        return Files.exists(file) && Arrays.equals(hash(content), hash(Files.readAllBytes(file)));
    }

    private static byte[] hash(final byte[] bytes)
    {
        return digest("SHA-256", bytes);
    }

    private static byte[] digest(final String algorithm, final byte[] bytes)
    {
        try
        {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static String text(final String ascii)
    {
        return ascii.length() + ":" + ascii;
    }

    private static void write(final ByteArrayOutputStream out, final String ascii) throws IOException
    {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
