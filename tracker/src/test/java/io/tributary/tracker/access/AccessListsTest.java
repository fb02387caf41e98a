package io.tributary.tracker.access;

import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

class AccessListsTest
{
    @Test
    void shouldAllowEverythingWithoutLists()
    {
        try (AccessLists lists = AccessLists.open())
        {
            assertThat(lists.checkInfoHash(infoHash(1), 0)).isEqualTo(AccessLists.ALLOWED);
            assertThat(lists.checkAddress(endpoint("192.0.2.1"))).isEqualTo(AccessLists.ALLOWED);
        }
    }

    @Test
    void shouldAllowOnlyWhatIsOnTheAllowList()
    {
        try (AccessLists lists = new AccessLists(set(1), null, AddressRanges.NONE))
        {
            assertThat(lists.checkInfoHash(infoHash(1), 0)).isEqualTo(AccessLists.ALLOWED);
            assertThat(lists.checkInfoHash(infoHash(2), 0)).isEqualTo(AccessLists.NOT_ALLOWED);
        }
    }

    @Test
    void shouldAllowNothingWithAnEmptyAllowList()
    {
        try (AccessLists lists = new AccessLists(set(), null, AddressRanges.NONE))
        {
            assertThat(lists.checkInfoHash(infoHash(1), 0)).isEqualTo(AccessLists.NOT_ALLOWED);
        }
    }

    @Test
    void shouldLetTheDenyListWin()
    {
        try (AccessLists lists = new AccessLists(set(1, 2), set(2, 3), AddressRanges.NONE))
        {
            assertThat(lists.checkInfoHash(infoHash(1), 0)).isEqualTo(AccessLists.ALLOWED);
            assertThat(lists.checkInfoHash(infoHash(2), 0)).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkInfoHash(infoHash(3), 0)).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkInfoHash(infoHash(4), 0)).isEqualTo(AccessLists.NOT_ALLOWED);
        }
    }

    @Test
    void shouldDenyAddressesInARange()
    {
        final AddressRanges ranges = new AddressRanges.Builder().add(endpoint("192.0.2.0"), 24).build();
        try (AccessLists lists = new AccessLists(null, set(1), ranges))
        {
            assertThat(lists.checkAddress(endpoint("192.0.2.77"))).isEqualTo(AccessLists.DENIED);
            assertThat(lists.checkAddress(endpoint("192.0.3.77"))).isEqualTo(AccessLists.ALLOWED);
            assertThat(lists).hasToString("allow list off, deny list 1 info-hashes, 1 denied address ranges, " +
                "share list off, private list off");
        }
    }

    @Test
    void shouldShareAllThatIsServedUnlessToldOtherwise()
    {
        try (AccessLists lists = new AccessLists(null, set(1), AddressRanges.NONE))
        {
            assertThat(lists.isShared(infoHash(1), 0)).isFalse();
            assertThat(lists.isShared(infoHash(2), 0)).isTrue();
        }
    }

    /** Requirement: access checks come before other trackers hear of a swarm, else a stranger makes it flood them. */
    @Test
    void shouldShareOnlyWhatIsServedListedAndNotPrivate()
    {
        try (AccessLists lists = new AccessLists(set(1, 2, 3), null, AddressRanges.NONE, set(2, 3, 4), set(3)))
        {
            assertThat(lists.isShared(infoHash(1), 0)).as("served only").isFalse();
            assertThat(lists.isShared(infoHash(2), 0)).as("served and listed").isTrue();
            assertThat(lists.isShared(infoHash(3), 0)).as("private").isFalse();
            assertThat(lists.isShared(infoHash(4), 0)).as("not served").isFalse();
        }
    }

    @Test
    void shouldFreeAllSets()
    {
        final InfoHashSet[] sets = {set(1), set(2), set(3), set(4)};
        new AccessLists(sets[0], sets[1], AddressRanges.NONE, sets[2], sets[3]).close();

        assertThat(sets).allSatisfy(set -> assertThat(set.isClosed()).isTrue());
    }

    static InfoHashSet set(final int... infoHashes)
    {
        final InfoHashSet set = new InfoHashSet(infoHashes.length, new SipHash(7, 8));
        for (final int infoHash : infoHashes)
        {
            set.add(infoHash(infoHash), 0);
        }
        return set;
    }

    static UnsafeBuffer infoHash(final int number)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[20]);
        buffer.putInt(16, number);
        return buffer;
    }
}
