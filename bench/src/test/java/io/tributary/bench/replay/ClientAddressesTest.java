package io.tributary.bench.replay;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAddressesTest
{
    private final ClientAddresses clients = new ClientAddresses(64);

    @Test
    void shouldNumberAddressesInTheOrderOfTheirComing()
    {
        assertThat(clients.number(new Endpoint().ipv4(7, 1))).isZero();
        assertThat(clients.number(new Endpoint().ipv6(1, 7, 1))).isEqualTo(1);
        assertThat(clients.number(new Endpoint().ipv4(7, 2))).isZero();
        assertThat(clients.number(new Endpoint().ipv4(8, 1))).isEqualTo(2);
        assertThat(clients.count()).isEqualTo(3);
    }

    @Test
    void shouldShareNumbersWhenThereAreTooManyAddresses()
    {
        for (int i = 0; i < 64; i++)
        {
            assertThat(clients.number(new Endpoint().ipv4(1000 + i, 1))).isEqualTo(i);
        }
        final int shared = clients.number(new Endpoint().ipv4(5, 1));

        assertThat(shared).isBetween(0, 63).isEqualTo(clients.number(new Endpoint().ipv4(5, 9)));
        assertThat(clients.overflows()).isEqualTo(2);
        assertThat(clients.count()).isEqualTo(64);
        assertThat(clients.number(new Endpoint().ipv4(1063, 1))).isEqualTo(63);
    }
}
