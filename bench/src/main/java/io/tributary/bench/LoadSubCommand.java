package io.tributary.bench;

import io.tributary.bench.load.LoadCommand;
import io.tributary.tracker.command.SubCommand;

/**
 * Makes {@code load} known to the command line. A class of its own, because the load generator does not know the
 * tracker.
 */
public final class LoadSubCommand extends LoadCommand implements SubCommand
{
}
