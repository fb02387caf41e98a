package io.tributary.tracker.command;

import io.tributary.tracker.configuration.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.util.List;

/**
 * Turns what goes wrong into lines for people and exit codes for scripts: 2 for what the caller can mend in the
 * command line or the configuration, 1 for the rest. Stack traces go to the log at debug level.
 */
public final class ErrorLines
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ErrorLines.class);

    @Override
    public int handleParseException(final CommandLine.ParameterException ex, final String[] arguments)
    {
        final CommandLine command = ex.getCommandLine();
        final String name = command.getCommandSpec().qualifiedName();
        final PrintWriter err = command.getErr();
        err.println(name + ": " + oneLine(ex) + suggestion(ex) + " (see " + name + " --help)");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
        final Exception ex, final CommandLine command, final CommandLine.ParseResult parseResult)
    {
        if (ex instanceof CommandLine.ParameterException)
        {
            return handleParseException((CommandLine.ParameterException)ex, new String[0]);
        }

        LOGGER.debug("failed", ex);
        final PrintWriter err = command.getErr();
        if (ex instanceof ConfigurationException)
        {
            ((ConfigurationException)ex).lines().forEach(err::println);
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }

        err.println(command.getCommandSpec().qualifiedName() + ": " + oneLine(ex));
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String suggestion(final CommandLine.ParameterException ex)
    {
        if (ex instanceof CommandLine.UnmatchedArgumentException)
        {
            final List<String> suggestions = ((CommandLine.UnmatchedArgumentException)ex).getSuggestions();
            if (!suggestions.isEmpty())
            {
                return "; did you mean " + suggestions.get(0) + "?";
            }
        }
        return "";
    }

    private static String oneLine(final Exception ex)
    {
        final String message = ex.getMessage();
        return null == message || message.isBlank() ?
            ex.getClass().getSimpleName() : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
