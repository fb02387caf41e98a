package io.tributary.tracker.command;

import io.tributary.tracker.configuration.ConfigurationLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code tributary serve}: configuration complete and checked first, then the tracker.
 */
@Command(
    name = "serve",
    description = "Run the tracker until SIGTERM or SIGINT. SIGHUP reads access lists and settings again.",
    footer = {"", "Example: tributary serve --listen 127.0.0.1:6969 --data \"\""})
public final class ServeCommand implements Callable<Integer>
{
    private final Map<String, String> environment;
    private final TrackerLaunch launch;

    @Mixin
    private ConfigurationOptions configurationOptions;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description =
        "Listen on this address instead of the configured ones; repeatable. IPv6 as [::1]:6969; port 0 takes any.")
    private final List<String> listen = new ArrayList<>();

    @Option(names = "--link", paramLabel = "LINK", description = {
        "Unify swarms with the tracker at [internal:|external:]HOST:PORT, besides those configured; repeatable. Keys " +
        "of [[tsup.link]] may follow, as in external:[::1]:6970,name=b,key_file=b.key."})
    private final List<String> links = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description =
        "Keep swarms in this directory. Empty: in memory only.")
    private String directory;

    @Option(names = "--capture", paramLabel = "FILE", description =
        "Record the tracker's own traffic into this file, as pcapng.")
    private String captureFile;

    @Option(names = "--capture-limit", paramLabel = "SIZE", description =
        "Most bytes of the capture and of the one before it, such as 1GiB.")
    private String captureLimit;

    public ServeCommand(final Map<String, String> environment, final TrackerLaunch launch)
    {
        this.environment = environment;
        this.launch = launch;
    }

    @Override
    public Integer call() throws Exception
    {
        final ConfigurationLoader loader = configurationOptions.loader(environment);
        if (!listen.isEmpty())
        {
            loader.override("--listen", "network.listen", String.join(",", listen));
        }
        links.forEach(loader::link);
        if (null != directory)
        {
            loader.override("--data", "store.directory", directory);
        }
        if (null != captureFile)
        {
            loader.override("--capture", "capture.file", captureFile);
        }
        if (null != captureLimit)
        {
            loader.override("--capture-limit", "capture.limit", captureLimit);
        }
        return launch.serve(loader.load(), loader::load);
    }
}
