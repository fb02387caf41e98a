package io.tributary.bench.trace.anonymise;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

import static org.assertj.core.api.Assertions.assertThat;

class FieldMapTest
{
    private final FieldMap fields = new FieldMap(new byte[32]);

    private static byte[] peerId(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-qB5000-abcdefghijkl", "-TR406Z-0123456789ab", "-lt0D80-0123456789ab", "M7-9-2--0123456789ab",
        "A2-1-36-0-0123456789"})
    void shouldKeepTheNameOfTheClientAlone(final String original)
    {
        final byte[] bytes = peerId(original);
        fields.peerId(new UnsafeBuffer(bytes), 0);
        final String image = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(image).startsWith(original.substring(0, 8)).hasSize(20);
        assertThat(image.substring(8)).isNotEqualTo(original.substring(8));
        for (int i = 8; i + 4 <= 20; i++)
        {
            assertThat(image).doesNotContain(original.substring(i, i + 4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklmnopqrst", "-secret-name-of-mine", "S58B-----0123456789a",
        "-\u0000\u0001234-abc"})
    void shouldKeepNothingOfOtherPeerIds(final String original)
    {
        final byte[] bytes = peerId((original + "            ").substring(0, 20));
        final boolean isClient = FieldMap.hasClientPrefix(new UnsafeBuffer(bytes), 0);
        assertThat(isClient).isEqualTo(original.startsWith("-secret-"));
        fields.peerId(new UnsafeBuffer(bytes), 0);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1).startsWith(original.substring(0, 3)))
            .isEqualTo(isClient);
    }

    @Test
    void shouldReplaceEqualByEqualAndKindsApart()
    {
        final byte[] left = new byte[20];
        final byte[] right = new byte[20];
        fields.infoHash(new UnsafeBuffer(left), 0);
        new FieldMap(new byte[32]).infoHash(new UnsafeBuffer(right), 0);
        assertThat(left).isEqualTo(right).isNotEqualTo(new byte[20]);
        fields.infoHash(new UnsafeBuffer(right), 0);
        assertThat(right).isNotEqualTo(left);
        assertThat(fields.key(7)).isNotEqualTo(fields.transactionId(7));
        assertThat(new FieldMap(FieldMap.derivedKey(new byte[32], "a")).key(7)).isNotEqualTo(fields.key(7));
        assertThat(fields.transactionId(0)).isZero();
    }

    @Test
    void shouldShuffleClientsPortsOneToOne()
    {
        final PortMap map = PortMap.shuffled(fields, 6969, 2710);
        final BitSet images = new BitSet(65_536);
        int same = 0;
        for (int port = 0; port < 65_536; port++)
        {
            images.set(map.at(port));
            same += map.at(port) == port ? 1 : 0;
        }
        assertThat(images.cardinality()).isEqualTo(65_536);
        assertThat(map.at(6969)).isEqualTo(6969);
        assertThat(map.at(2710)).isEqualTo(2710);
        assertThat(map.at(80)).isEqualTo(80);
        assertThat(same).isBetween(1026, 1060);
        assertThat(PortMap.unchanged().at(50_000)).isEqualTo(50_000);
    }
}
