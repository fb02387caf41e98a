package io.tributary.bench.replay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourcePrefixTest
{
    /** Large prefixes leave their first addresses to servers; the broadcast address is never taken. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,0,127.1.0.1", "127.0.0.0/8,299,127.1.1.44", "10.1.2.0/24,0,10.1.2.1", "10.1.2.0/24,253,10.1.2.254",
        "10.1.2.0/24,254,10.1.2.1", "192.0.2.7,5,192.0.2.7", "fd00:1::/64,0,fd00:1:0:0:0:0:1:1",
        "fd00:1::/64,70000,fd00:1:0:0:0:0:2:1171", "fd00:1::/120,1,fd00:1:0:0:0:0:0:2"})
    void shouldCountThroughThePrefix(final String prefix, final int index, final String expected)
        throws UnknownHostException
    {
        assertThat(SourcePrefix.parse(prefix).address(index).getHostAddress()).isEqualTo(expected);
    }

    @Test
    void shouldHaveAsManyAddressesAsThePrefix()
    {
        assertThat(SourcePrefix.parse("10.1.2.0/24").hosts()).isEqualTo(254);
        assertThat(SourcePrefix.parse("127.0.0.0/8").hosts()).isEqualTo((1 << 24) - 2 - (1 << 16));
        assertThat(SourcePrefix.parse("::1").hosts()).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatTheTrackersAddressAllows() throws UnknownHostException
    {
        assertThat(SourcePrefix.usual(new InetSocketAddress("127.0.0.5", 1)).address(1).getHostAddress())
            .isEqualTo("127.1.0.2");
        assertThat(SourcePrefix.usual(new InetSocketAddress("::1", 1)).address(9).isLoopbackAddress()).isTrue();
        assertThat(SourcePrefix.usual(new InetSocketAddress("192.0.2.1", 1)).address(9).isAnyLocalAddress()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,is not a prefix", "127.0.0.0/33,allowed is 1 to 32", "127.0.0.0/,allowed is 1 to 32",
        "::/0,allowed is 1 to 128", "127.0.0.0.1/8,is not an address", "'',is not a prefix"})
    void shouldRefuse(final String text, final String expected)
    {
        assertThatThrownBy(() -> SourcePrefix.parse(text))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(expected);
    }
}
