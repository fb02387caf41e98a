package io.tributary.tracker.access;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

class AddressScopeTest
{
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, UNUSABLE", "0.255.255.255, UNUSABLE", "1.0.0.0, GLOBAL",
        "9.255.255.255, GLOBAL", "10.0.0.0, PRIVATE", "10.255.255.255, PRIVATE", "11.0.0.0, GLOBAL",
        "100.63.255.255, GLOBAL", "100.64.0.0, PRIVATE", "100.127.255.255, PRIVATE", "100.128.0.0, GLOBAL",
        "126.255.255.255, GLOBAL", "127.0.0.0, LOOPBACK", "127.255.255.255, LOOPBACK", "128.0.0.0, GLOBAL",
        "169.253.255.255, GLOBAL", "169.254.0.0, PRIVATE", "169.254.255.255, PRIVATE", "169.255.0.0, GLOBAL",
        "172.15.255.255, GLOBAL", "172.16.0.0, PRIVATE", "172.31.255.255, PRIVATE", "172.32.0.0, GLOBAL",
        "192.0.2.1, GLOBAL", "192.167.255.255, GLOBAL", "192.168.0.0, PRIVATE", "192.168.255.255, PRIVATE",
        "192.169.0.0, GLOBAL", "223.255.255.255, GLOBAL", "224.0.0.0, UNUSABLE", "239.255.255.255, UNUSABLE",
        "240.0.0.0, UNUSABLE", "255.255.255.254, UNUSABLE", "255.255.255.255, UNUSABLE",
        "::, UNUSABLE", "::1, LOOPBACK", "::2, GLOBAL", "0:0:0:1::, GLOBAL", "8000::, GLOBAL", "2001:db8::1, GLOBAL",
        "fbff:ffff::, GLOBAL", "fc00::, PRIVATE", "fdff:ffff::1, PRIVATE", "fe00::, GLOBAL",
        "fe7f:ffff::, GLOBAL", "fe80::1, PRIVATE", "febf:ffff::1, PRIVATE", "fec0::, GLOBAL",
        "feff:ffff::, GLOBAL", "ff00::, UNUSABLE", "ff02::1, UNUSABLE",
        "::ffff:127.0.0.1, LOOPBACK", "::ffff:10.1.2.3, PRIVATE", "::ffff:8.8.8.8, GLOBAL"})
    void shouldClassifyTheEdgesOfEveryRange(final String address, final AddressScope scope)
    {
        assertThat(AddressScope.of(endpoint(address))).isEqualTo(scope);
    }
}
