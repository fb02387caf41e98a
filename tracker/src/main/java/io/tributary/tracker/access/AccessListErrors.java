package io.tributary.tracker.access;

import java.nio.file.Path;

/**
 * The first errors of a load in full and the number of the others: a wrong file of a million lines stays readable.
 */
final class AccessListErrors
{
    static final int REPORTED_MAX = 10;

    private static final int TEXT_LENGTH_MAX = 64;

    private final StringBuilder report = new StringBuilder();
    private long count;

    void add(final Path file, final String problem)
    {
        if (++count <= REPORTED_MAX)
        {
            report.append(count > 1 ? "\n" : "").append(file).append(": ").append(problem);
        }
    }

    void add(final Path file, final LineReader line, final String allowed)
    {
        if (++count <= REPORTED_MAX)
        {
            report.append(count > 1 ? "\n" : "").append(file).append(':').append(line.lineNumber()).append(": ");
            appendText(line);
            report.append(": ").append(allowed);
        }
    }

    void throwIfAny() throws AccessListException
    {
        if (count > REPORTED_MAX)
        {
            report.append("\nand ").append(count - REPORTED_MAX).append(" more errors");
        }

        if (count > 0)
        {
            throw new AccessListException(report.toString());
        }
    }

    /** Only printable ASCII, shortened: the text may be anything and goes to a log. */
    private void appendText(final LineReader line)
    {
        final int shown = Math.min(line.tokenLength(), TEXT_LENGTH_MAX);
        for (int i = 0; i < shown; i++)
        {
            final byte b = line.token()[i];
            report.append(b > ' ' && b < 0x7F ? (char)b : '?');
        }
        report.append(shown < line.tokenLength() ? "..." : "");
    }
}
