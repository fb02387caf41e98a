package io.tributary.tracker.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The secrets of one tracker: who knows them can forge connection ids and aim at single segments of the store. They
 * survive a restart, so connection ids and stored keys do too.
 * <pre>
 *   tracker.secret, readable by its owner only:
 *   0   key of the connection ids (16)
 *   16  keys of the swarm store (32)
 * </pre>
 * What the overlay needs is derived from all of them by SHA-256: public what neighbours are told, secret the rest.
 */
public final class NodeSecrets
{
    private static final String FILE = "tracker.secret";
    private static final int CONNECTION_KEY_LENGTH = 16;
    private static final int STORE_KEYS_LENGTH = 32;
    private static final int LENGTH = CONNECTION_KEY_LENGTH + STORE_KEYS_LENGTH;
    private static final int DERIVED_LENGTH = 16;
    private static final String TRACKER_ID = "TSUP tracker id";
    private static final String OVERLAY_KEY = "TSUP overlay key";

    private final byte[] bytes;

    private NodeSecrets(final byte[] bytes)
    {
        this.bytes = bytes;
    }

    /**
     * Secrets that die with the process.
     *
     * @param random source of secrecy.
     * @return new ones.
     */
    public static NodeSecrets create(final SecureRandom random)
    {
        final byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new NodeSecrets(bytes);
    }

    /**
     * Secrets of a directory, made and forced to disk on its first day.
     *
     * @param directory held by this process.
     * @param random    source of secrecy.
     * @return as before, or new.
     * @throws IOException naming the file.
     */
    public static NodeSecrets loadOrCreate(final DataDirectory directory, final SecureRandom random)
        throws IOException
    {
        final Path file = directory.path().resolve(FILE);
        if (Files.exists(file))
        {
            final byte[] bytes = Files.readAllBytes(file);
            if (LENGTH != bytes.length)
            {
                throw new IOException(file + ": " + bytes.length + " bytes, " + LENGTH +
                    " expected; restore it, or remove it and start without the swarms of this directory");
            }
            return new NodeSecrets(bytes);
        }

        final NodeSecrets secrets = create(random);
        final Path newFile = directory.path().resolve(FILE + ".new");
        Files.deleteIfExists(newFile);
        final FileAttribute<?> ownerOnly =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(newFile, ownerOnly);
        try (FileChannel channel = FileChannel.open(newFile, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(secrets.bytes));
            channel.force(true);
        }
        Files.move(newFile, file, StandardCopyOption.ATOMIC_MOVE);
        return secrets;
    }

    public byte[] connectionKey()
    {
        return Arrays.copyOf(bytes, CONNECTION_KEY_LENGTH);
    }

    public byte[] storeKeys()
    {
        return Arrays.copyOfRange(bytes, CONNECTION_KEY_LENGTH, LENGTH);
    }

    /**
     * By which neighbours know this tracker, across restarts. Tells nothing of the secrets.
     *
     * @return 16 bytes.
     */
    public byte[] trackerId()
    {
        return derived(TRACKER_ID);
    }

    /**
     * Key for whatever the overlay must not let others foresee: connection ids, places in its tables.
     *
     * @return 16 bytes.
     */
    public byte[] overlayKey()
    {
        return derived(OVERLAY_KEY);
    }

    private byte[] derived(final String purpose)
    {
        try
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(purpose.getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(bytes), DERIVED_LENGTH);
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
