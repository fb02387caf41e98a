package io.tributary.tracker.status;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One reading of the overlay and its links. Immutable.
 */
public final class OverlayStatus
{
    /** The writer may have lost its core in the middle, for a while; one that died there must not stop readers. */
    static final int ATTEMPTS_MAX = 100_000;

    private final long[] values;
    private final List<LinkStatus> links;

    private OverlayStatus(final long[] values, final List<LinkStatus> links)
    {
        this.values = values;
        this.links = List.copyOf(links);
    }

    static OverlayStatus read(
        final AtomicBuffer region, final int overlayOffset, final int linkSlots, final int attemptsMax)
    {
        final UnsafeBuffer overlay = copy(region, overlayOffset, OverlayLayout.OVERLAY_LENGTH, attemptsMax);
        final long[] values = new long[OverlayField.count()];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = overlay.getLong(OverlayLayout.OVERLAY_FIELDS_OFFSET + i * Long.BYTES);
        }

        final List<LinkStatus> links = new ArrayList<>();
        for (int slot = 0; slot < linkSlots; slot++)
        {
            final int offset = OverlayLayout.linkOffset(overlayOffset, slot);
            if (0 != region.getLongVolatile(offset))
            {
                final UnsafeBuffer link = copy(region, offset, OverlayLayout.LINK_LENGTH, attemptsMax);
                if (0 != link.getInt(OverlayLayout.NAME_LENGTH_OFFSET))
                {
                    links.add(new LinkStatus(slot, link));
                }
            }
        }
        return new OverlayStatus(values, links);
    }

    /**
     * Read what this process itself has written; from any of its threads.
     *
     * @param counters not yet closed.
     * @return the reading.
     */
    public static OverlayStatus of(final TrackerCounters counters)
    {
        final AtomicBuffer region = counters.region();
        return read(region, StatusLayout.overlayOffset(TrackerCounter.count()),
            region.getInt(StatusLayout.LINK_SLOTS_OFFSET), ATTEMPTS_MAX);
    }

    /**
     * Names of the links that are connected.
     *
     * @return in no order.
     */
    public Set<String> connectedLinks()
    {
        return links.stream().filter(link -> LinkStatus.State.CONNECTED == link.state()).map(LinkStatus::name)
            .collect(Collectors.toSet());
    }

    public long value(final OverlayField field)
    {
        return values[field.ordinal()];
    }

    /**
     * The links there are.
     *
     * @return by slot.
     */
    public List<LinkStatus> links()
    {
        return links;
    }

    /**
     * What a slot's link is called.
     *
     * @param slot as in a {@link SwarmDescription}.
     * @return "?" when there is no such link any more.
     */
    public String linkName(final int slot)
    {
        return links.stream().filter(link -> link.slot() == slot).map(LinkStatus::name).findFirst().orElse("?");
    }

    private static UnsafeBuffer copy(
        final AtomicBuffer region, final int offset, final int length, final int attemptsMax)
    {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        for (int i = 0; i < attemptsMax; i++)
        {
            final long sequence = region.getLongAcquire(offset);
            copy.putBytes(0, region, offset, length);
            VarHandle.loadLoadFence();
            if (0 == (sequence & 1) && sequence == region.getLongVolatile(offset))
            {
                return copy;
            }
            Thread.yield();
        }
        return copy;
    }
}
