package io.tributary.bench.trace.anonymise;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.access.AddressScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class AddressMapTest
{
    private final AddressMap map = new AddressMap(new byte[CryptoPan.KEY_LENGTH]);

    private static Endpoint endpoint(final String address) throws UnknownHostException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
        return 4 == bytes.capacity() ? new Endpoint().ipv4(bytes.getInt(0), 1) :
            new Endpoint().ipv6(bytes.getLong(0), bytes.getLong(8), 1);
    }

    private static boolean isMulticast(final Endpoint endpoint)
    {
        return endpoint.isIpv6() ? endpoint.addressHigh() >>> 56 == 0xFF : endpoint.ipv4Address() >>> 28 == 0xE;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.1.1", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "224.0.0.251", "239.255.255.250", "240.0.0.1", "0.200.0.1", "9.255.255.255",
        "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.0.0",
        "172.32.0.0", "192.167.0.0", "192.169.0.0", "223.255.255.255", "8.8.8.8", "fc00::1", "fd12:3456::1", "fe80::1",
        "ff02::1", "2001:db8::1", "2a00::1", "3fff::1", "febf::1"})
    void shouldKeepWhatAnAddressIsFor(final String text) throws UnknownHostException
    {
        final Endpoint original = endpoint(text);
        final Endpoint image = map.replace(endpoint(text));
        assertThat(AddressScope.of(image)).isEqualTo(AddressScope.of(original));
        assertThat(isMulticast(image)).isEqualTo(isMulticast(original));
        assertThat(image.isSameAs(original)).isFalse();
        assertThat(map.restore(image).isSameAs(original)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "::", "::1"})
    void shouldLeaveWhatIsNobodys(final String text) throws UnknownHostException
    {
        assertThat(map.replace(endpoint(text)).isSameAs(endpoint(text))).isTrue();
        assertThat(map.restore(endpoint(text)).isSameAs(endpoint(text))).isTrue();
    }

    @Test
    void shouldKeepTheScopeOfEveryIpv4Address()
    {
        final SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++)
        {
            final Endpoint original = new Endpoint().ipv4(random.nextInt(), 1);
            final Endpoint image = map.replace(new Endpoint().set(original));
            assertThat(AddressScope.of(image)).as(original.toString()).isEqualTo(AddressScope.of(original));
        }
    }

    @ParameterizedTest
    @CsvSource({"193.0.0.1, 8", "192.169.0.1, 16", "50.0.0.1, 3", "192.168.0.1, 16"})
    void shouldKeepOnlyTheBitsNearARange(final String text, final int bits) throws UnknownHostException
    {
        assertThat(AddressPrefixes.IPV4.keptBits((long)endpoint(text).ipv4Address() << 32)).isEqualTo(bits);
    }
}
