package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.configuration.TsupLink;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.status.LinkWithoutAddress;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Turns configured links into links with addresses. On a thread of its own, since a name server may take time that
 * neither the loop nor the heartbeat has. A name is looked up when its link appears, and again whenever the link has
 * not been connected for a reconnect interval; until it has an address the overlay does not see the link.
 *
 * <p>An address in use stays as long as the name has it, whatever the order of the answers. Of two names of the same
 * address the later is left out.
 */
final class LinkResolver implements Runnable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkResolver.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long STOP_MS = 500;

    private final Lookup lookup;
    private final boolean hasIpv4;
    private final boolean hasIpv6;
    private final Supplier<Set<String>> connected;
    private final Output output;
    private final NanoClock nanoClock;
    private final AtomicReference<Links> newLinks = new AtomicReference<>();
    private final Map<String, Target> targets = new HashMap<>();
    private Links links = new Links(List.of(), PAUSE_NS);
    private volatile boolean isStopping;

    /** Asks for the addresses of a host; may block. */
    @FunctionalInterface
    interface Lookup
    {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** Takes the links that can be used, and the others. */
    @FunctionalInterface
    interface Output
    {
        void accept(List<LinkSettings> links, List<LinkWithoutAddress> others);
    }

    private record Links(List<TsupLink> configured, long reconnectNs)
    {
    }

    /** What is known of one link's address. */
    private static final class Target
    {
        private TsupLink link;
        private Endpoint endpoint;
        private long lookupNs;
        private boolean isComplaintLogged;
    }

    /**
     * Links of a tracker.
     *
     * @param lookup      the system's.
     * @param hasIpv4     whether the tracker has a socket of that family; addresses of others are of no use.
     * @param hasIpv6     likewise.
     * @param connected   names of the links that are connected, as far as known.
     * @param output      is given all links, whenever they change.
     * @param nanoClock   tells when to look again.
     */
    LinkResolver(
        final Lookup lookup,
        final boolean hasIpv4,
        final boolean hasIpv6,
        final Supplier<Set<String>> connected,
        final Output output,
        final NanoClock nanoClock)
    {
        this.lookup = lookup;
        this.hasIpv4 = hasIpv4;
        this.hasIpv6 = hasIpv6;
        this.connected = connected;
        this.output = output;
        this.nanoClock = nanoClock;
    }

    /**
     * Go on with these links; from any thread.
     *
     * @param configured  all of them.
     * @param reconnectNs time without connection after which a name is looked up again.
     */
    void links(final List<TsupLink> configured, final long reconnectNs)
    {
        newLinks.set(new Links(configured, reconnectNs));
    }

    @Override
    public void run()
    {
        while (!isStopping)
        {
            doWork(nanoClock.nanoTime());
            LockSupport.parkNanos(this, PAUSE_NS);
        }
    }

    /** A look-up in flight is not waited for: nothing is touched after it. */
    void stop(final Thread thread) throws InterruptedException
    {
        isStopping = true;
        LockSupport.unpark(thread);
        thread.join(STOP_MS);
    }

    void doWork(final long nowNs)
    {
        boolean isChanged = takeLinks(nowNs);
        final Set<String> connectedNames = connected.get();
        for (final TsupLink link : links.configured)
        {
            if (isStopping)
            {
                return;
            }
            final Target target = targets.get(link.name());
            if (connectedNames.contains(link.name()))
            {
                target.lookupNs = nowNs + links.reconnectNs;
            }
            else if (nowNs - target.lookupNs >= 0)
            {
                isChanged |= resolve(target);
                target.lookupNs = nowNs + links.reconnectNs;
            }
        }
        if (isChanged && !isStopping)
        {
            final List<LinkSettings> resolved = resolved();
            output.accept(resolved, others(resolved));
        }
    }

    private boolean takeLinks(final long nowNs)
    {
        final Links next = newLinks.getAndSet(null);
        if (null == next)
        {
            return false;
        }

        links = next;
        final Map<String, Target> former = new HashMap<>(targets);
        targets.clear();
        for (final TsupLink link : next.configured)
        {
            Target target = former.get(link.name());
            if (null == target || !target.link.address().equals(link.address()))
            {
                target = new Target();
                target.lookupNs = nowNs;
                LOGGER.info("link {}: {} {}, {}", link.name(),
                    link.kind().name().toLowerCase(Locale.ROOT), link.address(),
                    link.isKeyed() ? "keyed" : "no key, so whoever forges its address is believed");
            }
            target.link = link;
            targets.put(link.name(), target);
        }
        return true;
    }

    private boolean resolve(final Target target)
    {
        try
        {
            Endpoint found = null;
            for (final InetAddress address : lookup.addresses(target.link.address().host()))
            {
                final Endpoint candidate = OverlayConfiguration.endpoint(address, target.link.address().port());
                if (null != target.endpoint && target.endpoint.isSameAs(candidate))
                {
                    return false;
                }
                if (null == found && (candidate.isIpv6() ? hasIpv6 : hasIpv4))
                {
                    found = candidate;
                }
            }
            if (null != found)
            {
                LOGGER.info("link {} is at {}", target.link.name(), found);
                target.endpoint = found;
                target.isComplaintLogged = false;
                return true;
            }
            complain(target, "has no address of a family that this tracker listens on");
        }
        catch (final UnknownHostException ex)
        {
            complain(target, "no address found for this name");
        }
        return false;
    }

    private List<LinkSettings> resolved()
    {
        final List<LinkSettings> settings = new ArrayList<>();
        for (final TsupLink link : links.configured)
        {
            final Target target = targets.get(link.name());
            if (null != target.endpoint)
            {
                if (settings.stream().anyMatch(other -> other.remote().isSameAs(target.endpoint)))
                {
                    complain(target, "has the address of another link; one link to each tracker is allowed");
                }
                else
                {
                    settings.add(OverlayConfiguration.link(link, target.endpoint));
                }
            }
        }
        return settings;
    }

    private List<LinkWithoutAddress> others(final List<LinkSettings> resolved)
    {
        final Set<String> used = resolved.stream().map(LinkSettings::name).collect(Collectors.toSet());
        return links.configured.stream().filter(link -> !used.contains(link.name()))
            .map(link -> new LinkWithoutAddress(link.name(), TsupLink.Kind.EXTERNAL == link.kind())).toList();
    }

    private static void complain(final Target target, final String problem)
    {
        if (!target.isComplaintLogged)
        {
            target.isComplaintLogged = true;
            LOGGER.warn("link {}: {}: {}", target.link.name(), target.link.address(), problem);
        }
    }
}
