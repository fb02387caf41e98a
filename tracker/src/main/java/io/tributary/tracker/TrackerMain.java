package io.tributary.tracker;

import io.tributary.tracker.command.ConfigCommand;
import io.tributary.tracker.command.ErrorLines;
import io.tributary.tracker.command.ServeCommand;
import io.tributary.tracker.command.StatusCommand;
import io.tributary.tracker.command.SubCommand;
import io.tributary.tracker.command.TrackerLaunch;
import io.tributary.tracker.command.VersionLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;
import java.util.ServiceLoader;

/**
 * The program {@code tributary}: arguments to sub-command to exit code.
 */
@Command(
    name = "tributary",
    description = "A BitTorrent tracker for UDP, and the tools around it.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = VersionLine.class)
public final class TrackerMain
{
    private TrackerMain()
    {
    }

    /**
     * Ends the process with the sub-command's exit code.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        System.exit(commandLine(System.getenv(), Tracker::serve).execute(arguments));
    }

    /**
     * The whole command line.
     *
     * @param environment variables that may hold settings.
     * @param launch      runs the tracker.
     * @return to execute arguments with, once.
     */
    static CommandLine commandLine(final Map<String, String> environment, final TrackerLaunch launch)
    {
        final CommandLine commandLine = new CommandLine(new TrackerMain());
        commandLine.addSubcommand(new ServeCommand(environment, launch));
        commandLine.addSubcommand(new StatusCommand());
        commandLine.addSubcommand(new ConfigCommand(environment));
        for (final SubCommand subCommand : ServiceLoader.load(SubCommand.class))
        {
            commandLine.addSubcommand(subCommand);
        }

        final ErrorLines errorLines = new ErrorLines();
        addOptions(commandLine);
        return commandLine
            .setParameterExceptionHandler(errorLines)
            .setExecutionExceptionHandler(errorLines)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false)
            .setUsageHelpAutoWidth(true);
    }

    private static void addOptions(final CommandLine commandLine)
    {
        final CommandLine.Model.CommandSpec spec = commandLine.getCommandSpec();
        if (!spec.mixinStandardHelpOptions())
        {
            spec.mixinStandardHelpOptions(true);
        }
        if (0 == spec.version().length && null == spec.versionProvider())
        {
            spec.versionProvider(new VersionLine());
        }
        commandLine.getSubcommands().values().forEach(TrackerMain::addOptions);
    }
}
