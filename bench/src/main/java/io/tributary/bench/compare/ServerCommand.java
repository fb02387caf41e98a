package io.tributary.bench.compare;

import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param arguments   program and arguments.
 * @param environment beside what is inherited.
 * @param company     that waits for the server; to be closed after it.
 */
record ServerCommand(List<String> arguments, Map<String, String> environment, Company company)
{
    static ServerCommand of(final String... arguments)
    {
        return new ServerCommand(List.of(arguments), Map.of(), Company.NONE);
    }
}
