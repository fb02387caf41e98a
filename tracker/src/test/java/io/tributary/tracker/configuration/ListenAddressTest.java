package io.tributary.tracker.configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListenAddressTest
{
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:6969,0.0.0.0,6969", "127.0.0.1:0,127.0.0.1,0", "localhost:65535,localhost,65535",
        "[::]:6969,::,6969", "[2001:db8::1]:1,2001:db8::1,1", "[fe80::1%eth0]:6969,fe80::1%eth0,6969"})
    void shouldReadAndWriteHostAndPort(final String text, final String host, final int port)
    {
        final ListenAddress address = ListenAddress.parse(text);

        assertThat(address).isEqualTo(new ListenAddress(host, port));
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "6969,not a HOST:PORT", ":6969,not a HOST:PORT", "::1:6969,not a HOST:PORT", "localhost,not a HOST:PORT",
        "'',not a HOST:PORT", "localhost:-1,not a HOST:PORT", "localhost:70000,no such port",
        "[::1::]:6969,not an IPv6 address", "[127.0.0]:1,not an IPv6 address",
        "256.0.0.1:6969,not an IPv4 address", "1.2.3:6969,not an IPv4 address", "1.2.3.4.:1,not an IPv4 address"})
    void shouldSayWhyItIsNoAddress(final String text, final String reason)
    {
        assertThatThrownBy(() -> ListenAddress.parse(text)).hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "[::1]:80"})
    void shouldResolveNumericAddresses(final String text)
    {
        assertThat(ListenAddress.parse(text).resolve().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void shouldNameTheHostThatHasNoAddress()
    {
        // Longer than any name may be: refused before a name server is asked.
        final String host = "x".repeat(300);

        assertThatThrownBy(() -> ListenAddress.parse(host + ":6969").resolve())
            .isInstanceOf(ConfigurationException.class)
            .hasMessage("cannot listen on " + host + ":6969: no address found for this name");
    }
}
