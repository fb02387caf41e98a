package io.tributary.tracker.command;

import io.tributary.tracker.configuration.ConfigurationLoader;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Options that say where settings come from, mixed into the sub-commands that need the configuration.
 */
public final class ConfigurationOptions
{
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description =
        "Read settings from this TOML file. Without it, the embedded defaults hold; no file is looked for.")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description =
        "Override one setting, such as announce.interval=20m; repeatable. Stands above file and environment.")
    private final List<String> settings = new ArrayList<>();

    /**
     * Whether any of the options was given.
     *
     * @return false if only defaults and environment count.
     */
    public boolean isGiven()
    {
        return isFileGiven() || !settings.isEmpty();
    }

    public boolean isFileGiven()
    {
        return null != file;
    }

    /**
     * Loader of file, environment and overrides.
     *
     * @param environment variables of the process.
     * @return to be added to, then loaded.
     */
    public ConfigurationLoader loader(final Map<String, String> environment)
    {
        final ConfigurationLoader loader = new ConfigurationLoader().environment(environment);
        if (isFileGiven())
        {
            loader.file(file);
        }
        for (final String setting : settings)
        {
            final int keyLength = setting.indexOf('=');
            if (keyLength <= 0)
            {
                throw new CommandLine.ParameterException(
                    command.commandLine(), "--set " + setting + ": not KEY=VALUE, such as announce.interval=20m");
            }
            loader.override("--set", setting.substring(0, keyLength).strip(), setting.substring(keyLength + 1));
        }
        return loader;
    }
}
