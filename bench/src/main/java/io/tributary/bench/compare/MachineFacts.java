package io.tributary.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the report says of the machine, asked of the usual tools; a tool that is missing leaves its line out.
 */
public final class MachineFacts
{
    private static final List<String> LSCPU_LINES = List.of(
        "Model name", "CPU(s)", "Thread(s) per core", "Core(s) per socket", "CPU max MHz", "L1d cache", "L2 cache",
        "L3 cache", "Hypervisor vendor");
    private static final String MEMORY = "MemTotal:";

    private MachineFacts()
    {
    }

    /**
     * Ask.
     *
     * @param root the directory that holds bin/tributary.
     * @return facts by name, in order.
     */
    public static Map<String, String> gather(final Path root)
    {
        final Map<String, String> facts = new LinkedHashMap<>();
        Programs.output("lscpu").lines().forEach((line) ->
        {
            final int colon = line.indexOf(':');
            if (colon > 0 && LSCPU_LINES.contains(line.substring(0, colon).strip()))
            {
                facts.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        });
        put(facts, "memory", memory());
        put(facts, "kernel", Programs.output("uname", "-sr"));
        put(facts, "generator", "JDK " + Runtime.version());
        final String commit = Programs.output("git", "-C", root.toString(), "rev-parse", "--short=12", "HEAD");
        final String changes = Programs.output("git", "-C", root.toString(), "status", "--porcelain", "-uno");
        put(facts, "commit", commit + (changes.isEmpty() ? "" : ", with uncommitted changes"));
        return facts;
    }

    private static String memory()
    {
        final Path file = Path.of("/proc/meminfo");
        try
        {
            return Files.readAllLines(file).stream().filter((line) -> line.startsWith(MEMORY)).findFirst()
                .map((line) -> line.substring(MEMORY.length()).strip()).orElse("");
        }
        catch (final IOException ex)
        {
            return "";
        }
    }

    private static void put(final Map<String, String> facts, final String name, final String value)
    {
        if (!value.isEmpty())
        {
            facts.put(name, value);
        }
    }
}
