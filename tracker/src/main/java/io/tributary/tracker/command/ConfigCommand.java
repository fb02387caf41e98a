package io.tributary.tracker.command;

import io.tributary.tracker.configuration.ConfigurationPrinter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code tributary config}: prints and checks configuration files. Standard output carries nothing else.
 */
@Command(
    name = "config",
    description = {
        "Print the complete commented default file; with --config or --set, the settings that serve would use.",
        "With --check, only say whether a file is good."})
public final class ConfigCommand implements Callable<Integer>
{
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Mixin
    private ConfigurationOptions configurationOptions;

    @Option(names = "--check", paramLabel = "FILE", description =
        "Check this file, together with environment and --set: exit code 0 if serve would accept it, otherwise 2.")
    private Path checked;

    public ConfigCommand(final Map<String, String> environment)
    {
        this.environment = environment;
    }

    @Override
    public Integer call()
    {
        final PrintWriter out = command.commandLine().getOut();
        if (null != checked)
        {
            if (configurationOptions.isFileGiven())
            {
                throw new CommandLine.ParameterException(
                    command.commandLine(), "--check FILE and --config FILE exclude each other");
            }
            configurationOptions.loader(environment).file(checked).load();
            out.println(checked + ": ok");
        }
        else if (configurationOptions.isGiven())
        {
            out.print(ConfigurationPrinter.effectiveFile(configurationOptions.loader(environment).load()));
        }
        else
        {
            out.print(ConfigurationPrinter.defaultFile());
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
