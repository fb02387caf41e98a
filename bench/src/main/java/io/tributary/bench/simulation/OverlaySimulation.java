package io.tributary.bench.simulation;

/**
 * One run from a seed: clients come and go while faults happen; then faults end and nobody comes or goes any more, and
 * everybody must know everybody in bounded time; then a life later nobody must know those who vanished.
 */
public final class OverlaySimulation implements AutoCloseable
{
    private final SimulationOptions options;
    final SimulatedOverlay overlay;
    private final FaultPlan faults;
    private final Convergence convergence;
    private long convergedNs = -1;

    OverlaySimulation(final SimulationOptions options, final SimulatedTracker.Maker maker)
    {
        this.options = options;
        this.overlay = new SimulatedOverlay(options, Topology.of(options.shape, options.nodes), maker);
        this.faults = new FaultPlan(overlay);
        this.convergence = new Convergence(overlay, overlay.population.clients());
    }

    /**
     * Run a seed.
     *
     * @param seed decides everything.
     * @return what came of it.
     * @throws SimulationFailure when a check does not hold.
     */
    public static SimulationResult run(final long seed)
    {
        return run(SimulationOptions.draw(seed), OverlayTracker::new);
    }

    static SimulationResult run(final SimulationOptions options, final SimulatedTracker.Maker maker)
    {
        try (OverlaySimulation simulation = new OverlaySimulation(options, maker))
        {
            return simulation.run();
        }
    }

    SimulationResult run()
    {
        try
        {
            overlay.start();
            overlay.population.start(options.faultsNs / 4);
            faults.start();
            overlay.run(options.faultsNs);
            faults.end();
            overlay.population.settle();
            converge();
            expire();
        }
        catch (final SimulationFailure failure)
        {
            throw failure;
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw overlay.failure("threw " + ex, ex);
        }
        return new SimulationResult(
            options.seed, overlay.events.happened(), overlay.trace.digest(), overlay.events.nowNs(), convergedNs,
            overlay.network.traffic());
    }

    /** Everybody knows everybody, and nobody whom all know to be gone. */
    private void converge()
    {
        final long boundNs = Convergence.boundNs(options);
        final long endNs = options.faultsNs + boundNs;
        for (long timeNs = options.faultsNs; timeNs < endNs; timeNs += options.helloNs / 2)
        {
            overlay.run(timeNs);
            if (convergedNs < 0 && null == convergence.missingLink() && null == convergence.deviation(0))
            {
                convergedNs = timeNs - options.faultsNs;
            }
        }
        overlay.run(endNs);
        require(convergence.missingLink());
        require(convergence.deviation(boundNs));
    }

    /** A life later nobody knows those who vanished, and leaders are not disputed. */
    private void expire()
    {
        final long boundNs = Convergence.boundNs(options);
        final long lifeNs = options.lifeMaxNs() +
            Math.min(overlay.invariants.toleranceNs(), 2 * options.lifeMaxNs());
        final long electionNs = options.isElecting ? 2 * options.mandateNs : 0;
        overlay.run(options.faultsNs + boundNs + Math.max(lifeNs, electionNs));
        overlay.invariants.checkAll();
        require(convergence.missingLink());
        require(convergence.deviation(boundNs));
        require(convergence.disputedLeader());
    }

    private void require(final String deviation)
    {
        if (null != deviation)
        {
            throw overlay.failure(deviation, null);
        }
    }

    @Override
    public void close()
    {
        overlay.close();
    }
}
