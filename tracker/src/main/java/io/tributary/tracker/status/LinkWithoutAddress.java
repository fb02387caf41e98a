package io.tributary.tracker.status;

/**
 * A link that is configured, and cannot be used, because no address is known that this tracker could reach.
 *
 * @param name       printable ASCII.
 * @param isExternal whether it is one of the external network.
 */
public record LinkWithoutAddress(String name, boolean isExternal)
{
}
