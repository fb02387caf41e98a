package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process may be killed between any two stores. Each test builds the states in between by hand, from the memory
 * before and after, lets the rebuild look at each, and asks for every peer exactly once.
 */
class TornStateTest
{
    private static final int SLAB_BYTES = 1 << 19;
    private static final int FAN_OUT = 1024;

    private TableFixture fixture;
    private List<Endpoint> peers;

    @ParameterizedTest(name = "prefix of {0} bits")
    @ValueSource(ints = {0, 1, 5, 9})
    void shouldMendEveryStateOfASplit(final int prefixBits)
    {
        fill(prefixBits, 240);
        final byte[] before = fixture.image();
        final int leaf = fixture.openDirectory().locate(0);
        assertThat(fixture.directory.split()).isTrue();
        verifySplit(before, leaf, fixture.root());
        fixture.close();
    }

    @Test
    void shouldMendEveryStateOfADescent()
    {
        fill(10, 240);
        final byte[] before = fixture.image();
        final int leaf = fixture.openDirectory().locate(0);
        assertThat(fixture.leaf(leaf).depth()).isEqualTo(10);
        assertThat(fixture.directory.split()).isTrue();
        final int entry = fixture.entry(fixture.root(), 0);
        assertThat(entry & PeerDirectory.NODE_FLAG).isNotZero();
        final int node = entry & ~PeerDirectory.NODE_FLAG;

        fixture.restore(before);
        redirect(node, 0, FAN_OUT, leaf);
        final byte[] written = fixture.image();
        verify("node below written", written);
        fixture.restore(written);
        fixture.entry(fixture.root(), 0, entry);
        final byte[] linked = fixture.image();
        verify("node below linked, depth of the leaf old", linked);
        fixture.restore(linked);
        fixture.leaf(leaf).depth(0);
        final byte[] descended = fixture.image();
        verify("descended, not split", descended);

        fixture.restore(descended);
        fixture.slab.beginRebuild();
        fixture.open().rebuild(fixture.counts, false);
        fixture.slab.endRebuild();
        fixture.openDirectory().locate(0);
        assertThat(fixture.directory.split()).isTrue();
        verifySplit(descended, leaf, node);
        fixture.close();
    }

    private void verifySplit(final byte[] before, final int leaf, final int node)
    {
        final byte[] after = fixture.image();
        final int upper = firstOther(node, leaf);
        int start = FAN_OUT;
        int end = 0;
        for (int i = 0; i < FAN_OUT; i++)
        {
            if (fixture.entry(node, i) == upper)
            {
                start = Math.min(start, i);
                end = i + 1;
            }
        }
        final int depth = fixture.leaf(leaf).depth();

        fixture.restore(before);
        copyBlock(after, upper);
        verify("sibling written", fixture.image());
        for (int written = 1; written <= end - start; written += written < 3 || written > end - start - 3 ? 1 : 13)
        {
            fixture.restore(before);
            copyBlock(after, upper);
            redirect(node, end - written, end, upper);
            verify(written + " entries redirected", fixture.image());
        }
        fixture.restore(before);
        copyBlock(after, upper);
        redirect(node, start, end, upper);
        fixture.leaf(leaf).depth(depth);
        verify("depth written", fixture.image());

        for (int removed = 1; removed < 240; removed += 23)
        {
            fixture.restore(before);
            copyBlock(after, upper);
            redirect(node, start, end, upper);
            final PeerBlock block = fixture.leaf(leaf);
            block.depth(depth);
            for (int i = block.used() - 1, left = removed; i >= 0 && left > 0; i--)
            {
                block.endpoint(i, fixture.peer);
                if (PeerBlock.NOT_FOUND != fixture.leaf(upper).find(fixture.peer))
                {
                    block.remove(i);
                    left--;
                }
            }
            verify(removed + " records removed from the lower half", fixture.image());
        }
        fixture.restore(after);
        verify("done", after);
    }

