package io.tributary.tracker;

import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessListFiles;
import io.tributary.tracker.access.AccessListLoader;
import io.tributary.tracker.configuration.ConfigurationChange;
import io.tributary.tracker.configuration.ConfigurationException;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.configuration.Tsup;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * SIGHUP: reads the configuration and the access lists again, hands the loop what may change while it runs, and logs
 * what changed. Anything wrong leaves everything as it was. On a thread of its own; one reload at a time.
 */
final class Reloader implements Runnable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Reloader.class);

    private final Callable<TrackerConfiguration> source;
    private final AccessListLoader loader;
    private final AccessListExchange exchange;
    private final TrackerCounters counters;
    private final Consumer<TrackerConfiguration> onChange;
    private TrackerConfiguration current;

    Reloader(
        final TrackerConfiguration current,
        final Callable<TrackerConfiguration> source,
        final AccessListLoader loader,
        final AccessListExchange exchange,
        final TrackerCounters counters,
        final Consumer<TrackerConfiguration> onChange)
    {
        this.current = current;
        this.source = source;
        this.loader = loader;
        this.exchange = exchange;
        this.counters = counters;
        this.onChange = onChange;
    }

    static AccessListFiles files(final TrackerConfiguration configuration)
    {
        final TrackerConfiguration.Access access = configuration.access();
        final Tsup tsup = configuration.tsup();
        return new AccessListFiles(
            path(access.allowInfoHashesFile()), path(access.denyInfoHashesFile()), path(access.denyAddressesFile()),
            path(tsup.shareInfoHashesFile()), path(tsup.privateInfoHashesFile()));
    }

    @Override
    public void run()
    {
        try
        {
            final TrackerConfiguration read = source.call();
            final TrackerConfiguration next = current.withReloadableOf(read);
            if (!loader.reload(files(next), exchange))
            {
                counters.increment(TrackerCounter.RELOADS_REFUSED);
                return;
            }
            final List<ConfigurationChange> changes = ConfigurationChange.between(current, read);
            current = next;
            onChange.accept(next);
            counters.increment(TrackerCounter.RELOADS);
            for (final ConfigurationChange change : changes)
            {
                LOGGER.info("reload: {}", change);
            }
        }
        catch (final ConfigurationException ex)
        {
            refuse(ex.getMessage());
        }
        catch (final Exception ex)
        {
            refuse(ex.toString());
        }
    }

    private void refuse(final String reason)
    {
        counters.increment(TrackerCounter.RELOADS_REFUSED);
        LOGGER.error("reload refused, the settings in use stay:\n{}", reason);
    }

    private static Path path(final String name)
    {
        return name.isEmpty() ? null : Path.of(name);
    }
}
