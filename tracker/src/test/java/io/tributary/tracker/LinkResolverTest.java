package io.tributary.tracker;

import io.tributary.tracker.configuration.ConfigurationLoader;
import io.tributary.tracker.configuration.TsupLink;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.status.LinkWithoutAddress;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class LinkResolverTest
{
    private static final long RECONNECT_NS = 60;

    private final Map<String, String[]> names = new HashMap<>();
    private final Set<String> connected = new HashSet<>();
    private final List<String> lookups = new ArrayList<>();
    private final List<List<LinkSettings>> handedOver = new ArrayList<>();
    private List<LinkWithoutAddress> others = List.of();
    private LinkResolver resolver =
        new LinkResolver(this::lookup, true, true, () -> connected, this::take, () -> 0);

    @Test
    void shouldHandOverAllLinksAtOnce()
    {
        names.put("b.example", new String[]{"192.0.2.7"});
        resolver.links(links("127.0.0.1:1,name=a", "b.example:2,name=b,version=1", "external:[2001:db8::1]:3"), 1);
        resolver.doWork(0);

        assertThat(handedOver).hasSize(1);
        assertThat(last()).containsExactly(
            "a 127.0.0.1:1", "b 192.0.2.7:2", "[2001:db8::1]:3 [2001:db8:0:0:0:0:0:1]:3");
        assertThat(handedOver.get(0).get(1).version()).isEqualTo(LinkSettings.Version.ONE);
        assertThat(handedOver.get(0).get(2).isExternal()).isTrue();
    }

    @Test
    void shouldLookAgainOnlyWhenNotConnectedForAReconnectInterval()
    {
        names.put("b.example", new String[]{"192.0.2.7"});
        resolver.links(links("b.example:2,name=b"), RECONNECT_NS);
        resolver.doWork(0);
        resolver.doWork(RECONNECT_NS - 1);
        assertThat(lookups).hasSize(1);
        resolver.doWork(RECONNECT_NS);
        assertThat(lookups).hasSize(2);

        connected.add("b");
        resolver.doWork(2 * RECONNECT_NS);
        resolver.doWork(9 * RECONNECT_NS);
        assertThat(lookups).hasSize(2);

        connected.clear();
        names.put("b.example", new String[]{"192.0.2.8"});
        resolver.doWork(10 * RECONNECT_NS - 1);
        assertThat(last()).containsExactly("b 192.0.2.7:2");
        resolver.doWork(10 * RECONNECT_NS);
        assertThat(last()).containsExactly("b 192.0.2.8:2");
        assertThat(handedOver).hasSize(2);
    }

    @Test
    void shouldKeepAnAddressThatTheNameStillHas()
    {
        names.put("b.example", new String[]{"192.0.2.7", "192.0.2.8"});
        resolver.links(links("b.example:2,name=b"), RECONNECT_NS);
        resolver.doWork(0);
        names.put("b.example", new String[]{"192.0.2.8", "192.0.2.7"});
        resolver.doWork(RECONNECT_NS);
        assertThat(last()).containsExactly("b 192.0.2.7:2");

        names.remove("b.example");
        resolver.doWork(2 * RECONNECT_NS);
        assertThat(last()).containsExactly("b 192.0.2.7:2");
        assertThat(handedOver).hasSize(1);
        assertThat(lookups).hasSize(3);
    }

    @Test
    void shouldLeaveOutLinksWithoutAnAddressUntilTheyHaveOne()
    {
        resolver.links(links("b.example:2,name=b", "127.0.0.1:1,name=a"), RECONNECT_NS);
        resolver.doWork(0);
        assertThat(last()).containsExactly("a 127.0.0.1:1");

        names.put("b.example", new String[]{"192.0.2.7"});
        resolver.doWork(RECONNECT_NS);
        assertThat(last()).containsExactly("b 192.0.2.7:2", "a 127.0.0.1:1");
    }

    @Test
    void shouldTakeAddressesOfFamiliesThatItHasSocketsOfOnly()
    {
        resolver = new LinkResolver(this::lookup, true, false, () -> connected, this::take, () -> 0);
        names.put("b.example", new String[]{"2001:db8::1", "192.0.2.7"});
        resolver.links(links("b.example:2,name=b", "[::1]:1,name=a"), RECONNECT_NS);
        resolver.doWork(0);

        assertThat(last()).containsExactly("b 192.0.2.7:2");
        assertThat(others).containsExactly(new LinkWithoutAddress("a", false));
    }

    @Test
    void shouldNameLinksWithoutAddressUntilTheyHaveOne()
    {
        resolver.links(links("external:b.example:2,name=b", "127.0.0.1:1,name=a"), RECONNECT_NS);
        resolver.doWork(0);
        assertThat(last()).containsExactly("a 127.0.0.1:1");
        assertThat(others).containsExactly(new LinkWithoutAddress("b", true));

        names.put("b.example", new String[]{"192.0.2.7"});
        resolver.doWork(RECONNECT_NS);
        assertThat(last()).containsExactly("b 192.0.2.7:2", "a 127.0.0.1:1");
        assertThat(others).isEmpty();
    }

    @Test
    void shouldLeaveOutASecondNameOfTheSameTracker()
    {
        names.put("b.example", new String[]{"127.0.0.1"});
        resolver.links(links("127.0.0.1:1,name=a", "b.example:1,name=b", "b.example:2,name=c"), RECONNECT_NS);
        resolver.doWork(0);

        assertThat(last()).containsExactly("a 127.0.0.1:1", "c 127.0.0.1:2");
    }

    @Test
    void shouldHandOverLinksThatComeChangeAndGo()
    {
        names.put("b.example", new String[]{"192.0.2.7"});
        resolver.links(links("b.example:2,name=b", "127.0.0.1:1,name=a"), RECONNECT_NS);
        resolver.doWork(0);
        resolver.links(links("b.example:2,name=b,rate=5KiB", "127.0.0.1:9,name=c"), RECONNECT_NS);
        resolver.doWork(1);

        assertThat(last()).containsExactly("b 192.0.2.7:2", "c 127.0.0.1:9");
        assertThat(handedOver.get(1).get(0).bytesPerSecondMax()).isEqualTo(5 << 10);
        assertThat(lookups).as("what has not changed is not looked up again").containsExactly(
            "b.example", "127.0.0.1", "127.0.0.1");

        resolver.links(List.of(), RECONNECT_NS);
        resolver.doWork(2);
        assertThat(last()).isEmpty();
    }

    private List<String> last()
    {
        return handedOver.get(handedOver.size() - 1).stream().map(link -> link.name() + " " + link.remote()).toList();
    }

    private InetAddress[] lookup(final String host) throws UnknownHostException
    {
        lookups.add(host);
        final boolean isName = host.endsWith(".example");
        final String[] found = isName ? names.get(host) : new String[]{host};
        if (null == found)
        {
            throw new UnknownHostException(host);
        }
        final List<InetAddress> addresses = new ArrayList<>();
        for (final String text : found)
        {
            // Numeric, so that no name server is asked.
            addresses.addAll(Arrays.asList(InetAddress.getAllByName(text)));
        }
        return addresses.toArray(new InetAddress[0]);
    }

    private static List<TsupLink> links(final String... options)
    {
        final ConfigurationLoader loader = new ConfigurationLoader();
        Arrays.stream(options).forEach(loader::link);
        return loader.load().links();
    }

    private void take(final List<LinkSettings> links, final List<LinkWithoutAddress> unusable)
    {
        handedOver.add(links);
        others = unusable;
    }
}
