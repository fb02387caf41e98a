package io.tributary.tracker;

import io.tributary.tracker.access.AccessListException;
import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessListLoader;
import io.tributary.tracker.capture.CaptureQueue;
import io.tributary.tracker.capture.CaptureWriter;
import io.tributary.tracker.configuration.Capture;
import io.tributary.tracker.configuration.ConfigurationException;
import io.tributary.tracker.configuration.ListenAddress;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.net.ListenAddresses;
import io.tributary.tracker.node.DataDirectory;
import io.tributary.tracker.node.NodeSecrets;
import io.tributary.tracker.request.RequestDispatcher;
import io.tributary.tracker.overlay.OverlayAgent;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.OverlayStatus;
import io.tributary.tracker.status.SocketDrops;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.StoreBudgetException;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One tracker process: constructs everything from the configuration, in order, and closes it in reverse.
 *
 * <p>Threads: the caller of {@link #run()} is the loop; {@code housekeeping}, {@code reload}, {@code link-resolver}
 * and, where traffic is recorded, {@code capture} are the only others.
 */
public final class Tracker implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Tracker.class);
    private static final Path NETWORK_TABLES = Path.of("/proc/net");

    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private final EpochClock epochClock = SystemEpochClock.INSTANCE;
    private final SipHash connectionHash;
    private final SipHash limiterHash;
    private final DatagramPoller poller;
    private final OverlayTask overlay;
    private final TrackerAgent agent;
    private final ExecutorService reloadExecutor;
    private final Reloader reloader;

    /**
     * Open everything and bind the sockets. When this throws, nothing stays open.
     *
     * @param configuration checked.
     * @param reload        reads the configuration's sources again.
     * @throws IOException         one clear line: the directory, the file or the address at fault.
     * @throws AccessListException one line for each error in an access list.
     */
    public Tracker(final TrackerConfiguration configuration, final Callable<TrackerConfiguration> reload)
        throws IOException, AccessListException
    {
        try
        {
            final SecureRandom secureRandom = new SecureRandom();
            final DataDirectory directory = configuration.store().isMemoryOnly() ? null : opened(
                DataDirectory.open(Path.of(configuration.store().directory()), ProcessHandle.current().pid()));
            final NodeSecrets secrets = null == directory ?
                NodeSecrets.create(secureRandom) : NodeSecrets.loadOrCreate(directory, secureRandom);
            connectionHash = new SipHash(secrets.connectionKey(), 0);
            limiterHash = new SipHash(secureRandom.nextLong(), secureRandom.nextLong());

            final TrackerCounters counters = opened(counters(configuration));
            final AccessListLoader loader =
                new AccessListLoader(new SipHash(secureRandom.nextLong(), secureRandom.nextLong()));
            final AccessListExchange exchange =
                opened(new AccessListExchange(loader.load(Reloader.files(configuration))));
            final LatencyRecorder latencies = new LatencyRecorder(counters, nanoClock.nanoTime());
            final long seed = seed(configuration, secureRandom);
            final ChronicleSwarmStore store = opened(openStore(configuration, directory, secrets, seed));

            final LoopSettings settings = LoopSettings.of(configuration, connectionHash, limiterHash);
            final RequestDispatcher dispatcher = new RequestDispatcher(
                settings.connectionIds(), exchange, settings.rateLimiter(), store, settings.request(), counters,
                latencies, configuration.status().isLatencyRecorded() ? nanoClock : () -> 0, ~seed);
            poller = opened(openPoller(configuration, dispatcher, counters));
            dispatcher.replies(new PollerReplies(poller));
            overlay = joinOverlay(configuration, secrets, store, exchange, counters, seed);
            dispatcher.overlay(overlay, overlay::isOpen);
            agent = new TrackerAgent(poller, dispatcher, overlay, exchange, store, counters, latencies,
                nanoClock, epochClock, TrackerConfiguration.Idle.SPIN == configuration.network().idle());
            final LinkResolver resolver = startResolving(counters);

            counters.set(TrackerCounter.SOCKET_RECEIVE_BUFFER_BYTES, poller.receiveBufferBytes());
            startHousekeeping(counters, latencies);
            startCapture(configuration.capture(), counters);
            reloadExecutor = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1),
                task -> daemon(task, "reload"), new ThreadPoolExecutor.DiscardPolicy());
            closeables.push(this::stopReloading);
            reloader = new Reloader(configuration, reload, loader, exchange, counters, next ->
            {
                publishBudgets(next, counters);
                agent.offer(LoopSettings.of(next, connectionHash, limiterHash));
                resolve(resolver, next);
            });
            resolve(resolver, configuration);
            publishBudgets(configuration, counters);
            counters.publish();
            LOGGER.info("network: {}, receive buffer {} bytes (asked for {}), {}", addresses(),
                poller.receiveBufferBytes(), configuration.network().receiveBufferBytes(),
                poller.transportDescription());
        }
        catch (final IOException | AccessListException | RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * Serve until SIGTERM or SIGINT.
     *
     * @param configuration to start with.
     * @param reload        reads the same sources again, on SIGHUP.
     * @return exit code.
     * @throws IOException            if it cannot start.
     * @throws ConfigurationException if an access list is wrong.
     */
    public static int serve(final TrackerConfiguration configuration, final Callable<TrackerConfiguration> reload)
        throws IOException
    {
        try (Tracker tracker = new Tracker(configuration, reload))
        {
            ProcessSignals.handle("TERM", tracker::stop);
            ProcessSignals.handle("INT", tracker::stop);
            ProcessSignals.handle("HUP", tracker::reload);
            System.out.println("tributary listening on " + tracker.addresses());
            System.out.flush();
            tracker.run();
            LOGGER.info("stopping");
        }
        catch (final AccessListException | StoreBudgetException ex)
        {
            throw new ConfigurationException(ex.getMessage());
        }
        LOGGER.info("stopped");
        return 0;
    }

    /** Turn the loop on this thread until {@link #stop()}. */
    public void run()
    {
        agent.run();
        overlay.bye();
    }

    /** End {@link #run()}; from any thread. */
    public void stop()
    {
        agent.stop();
    }

    /**
     * Read configuration and access lists again, in the background; from any thread. While one reload waits behind
     * another, that one will see everything a third would, which is left out.
     */
    public void reload()
    {
        reloadExecutor.execute(reloader);
    }

    /**
     * Where the sockets are bound.
     *
     * @return in the order of the configuration, with real ports.
     */
    public List<InetSocketAddress> localAddresses()
    {
        return poller.localAddresses();
    }

    @Override
    public void close()
    {
        while (!closeables.isEmpty())
        {
            CloseHelper.close(ex -> LOGGER.warn("closing", ex), closeables.pop());
        }
    }

    private TrackerCounters counters(final TrackerConfiguration configuration) throws IOException
    {
        final Path file = configuration.statusFile(Path.of(System.getProperty("java.io.tmpdir")));
        final Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        return TrackerCounters.prepared(
            file, epochClock, ProcessHandle.current().pid(), configuration.tsup().linksMax());
    }

    private ChronicleSwarmStore openStore(
        final TrackerConfiguration configuration,
        final DataDirectory directory,
        final NodeSecrets secrets,
        final long seed) throws IOException
    {
        final SwarmStoreOpener opener = new SwarmStoreOpener(
            LoopSettings.limits(configuration), secrets.storeKeys(), seed, epochClock);
        return null == directory ? opener.inMemory() : opener.open(directory.path());
    }

    private DatagramPoller openPoller(
        final TrackerConfiguration configuration,
        final RequestDispatcher dispatcher,
        final TrackerCounters counters) throws IOException
    {
        final List<InetSocketAddress> addresses =
            configuration.network().listen().stream().map(ListenAddress::resolve).toList();
        return new DatagramPoller(
            ListenAddresses.usable(addresses),
            configuration.network().receiveBufferBytes(),
            configuration.network().sendBufferBytes(),
            configuration.network().receiveBudget(),
            dispatcher,
            counters,
            new FirstOccurrenceLog(LOGGER));
    }

    private OverlayTask joinOverlay(
        final TrackerConfiguration configuration,
        final NodeSecrets secrets,
        final ChronicleSwarmStore store,
        final AccessListExchange exchange,
        final TrackerCounters counters,
        final long seed)
    {
        final OverlaySettings settings =
            OverlayConfiguration.settings(configuration, poller.localAddresses().get(0).getPort());
        final OverlayAgent overlayAgent = opened(new OverlayAgent(
            settings, OverlayConfiguration.trackerId(secrets.trackerId()), epochClock.time(), store, poller::send,
            (infoHash, offset) -> exchange.poll().isShared(infoHash, offset), secrets.overlayKey(), seed));
        return new OverlayTask(overlayAgent, counters, nanoClock, epochClock);
    }

    /** Names are looked up beside the loop, which is given addresses. */
    private LinkResolver startResolving(final TrackerCounters counters)
    {
        final List<InetAddress> addresses = localAddresses().stream().map(InetSocketAddress::getAddress).toList();
        final LinkResolver resolver = new LinkResolver(
            InetAddress::getAllByName,
            addresses.stream().anyMatch(Inet4Address.class::isInstance),
            addresses.stream().anyMatch(Inet6Address.class::isInstance),
            () -> OverlayStatus.of(counters).connectedLinks(),
            (links, withoutAddress) ->
            {
                overlay.offer(links, withoutAddress);
                poller.wakeUp();
            },
            nanoClock);
        final Thread thread = daemon(resolver, "link-resolver");
        thread.start();
        closeables.push(() -> resolver.stop(thread));
        return resolver;
    }

    private static void resolve(final LinkResolver resolver, final TrackerConfiguration configuration)
    {
        resolver.links(
            configuration.links(), TimeUnit.MILLISECONDS.toNanos(configuration.tsup().reconnectMs()));
    }

    private void startHousekeeping(final TrackerCounters counters, final LatencyRecorder latencies)
    {
        final int[] ports = poller.localAddresses().stream().mapToInt(InetSocketAddress::getPort).distinct().toArray();
        final Housekeeping housekeeping = new Housekeeping(
            counters, latencies, new SocketDrops(NETWORK_TABLES, ports), nanoClock, epochClock);
        final Thread thread = daemon(housekeeping, "housekeeping");
        thread.start();
        closeables.push(() -> housekeeping.stop(thread));
    }

    private void startCapture(final Capture capture, final TrackerCounters counters) throws IOException
    {
        if (capture.isOn())
        {
            final CaptureQueue queue = new CaptureQueue(new OffsetEpochNanoClock(), counters);
            final CaptureWriter writer = new CaptureWriter(queue, Path.of(capture.file()), capture.limitBytes(),
                localAddresses().stream().map(address ->
                    OverlayConfiguration.endpoint(address.getAddress(), address.getPort())).toList(), counters);
            final Thread thread = daemon(writer, "capture");
            thread.start();
            closeables.push(() -> writer.stop(thread));
            poller.tap(queue);
        }
    }

    /** Reads in flight end when interrupted; what a reload writes to must outlive it. */
    private void stopReloading() throws InterruptedException
    {
        reloadExecutor.shutdownNow();
        while (!reloadExecutor.awaitTermination(1, TimeUnit.SECONDS))
        {
            LOGGER.info("waiting for a reload to end");
        }
    }

    private static void publishBudgets(final TrackerConfiguration configuration, final TrackerCounters counters)
    {
        counters.set(TrackerCounter.SWARMS_MAX, configuration.store().swarmsMax());
        counters.set(TrackerCounter.PEERS_MAX, configuration.store().peersMax());
    }

    private static long seed(final TrackerConfiguration configuration, final SecureRandom secureRandom)
    {
        final long configured = configuration.random().seed();
        if (0 == configured)
        {
            return secureRandom.nextLong();
        }
        LOGGER.info("random.seed = {}", configured);
        return configured;
    }

    private String addresses()
    {
        return poller.localAddresses().stream()
            .map(address -> new ListenAddress(shortened(address), address.getPort()).toString())
            .collect(Collectors.joining(" "));
    }

    /** With the zeros of an IPv6 address left out. */
    private static String shortened(final InetSocketAddress address)
    {
        return address.getAddress().getHostAddress().replaceFirst("(^|:)(0(:|$)){2,}", "::");
    }

    private static Thread daemon(final Runnable task, final String name)
    {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private <T extends AutoCloseable> T opened(final T closeable)
    {
        closeables.push(closeable);
        return closeable;
    }
}
