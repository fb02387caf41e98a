package io.tributary.bench.load;

import java.net.InetSocketAddress;

/**
 * Everything a {@link LoadGenerator} needs to know.
 *
 * @param target     the tracker.
 * @param population who announces.
 * @param mix        what is sent.
 * @param pace       how fast.
 */
public record LoadPlan(InetSocketAddress target, PopulationShape population, RequestMix mix, Pace pace)
{
}
