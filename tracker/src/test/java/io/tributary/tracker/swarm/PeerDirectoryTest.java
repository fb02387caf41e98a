package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PeerDirectoryTest
{
    /** Leaves of 255 or 102 peers, nodes of 1,024 entries: more than 261,120 or 104,448 peers need a second level. */
    @ParameterizedTest(name = "{0} peers, IPv6 {1}")
    @CsvSource({"1200000,false", "300000,true"})
    void shouldGrowToAGiantAndShrinkBackToNothing(final int peers, final boolean isIpv6)
    {
        try (TableFixture fixture = new TableFixture(128 << 20, isIpv6))
        {
            final Endpoint peer = new Endpoint();
            for (int i = 0; i < peers; i++)
            {
                StoreFixture.endpoint(peer, isIpv6, i);
                assertThat(fixture.add(peer)).isTrue();
            }
            assertThat(fixture.table.peers()).isEqualTo(peers);
            assertThat(fixture.totals.peers()).isEqualTo(peers);
            assertThat(hasNodeBelow(fixture)).as("deeper than one node").isTrue();
            final double bytesPerPeer = (double)fixture.slab.bytesUsed() / peers;
            assertThat(bytesPerPeer).isLessThan(isIpv6 ? 45 : 20);

            for (int i = 0; i < peers; i++)
            {
                StoreFixture.endpoint(peer, isIpv6, i);
                assertThat(fixture.remove(peer)).isTrue();
                if (0 == i % (peers / 5))
                {
                    fixture.sweepToTheEnd();
                    assertThat(fixture.open().peers()).isEqualTo(peers - i - 1);
                }
            }
            fixture.sweepToTheEnd();
            assertThat(fixture.slab.bytesUsed()).isZero();
            assertThat(fixture.open().isEmpty()).isTrue();
            assertThat(fixture.totals.peers()).isZero();
        }
    }

    @ParameterizedTest(name = "IPv6 {0}")
    @ValueSource(booleans = {false, true})
    void shouldDescendPastTenBitsAndComeBack(final boolean isIpv6)
    {
        try (TableFixture fixture = new TableFixture(4 << 20, isIpv6))
        {
            final List<Endpoint> peers = peersWithPrefix(fixture, 11, isIpv6 ? 110 : 300);
            peers.forEach(p -> assertThat(fixture.add(p)).isTrue());
            assertThat(hasNodeBelow(fixture)).isTrue();
            peers.forEach(p -> assertThat(fixture.open().find(p)).isTrue());
            final byte[] image = fixture.image();
            assertThat(fixture.rebuild().repaired).isZero();
            assertThat(fixture.counts.peers).isEqualTo(peers.size());
            assertThat(fixture.image()).as("nothing to mend").isEqualTo(image);
            peers.forEach(p -> assertThat(fixture.remove(p)).isTrue());
            fixture.sweepToTheEnd();
            assertThat(fixture.slab.bytesUsed()).isZero();
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {8192, 12288, 16384, 40960, 262144})
    void shouldRefusePeersWhenTheSlabIsFullAndKeepTheOthers(final int bytes)
    {
        try (TableFixture fixture = new TableFixture(bytes, false))
        {
            final List<Integer> stored = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 20_000; i++)
            {
                StoreFixture.endpoint(fixture.peer, false, i);
                if (fixture.add(fixture.peer))
                {
                    stored.add(i);
                }
                else
                {
                    refused++;
                }
            }
            assertThat(refused).isPositive();
            assertThat(fixture.open().peers()).isEqualTo(stored.size());
            for (final int id : stored)
            {
                StoreFixture.endpoint(fixture.peer, false, id);
                assertThat(fixture.remove(fixture.peer)).isTrue();
            }
            fixture.sweepToTheEnd();
            assertThat(fixture.slab.bytesUsed()).isZero();
        }
    }

    /** Endpoints whose hashes begin with so many zero bits and a mixture behind. */
    static List<Endpoint> peersWithPrefix(final TableFixture fixture, final int bits, final int count)
    {
        final List<Endpoint> peers = new ArrayList<>();
        for (int i = 0; peers.size() < count; i++)
        {
            StoreFixture.endpoint(fixture.peer, fixture.isIpv6, i);
            if (0 == bits || fixture.directory.position(fixture.peer) >>> (Long.SIZE - bits) == 0)
            {
                peers.add(new Endpoint().set(fixture.peer));
            }
        }
        return peers;
    }

    private static boolean hasNodeBelow(final TableFixture fixture)
    {
        for (int i = 0; i < 1024; i++)
        {
            if (0 != (fixture.entry(fixture.root(), i) & PeerDirectory.NODE_FLAG))
            {
                return true;
            }
        }
        return false;
    }
}
