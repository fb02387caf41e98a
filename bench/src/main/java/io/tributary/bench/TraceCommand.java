package io.tributary.bench;

import io.tributary.bench.trace.anonymise.TraceAnonymiseCommand;
import io.tributary.bench.trace.generate.TraceGenerateCommand;
import io.tributary.bench.trace.info.TraceInfoCommand;
import io.tributary.tracker.command.SubCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code trace}: what can be done with captures of a tracker's traffic. Each of its commands is a class of its own.
 */
@Command(
    name = "trace",
    description = "Captures of a tracker's traffic: look into them, make them up, take out who they show.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TraceInfoCommand.class, TraceGenerateCommand.class, TraceAnonymiseCommand.class})
public final class TraceCommand implements SubCommand
{
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
    {
        throw new ParameterException(
            spec.commandLine(), "no command; allowed: " + String.join(", ", spec.subcommands().keySet()));
    }
}
