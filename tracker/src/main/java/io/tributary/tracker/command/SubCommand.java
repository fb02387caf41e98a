package io.tributary.tracker.command;

import java.util.concurrent.Callable;

/**
 * A sub-command that another module brings along: a class with picocli's {@code @Command}, a public constructor without
 * arguments and a line in {@code META-INF/services}. The result of {@link #call()} is the exit code.
 */
public interface SubCommand extends Callable<Integer>
{
}
