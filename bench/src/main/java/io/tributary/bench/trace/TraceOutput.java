package io.tributary.bench.trace;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens what a trace is written to: a new file, or standard output.
 */
public final class TraceOutput
{
    public static final String STANDARD_OUTPUT = "-";

    private TraceOutput()
    {
    }

    /**
     * Open.
     *
     * @param out     a path, or {@code -} for standard output.
     * @param isForce whether a file that is there may be overwritten.
     * @return to write to.
     * @throws IllegalArgumentException saying why it cannot be written.
     */
    public static WritableByteChannel open(final String out, final boolean isForce)
    {
        if (STANDARD_OUTPUT.equals(out))
        {
            return new FileOutputStream(FileDescriptor.out).getChannel();
        }

        try
        {
            return FileChannel.open(Path.of(out), options(isForce));
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw new IllegalArgumentException(
                out + " exists; allowed is a new file, or any file with --force", ex);
        }
        catch (final NoSuchFileException ex)
        {
            throw new IllegalArgumentException(out + ": no such directory", ex);
        }
        catch (final AccessDeniedException ex)
        {
            throw new IllegalArgumentException(out + ": no permission to write it", ex);
        }
        catch (final InvalidPathException | IOException ex)
        {
            final String reason = Files.isDirectory(Path.of(out)) ? "is a directory" : ex.getMessage();
            throw new IllegalArgumentException(out + ": cannot be written: " + reason, ex);
        }
    }

    private static OpenOption[] options(final boolean isForce)
    {
        return isForce ?
            new OpenOption[]{
                StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING} :
            new OpenOption[]{StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW};
    }
}
