package io.tributary.bench.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Inet6Address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostAndPortTest
{
    @Test
    void shouldReadBothFamilies()
    {
        assertThat(HostAndPort.text(HostAndPort.parse("127.0.0.1:6969"))).isEqualTo("127.0.0.1:6969");
        assertThat(HostAndPort.parse("[::1]:80").getAddress()).isInstanceOf(Inet6Address.class);
        assertThat(HostAndPort.parse(HostAndPort.text(HostAndPort.parse("[::1]:80"))).getPort()).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1", ":1", "::1:80", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "a:-1"})
    void shouldSayWhatIsWrong(final String text)
    {
        assertThatThrownBy(() -> HostAndPort.parse(text))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
    }
}
