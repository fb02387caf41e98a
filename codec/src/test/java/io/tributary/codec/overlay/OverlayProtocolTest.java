package io.tributary.codec.overlay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OverlayProtocolTest
{
    @ParameterizedTest
    @ValueSource(ints = {128, 129, 137, 138, 255, 0x1234_5680, -1})
    void shouldTakeEveryActionWithBitSevenForTheOverlay(final int action)
    {
        assertThat(OverlayProtocol.isOverlay(action)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 127, 256, 0x7FFF_FF00})
    void shouldLeaveEveryOtherActionToTheClients(final int action)
    {
        assertThat(OverlayProtocol.isOverlay(action)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127, false, false", "128, true, true", "133, true, true", "134, false, true", "137, false, true",
        "138, false, false", "-128, false, false"})
    void shouldKnowTheActionsOfEachVersion(final int action, final boolean isInOne, final boolean isInTwo)
    {
        assertThat(OverlayProtocol.isKnown(action, 1)).isEqualTo(isInOne);
        assertThat(OverlayProtocol.isKnown(action, 2)).isEqualTo(isInTwo);
    }

    @Test
    void shouldFitTheLongestListsWithATagIntoADefaultDatagramOverIpv4()
    {
        final int bodyMax = OverlayProtocol.DATAGRAM_LENGTH_IPV4_DEFAULT -
            OverlayHeaderFlyweight.LENGTH_VERSION_TWO - OverlayProtocol.TAG_LENGTH;

        assertThat(InfoHashListFlyweight.length(OverlayProtocol.LIST_HASHES_MAX)).isEqualTo(1281).isLessThan(bodyMax);
        assertThat(SummaryFlyweight.length(OverlayProtocol.SUMMARY_HASHES_MAX)).isEqualTo(1282).isLessThan(bodyMax);
        assertThat(LeaderFlyweight.length(OverlayProtocol.LEADER_ENTRIES_MAX)).isEqualTo(1201).isLessThan(bodyMax);
        assertThat(DigestFlyweight.length(OverlayProtocol.DIGEST_ENTRIES_MAX)).isEqualTo(1201).isLessThan(bodyMax);
    }
}
