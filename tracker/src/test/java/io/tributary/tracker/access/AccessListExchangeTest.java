package io.tributary.tracker.access;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static io.tributary.tracker.access.AccessListsTest.infoHash;
import static org.assertj.core.api.Assertions.assertThat;

class AccessListExchangeTest
{
    private final List<InfoHashSet> sets = new ArrayList<>();

    @Test
    void shouldSwapOnlyWhenTheLoopPolls()
    {
        final AccessLists first = lists(1);
        final AccessLists second = lists(2);
        final AccessListExchange exchange = new AccessListExchange(first);
        assertThat(exchange.poll()).isSameAs(first);

        exchange.publish(second);
        assertThat(exchange.reclaim()).isFalse();
        assertThat(isClosed()).containsExactly(false, false);

        assertThat(exchange.poll()).isSameAs(second);
        assertThat(isClosed()).containsExactly(false, false);

        assertThat(exchange.reclaim()).isTrue();
        assertThat(isClosed()).containsExactly(true, false);
        assertThat(exchange.poll()).isSameAs(second);
    }

    @Test
    void shouldFreeAtOnceWhatTheLoopHasNeverSeen()
    {
        final AccessListExchange exchange = new AccessListExchange(lists(1));
        final AccessLists third = lists(3);
        exchange.publish(lists(2));
        exchange.publish(third);

        assertThat(isClosed()).containsExactly(false, false, true);
        assertThat(exchange.poll()).isSameAs(third);
    }

    @Test
    void shouldNotTakeNewListsBeforeTheOldOnesAreReclaimed()
    {
        final AccessLists second = lists(2);
        final AccessLists third = lists(3);
        final AccessListExchange exchange = new AccessListExchange(lists(1));
        exchange.publish(second);
        exchange.poll();
        exchange.publish(third);

        assertThat(exchange.poll()).isSameAs(second);
        assertThat(exchange.reclaim()).isFalse();
        assertThat(exchange.poll()).isSameAs(third);
        assertThat(exchange.reclaim()).isTrue();
        assertThat(isClosed()).containsExactly(true, false, true);
    }

    @Test
    void shouldFreeEverythingOnClose()
    {
        final AccessListExchange exchange = new AccessListExchange(lists(1));
        exchange.publish(lists(2));
        exchange.poll();
        exchange.publish(lists(3));
        exchange.close();

        assertThat(isClosed()).containsExactly(true, true, true);
    }

    @Test
    void shouldNeverLetTheLoopReadFreedMemory() throws Exception
    {
        final int versions = 3_000;
        final AccessListExchange exchange = new AccessListExchange(versionedLists(0));
        final AtomicBoolean isRunning = new AtomicBoolean(true);
        final FutureTask<Integer> loop = new FutureTask<>(() -> readVersions(exchange, isRunning));
        new Thread(loop, "loop").start();

        for (int version = 1; version <= versions && !loop.isDone(); version++)
        {
            exchange.publish(versionedLists(version));
            // Every other time the next lists come before the loop may have taken these.
            while (0 == version % 2 && !exchange.reclaim() && !loop.isDone())
            {
                Thread.onSpinWait();
            }
        }

        isRunning.set(false);
        assertThat(loop.get(60, TimeUnit.SECONDS)).isEqualTo(versions);
        exchange.close();
        assertThat(isClosed()).hasSize(2 * versions + 2).containsOnly(true);
    }

    /** The lists of version v allow v and v + 1 and deny v + 1: a torn or freed state cannot answer like that. */
    private static int readVersions(final AccessListExchange exchange, final AtomicBoolean isRunning)
    {
        final UnsafeBuffer infoHash = infoHash(0);
        int version = 0;
        while (isRunning.get() || AccessLists.ALLOWED != check(exchange.poll(), infoHash, version))
        {
            final AccessLists lists = exchange.poll();
            int steps = 0;
            while (AccessLists.ALLOWED != check(lists, infoHash, version))
            {
                assertThat(++steps).as("versions ahead of %d", version).isLessThan(4);
                version++;
            }
            assertThat(check(lists, infoHash, version + 1)).isEqualTo(AccessLists.DENIED);
            assertThat(check(lists, infoHash, version + 2)).isEqualTo(AccessLists.NOT_ALLOWED);
        }
        return version;
    }

    private static int check(final AccessLists lists, final UnsafeBuffer infoHash, final int number)
    {
        infoHash.putInt(16, number);
        return lists.checkInfoHash(infoHash, 0);
    }

    private AccessLists versionedLists(final int version)
    {
        final InfoHashSet allowed = AccessListsTest.set(version, version + 1);
        final InfoHashSet denied = AccessListsTest.set(version + 1);
        sets.add(allowed);
        sets.add(denied);
        return new AccessLists(allowed, denied, AddressRanges.NONE);
    }

    private AccessLists lists(final int allowed)
    {
        sets.add(AccessListsTest.set(allowed));
        return new AccessLists(sets.get(sets.size() - 1), null, AddressRanges.NONE);
    }

    private List<Boolean> isClosed()
    {
        return sets.stream().map(InfoHashSet::isClosed).toList();
    }
}
