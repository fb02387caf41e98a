package io.tributary.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One line that is overwritten, on a terminal only: nothing in a log or a pipe.
 */
public final class ProgressLine
{
    private static final String ERASE = "\r\033[K";

    private final PrintStream out;
    private final boolean isTerminal;

    /**
     * On a stream.
     *
     * @param out        to write to.
     * @param isTerminal whether anybody watches.
     */
    public ProgressLine(final PrintStream out, final boolean isTerminal)
    {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /**
     * On standard error. {@link System#console} will not do: from JDK 22 it may exist without a terminal.
     *
     * @return silent unless standard error is a terminal.
     */
    public static ProgressLine ofStandardError()
    {
        return new ProgressLine(System.err, isTerminal(Path.of("/proc/self/fd/2")));
    }

    public void show(final String text)
    {
        if (isTerminal)
        {
            out.print(ERASE + text);
            out.flush();
        }
    }

    public void clear()
    {
        show("");
    }

    private static boolean isTerminal(final Path descriptor)
    {
        try
        {
            final String name = Files.readSymbolicLink(descriptor).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return null != System.console();
        }
    }
}
