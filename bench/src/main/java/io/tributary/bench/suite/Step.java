package io.tributary.bench.suite;

import java.nio.file.Path;
import java.util.List;

/**
 * One process of the suite.
 *
 * @param name        for people and for the name of its log.
 * @param estimateSec how long it may take, roughly, on two cores.
 * @param command     program and arguments.
 */
record Step(String name, int estimateSec, List<String> command)
{
    private static final int PATIENCE_SEC = 300;
    private static final int PATIENCE_FACTOR = 6;

    /** After which it hangs, as far as anybody can tell. */
    int limitSec()
    {
        return PATIENCE_SEC + PATIENCE_FACTOR * estimateSec;
    }

    Path log(final Path folder)
    {
        return folder.resolve(name + ".log");
    }
}
