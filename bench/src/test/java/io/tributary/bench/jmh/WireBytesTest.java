package io.tributary.bench.jmh;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** By the layouts in the specification, with 20 bytes of IPv4 and 8 of UDP. */
class WireBytesTest
{
    @Test
    void shouldCountVersionOneByItsLayout()
    {
        assertThat(WireBytes.versionOne("1/1")).isEqualTo(28 + 19 + 21 + 7);
        assertThat(WireBytes.versionOne("10/1")).isEqualTo((28 + 19 + 21 + 10 * 7) / 10.0);
        assertThat(WireBytes.versionOne("10/10")).isEqualTo((28 + 19 + 10 * (21 + 7)) / 10.0);
    }

    @Test
    void shouldCountVersionTwoByItsLayout()
    {
        assertThat(WireBytes.versionTwo("1/1", false)).isEqualTo(28 + 20 + 1 + 16 + 24 + 13);
        assertThat(WireBytes.versionTwo("10/1", false)).isEqualTo((28 + 20 + 1 + 16 + 24 + 10 * 13) / 10.0);
        assertThat(WireBytes.versionTwo("10/1", true)).isEqualTo((28 + 20 + 1 + 16 + 24 + 10 * 13 + 16) / 10.0);
    }

    @Test
    void shouldCountEveryPacketOfALargeUpdate()
    {
        assertThat(WireBytes.versionTwo("1000/1", false)).isBetween(13.0, 14.0);
        assertThat(WireBytes.versionTwo("1000/1", true)).isGreaterThan(WireBytes.versionTwo("1000/1", false));
    }
}
