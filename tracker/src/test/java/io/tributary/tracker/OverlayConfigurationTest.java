package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.configuration.ConfigurationLoader;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlaySettings;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class OverlayConfigurationTest
{
    @Test
    void shouldPassOnTheDefaults()
    {
        final OverlaySettings settings = OverlayConfiguration.settings(TrackerConfiguration.defaults(), 6969);

        assertThat(settings.address().isSameAs(new Endpoint().ipv4(0, 6969))).isTrue();
        assertThat(settings).usingRecursiveComparison().isEqualTo(new OverlaySettings(6969,
            new Endpoint().ipv4(0, 6969), seconds(10), seconds(30), seconds(40), seconds(60), 5, seconds(3600),
            TimeUnit.MILLISECONDS.toNanos(20), seconds(600), TimeUnit.MILLISECONDS.toNanos(150), 600,
            10, 200, 1372, 1232, 1_000_000, 1_000_000, 262_144, 64, OverlaySettings.Border.AUTO, true, true, 3600));
    }

    /** NW7: each tracker has intervals of its own. */
    @Test
    void shouldPassOnWhatIsSet()
    {
        final TrackerConfiguration configuration = new ConfigurationLoader()
            .override("--set", "tsup.changes_max", "1025").override("--set", "tsup.border", "yes")
            .override("--set", "tsup.elect", "false").override("--set", "tsup.address", "2001:db8::7")
            .override("--set", "announce.private_addresses", "mixed")
            .override("--set", "announce.interval", "20m").override("--set", "announce.life_factor", "1.5").load();

        final OverlaySettings settings = OverlayConfiguration.settings(configuration, 1);

        assertThat(settings.changesMax()).isEqualTo(2048);
        assertThat(settings.border()).isEqualTo(OverlaySettings.Border.YES);
        assertThat(settings.isElecting()).isFalse();
        assertThat(settings.separatesScopes()).isFalse();
        assertThat(settings.lifeSec()).isEqualTo(1800);
        assertThat(settings.address().isSameAs(new Endpoint().ipv6(0x2001_0db8_0000_0000L, 7, 1))).isTrue();
    }

    @Test
    void shouldPassOnALink()
    {
        final String key = "000102030405060708090a0b0c0d0e0f";
        final Endpoint remote = new Endpoint().ipv4(0x7F00_0001, 6970);
        final TrackerConfiguration configuration = new ConfigurationLoader()
            .link("external:127.0.0.1:6970,name=b,key=" + key + ",key_id=7,version=2,behind_nat=true," +
                "private_addresses=refuse,peers_per_swarm=50,records_max=99,rate=2KiB")
            .link("127.0.0.1:6971,version=1").load();

        final LinkSettings link = OverlayConfiguration.link(configuration.links().get(0), remote);
        final LinkSettings plain = OverlayConfiguration.link(configuration.links().get(1), remote);

        assertThat(link).usingRecursiveComparison().isEqualTo(new LinkSettings("b", remote, true,
            LinkSettings.Version.TWO, new byte[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 7,
            new byte[0], 0, true, LinkSettings.PrivateAddresses.REFUSE, 50, 99, 2048));
        assertThat(plain).usingRecursiveComparison().isEqualTo(new LinkSettings("127.0.0.1:6971", remote, false,
            LinkSettings.Version.ONE, new byte[0], 0, new byte[0], 0, false, LinkSettings.PrivateAddresses.AUTO, 200,
            1_000_000, 1 << 20));
    }

    @Test
    void shouldReadATrackerIdAsBigEndianWords()
    {
        final byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, (byte)0xFF};

        assertThat(OverlayConfiguration.trackerId(bytes)).hasToString("000102030405060708090a0b0c0d0eff");
    }

    private static long seconds(final int seconds)
    {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