    @ParameterizedTest(name = "prefix of {0} bits")
    @ValueSource(ints = {0, 1, 5, 9})
    void shouldMendEveryStateOfAMerge(final int prefixBits)
    {
        fill(prefixBits, 100);
        fixture.openDirectory().locate(0);
        assertThat(fixture.directory.split()).isTrue();
        final int lower = fixture.openDirectory().locate(0);
        final int depth = fixture.leaf(lower).depth();
        final int run = FAN_OUT >> depth;
        final int upper = fixture.entry(fixture.root(), run);
        assertThat(upper).isNotEqualTo(lower);
        final byte[] before = fixture.image();
        final int toMove = fixture.leaf(upper).used();

        for (int moved = 0; moved <= toMove; moved++)
        {
            fixture.restore(before);
            moveRecords(upper, lower, moved);
            verify(moved + " records copied down", fixture.image());
        }
        for (int written = 1; written <= run; written += written < 3 || written > run - 3 ? 1 : 13)
        {
            fixture.restore(before);
            moveRecords(upper, lower, toMove);
            redirect(fixture.root(), run, run + written, lower);
            verify(written + " entries redirected", fixture.image());
        }
        fixture.restore(before);
        moveRecords(upper, lower, toMove);
        redirect(fixture.root(), run, 2 * run, lower);
        fixture.leaf(lower).depth(depth - 1);
        verify("depth written", fixture.image());
        fixture.close();
    }

    @Test
    void shouldMendEveryStateOfAnAscent()
    {
        fill(10, 100);
        fixture.openDirectory().locate(0);
        assertThat(fixture.directory.split()).isTrue();
        fixture.openDirectory().locate(0);
        assertThat(fixture.directory.merge()).isTrue();
        assertThat(fixture.entry(belowRoot(), 0)).isEqualTo(fixture.entry(belowRoot(), FAN_OUT - 1));
        final int leaf = fixture.openDirectory().locate(0);
        assertThat(fixture.leaf(leaf).depth()).isZero();
        final byte[] before = fixture.image();
        verify("before", before);
        fixture.restore(before);
        fixture.leaf(leaf).depth(10);
        verify("depth written", fixture.image());
        fixture.restore(before);
        fixture.leaf(leaf).depth(10);
        fixture.entry(fixture.root(), 0, leaf);
        verify("done", fixture.image());
        fixture.close();
    }

    @Test
    void shouldCountAnewWhenKilledWhileGrowingOrShrinking()
    {
        for (final int count : new int[]{5, 16, 32, 64, 128, 256})
        {
            fixture = new TableFixture(SLAB_BYTES, false);
            peers = new ArrayList<>();
            byte[] previous = fixture.image();
            for (int i = 0; i < count; i++)
            {
                previous = fixture.image();
                final Endpoint peer = new Endpoint();
                StoreFixture.endpoint(peer, false, i);
                peers.add(peer);
                assertThat(fixture.add(peer)).isTrue();
            }
            final byte[] after = fixture.image();
            verify("grown, counts of the head old", withHead(after, previous, 8));
            if (count < 256)
            {
                peers.remove(count - 1);
                verify("block written, head not", withHead(after, previous, 0));
            }
            fixture.close();
        }
    }

