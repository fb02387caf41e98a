package io.tributary.bench.compare;

import io.tributary.bench.load.LoadPlan;
import io.tributary.bench.load.Pace;
import io.tributary.bench.load.PopulationShape;
import io.tributary.bench.load.RequestMix;

import java.net.InetSocketAddress;

/**
 * What every server is put through.
 *
 * @param population who announces.
 * @param mix        what is sent.
 * @param pace       closed loop.
 * @param warmUpNs   full load before the measurement.
 * @param durationNs of the measurement.
 */
record Workload(PopulationShape population, RequestMix mix, Pace pace, long warmUpNs, long durationNs)
{
    LoadPlan plan(final InetSocketAddress target)
    {
        return new LoadPlan(target, population, mix, pace);
    }

    /** Requests that are answered but leave nothing behind in a tracker. */
    LoadPlan tracelessPlan(final InetSocketAddress target)
    {
        return new LoadPlan(target, population, mix.weights(0, 1, 0.1), pace);
    }
}
