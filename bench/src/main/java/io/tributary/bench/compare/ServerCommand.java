package io.tributary.bench.compare;

import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param arguments   program and arguments.
 * @param environment beside what is inherited.
 */
record ServerCommand(List<String> arguments, Map<String, String> environment)
{
    static ServerCommand of(final String... arguments)
    {
        return new ServerCommand(List.of(arguments), Map.of());
    }
}
