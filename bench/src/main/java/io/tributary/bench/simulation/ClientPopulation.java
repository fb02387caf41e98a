package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.SwarmAnnounce;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The clients, and how they come, announce, complete and leave, with a farewell or without. What they were told they
 * remember.
 */
final class ClientPopulation
{
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(15);
    private static final int YOUNG_INTERVAL_SEC = 60;
    private static final double EARLY_SHARE_MAX = 0.1;

    private final SimulatedOverlay overlay;
    private final SimulationOptions options;
    private final SplittableRandom random;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private boolean isSettled;

    ClientPopulation(final SimulatedOverlay overlay)
    {
        this.overlay = overlay;
        this.options = overlay.options;
        this.random = overlay.random();
        final int endpoints = options.swarms > 1 ? (options.clients + 1) / 2 : options.clients;
        for (int i = 0; i < options.clients; i++)
        {
            final int number = i % endpoints;
            final boolean isIpv6 = number < options.ipv6ClientShare * endpoints;
            final int swarm = i < endpoints ? random.nextInt(options.swarms) :
                (clients.get(number).swarm + random.nextInt(1, options.swarms)) % options.swarms;
            add(swarm, SimulatedClient.endpoint(number, isIpv6), drawTrackers());
        }
    }

    /** Another client, which does nothing by itself. */
    SimulatedClient add(final int swarm, final Endpoint endpoint, final int... trackers)
    {
        final SimulatedClient client = new SimulatedClient(clients.size(), swarm, trackers, endpoint, options.nodes);
        clients.add(client);
        overlay.invariants.add(client);
        return client;
    }

    private int[] drawTrackers()
    {
        return random.ints(random.nextInt(1, options.trackersPerClientMax + 1), 0, options.nodes)
            .distinct().toArray();
    }

    List<SimulatedClient> clients()
    {
        return clients;
    }

    /**
     * Let everybody come.
     *
     * @param withinNs spread over so much time.
     */
    void start(final long withinNs)
    {
        for (final SimulatedClient client : clients)
        {
            overlay.events.after(random.nextLong(withinNs), () -> join(client));
        }
    }

    /** From now on nobody comes, completes or leaves; those who are there go on announcing. */
    void settle()
    {
        isSettled = true;
    }

    void join(final SimulatedClient client)
    {
        if (isSettled)
        {
            return;
        }
        client.isRunning = true;
        client.session++;
        client.isSeeder = random.nextDouble() < options.seederShare;
        client.known.clear();
        overlay.trace.note(overlay.events.nowNs(), "joins", -1, client.endpoint + " in swarm " + client.swarm);
        announceEverywhere(client);
        if (options.sessionMeanNs > 0)
        {
            final long sessionNs = drawNs(options.sessionMeanNs);
            final int session = client.session;
            overlay.events.after(random.nextLong(sessionNs + 1), () -> complete(client, session));
            overlay.events.after(sessionNs, () -> leave(client, session));
        }
    }

    private void announceEverywhere(final SimulatedClient client)
    {
        final int session = client.session;
        for (final int tracker : client.trackers)
        {
            announce(client, tracker, session);
        }
    }

    private void announce(final SimulatedClient client, final int tracker, final int session)
    {
        if (!client.isRunning || client.session != session)
        {
            return;
        }
        final SimulatedNode node = overlay.nodes.get(tracker);
        if (node.isUp())
        {
            node.announce(client, false, (answer) -> onAnswer(client, node, answer, session));
        }
        else
        {
            overlay.events.after(RETRY_NS, () -> announce(client, tracker, session));
        }
    }

    private void onAnswer(
        final SimulatedClient client, final SimulatedNode node, final SwarmAnnounce answer, final int session)
    {
        for (int i = 0; i < answer.endpointCount; i++)
        {
            final SimulatedClient other = overlay.invariants.client(client.swarm, node.told(answer, i));
            if (null == other || other == client)
            {
                throw overlay.failure(node.index + " tells " + client + " of " + other, null);
            }
            client.known.set(other.index);
        }
        final int intervalSec = answer.isYoung ? Math.min(YOUNG_INTERVAL_SEC, answer.intervalSec) : answer.intervalSec;
        final double early = 1 - EARLY_SHARE_MAX * random.nextDouble();
        overlay.events.after(
            (long)(TimeUnit.SECONDS.toNanos(intervalSec) * early), () -> announce(client, node.index, session));
    }

    private void complete(final SimulatedClient client, final int session)
    {
        if (!isSettled && client.isRunning && client.session == session && !client.isSeeder)
        {
            client.isSeeder = true;
            client.session++;
            announceEverywhere(client);
            final int next = client.session;
            overlay.events.after(drawNs(options.sessionMeanNs), () -> leave(client, next));
        }
    }

    private void leave(final SimulatedClient client, final int session)
    {
        if (isSettled || !client.isRunning || client.session != session)
        {
            return;
        }
        leave(client, random.nextDouble() < options.vanishShare);
        overlay.events.after(drawNs(options.absenceMeanNs), () -> join(client));
    }

    /** Leave at once. */
    void leave(final SimulatedClient client, final boolean isSilent)
    {
        overlay.trace.note(overlay.events.nowNs(), isSilent ? "vanishes" : "stops", -1,
            client.endpoint + " in swarm " + client.swarm);
        client.isRunning = false;
        client.session++;
        for (final int tracker : client.trackers)
        {
            if (!isSilent && overlay.nodes.get(tracker).isUp())
            {
                overlay.nodes.get(tracker).announce(client, true, (answer) ->
                {
                });
            }
        }
    }

    private long drawNs(final long meanNs)
    {
        return 1 + (long)(-meanNs * Math.log(1 - random.nextDouble()));
    }
}