    @ParameterizedTest(name = "IPv6 {0}")
    @ValueSource(booleans = {false, true})
    void shouldLoseNoOtherPeerBetweenAnyTwoStoresOfABlock(final boolean isIpv6)
    {
        final SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++)
        {
            fixture = new TableFixture(1 << 16, isIpv6);
            final int count = isIpv6 ? 12 : 25;
            peers = new ArrayList<>();
            for (int i = 0; i < count; i++)
            {
                final Endpoint peer = new Endpoint();
                StoreFixture.endpoint(peer, isIpv6, i);
                fixture.open().find(peer);
                fixture.table.insert(peer, TableFixture.META | (random.nextInt(3) == 0 ? PeerMeta.SEEDER_BIT : 0));
                peers.add(peer);
            }
            final Endpoint victim = peers.remove(random.nextInt(peers.size()));
            final byte[] before = fixture.image();
            final int reference = UnsafeApi.getInt(fixture.headAddress) >>> 1;
            final PeerBlock block = new PeerBlock().wrap(fixture.slab.address(reference), 256, isIpv6, true);
            final int index = block.find(victim);
            final int leechers = block.leechers();
            final boolean isRemove = random.nextBoolean();
            fixture.open().find(victim);
            if (isRemove)
            {
                fixture.table.remove();
            }
            else
            {
                fixture.table.update(fixture.table.meta() ^ PeerMeta.SEEDER_BIT);
            }
            final byte[] after = fixture.image();
            final int[] slots = isRemove ?
                index < leechers ? new int[]{index, leechers - 1} : new int[]{index} :
                index < leechers ? new int[]{index, leechers - 1} : new int[]{index, leechers};
            final int offset = PeerTable.HEAD_BYTES + reference * 128;
            for (final byte[] torn : tornStates(before, after, offset, slots, isIpv6 ? 20 : 8))
            {
                fixture.restore(torn);
                fixture.rebuild();
                for (final Endpoint peer : peers)
                {
                    assertThat(fixture.open().find(peer)).as("%s, in flight %s", peer, victim).isTrue();
                    fixture.table.update(TableFixture.META);
                }
                for (final Endpoint peer : peers)
                {
                    assertThat(fixture.remove(peer)).isTrue();
                }
                assertThat(fixture.open().peers()).as("at most a copy and the one in flight").isLessThanOrEqualTo(2);
                assertThat(fixture.table.leechers()).isBetween(0, fixture.table.peers());
            }
            fixture.close();
        }
    }

    /** The memory after each store of eight bytes or less: slots in their order, then leechers, then used. */
    private static List<byte[]> tornStates(
        final byte[] before, final byte[] after, final int block, final int[] slots, final int slotLength)
    {
        final List<byte[]> states = new ArrayList<>();
        byte[] state = before.clone();
        for (final int slot : slots)
        {
            for (int word = 0; word < slotLength; word += 8)
            {
                state = state.clone();
                final int at = block + PeerBlock.SLOTS_OFFSET + slot * slotLength + word;
                System.arraycopy(after, at, state, at, Math.min(8, slotLength - word));
                states.add(state);
            }
        }
        for (final int count : new int[]{2, 1})
        {
            state = state.clone();
            state[block + count] = after[block + count];
            states.add(state);
        }
        return states;
    }

    @Test
    void shouldEmptyADirectoryThatIsDamagedAndTouchNothingElse()
    {
        final SplittableRandom random = new SplittableRandom(3);
        fill(3, 240);
        for (int i = 0; i < 400; i++)
        {
            StoreFixture.endpoint(fixture.peer, false, i);
            fixture.add(fixture.peer);
        }
        final byte[] sound = fixture.image();
        for (int i = 0; i < 3000; i++)
        {
            fixture.restore(sound);
            final int root = fixture.root();
            final int flips = random.nextInt(1, 6);
            for (int k = 0; k < flips; k++)
            {
                if (random.nextBoolean())
                {
                    fixture.entry(root, random.nextInt(FAN_OUT), random.nextInt() >>> random.nextInt(32));
                }
                else
                {
                    fixture.leaf(fixture.entry(root, random.nextInt(FAN_OUT)) & 0xFFF | 32).depth(random.nextInt(20));
                }
            }
            fixture.rebuild();
            useAndEmpty();
        }
        fixture.close();
    }

    private void useAndEmpty()
    {
        for (int i = 0; i < 700; i++)
        {
            StoreFixture.endpoint(fixture.peer, false, i);
            fixture.add(fixture.peer);
        }
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 700; i++)
            {
                StoreFixture.endpoint(fixture.peer, false, i);
                fixture.remove(fixture.peer);
            }
            peers.forEach(fixture::remove);
        }
        fixture.sweepToTheEnd();
        assertThat(fixture.open().peers()).isZero();
        assertThat(fixture.slab.bytesUsed()).isZero();
    }

    /** A directory with all peers in one leaf, of which so many leading bits of their hashes are used up. */
    private void fill(final int prefixBits, final int count)
    {
        fixture = new TableFixture(SLAB_BYTES, false);
        peers = PeerDirectoryTest.peersWithPrefix(fixture, prefixBits, count);
        peers.forEach(p -> assertThat(fixture.add(p)).isTrue());
        while (fixture.leaf(fixture.root()).sizeClass() < PeerDirectory.LEAF_CLASS)
        {
            growTo(PeerDirectory.LEAF_CLASS);
        }
        final int root = fixture.directory.createNode(fixture.root());
        UnsafeApi.putInt(fixture.headAddress, ((root | PeerDirectory.NODE_FLAG) << 1) | 1);
        for (int i = 0; i < prefixBits; i++)
        {
            fixture.openDirectory().locate(0);
            assertThat(fixture.directory.split()).isTrue();
        }
        assertThat(fixture.leaf(fixture.openDirectory().locate(0)).used()).isEqualTo(count);
    }

    private void growTo(final int sizeClass)
    {
        final int before = peers.size();
        final List<Endpoint> others = new ArrayList<>();
        for (int i = 0; fixture.leaf(fixture.root()).sizeClass() < sizeClass; i++)
        {
            final Endpoint other = new Endpoint().ipv4(0x0A00_0000 + i, 1);
            assertThat(fixture.add(other)).isTrue();
            others.add(other);
        }
        others.forEach(fixture::remove);
        assertThat(fixture.open().peers()).isEqualTo(before);
    }

    private static void fillNode(
        final TableFixture fixture, final int node, final int from, final int to, final int value)
    {
        for (int i = from; i < to; i++)
        {
            fixture.entry(node, i, value);
        }
    }

    private void redirect(final int node, final int from, final int to, final int value)
    {
        fillNode(fixture, node, from, to, value);
    }

    private int firstOther(final int node, final int leaf)
    {
        int i = 0;
        while (fixture.entry(node, i) != leaf || fixture.entry(node, i + 1) == leaf)
        {
            i++;
        }
        return fixture.entry(node, i + 1);
    }

    private int belowRoot()
    {
        return fixture.entry(fixture.root(), 0) & ~PeerDirectory.NODE_FLAG;
    }

    private void copyBlock(final byte[] image, final int reference)
    {
        final long address = fixture.slab.address(reference);
        for (int i = 0; i < PeerDirectory.LEAF_BYTES; i++)
        {
            UnsafeApi.putByte(address + i, image[PeerTable.HEAD_BYTES + reference * 128 + i]);
        }
    }

    private void moveRecords(final int from, final int to, final int count)
    {
        final PeerBlock source = fixture.leaf(from);
        final PeerBlock target = fixture.leaf(to);
        for (int i = 0; i < count; i++)
        {
            target.insert(source, i);
        }
    }

    private static byte[] withHead(final byte[] image, final byte[] head, final int from)
    {
        final byte[] torn = image.clone();
        System.arraycopy(head, from, torn, from, PeerTable.HEAD_BYTES - from);
        return torn;
    }

    /** Every peer is there once, the swarm can be used, and all memory comes back. */
    private void verify(final String state, final byte[] image)
    {
        fixture.restore(image);
        final PeerCounts counts = fixture.rebuild();
        assertThat(counts.peers).as(state).isEqualTo(peers.size());
        assertThat(fixture.open().peers()).as(state).isEqualTo(peers.size());
        for (final Endpoint peer : peers)
        {
            assertThat(fixture.open().find(peer)).as("%s: %s", state, peer).isTrue();
        }
        if (fixture.table.isDirectory())
        {
            assertThat(fixture.census().values()).as(state).hasSize(peers.size()).containsOnly(1);
        }
        final byte[] mended = fixture.image();
        assertThat(fixture.rebuild().repaired).as("%s: mended for good", state).isZero();
        assertThat(fixture.image()).isEqualTo(mended);
        useAndEmpty();
    }
}
