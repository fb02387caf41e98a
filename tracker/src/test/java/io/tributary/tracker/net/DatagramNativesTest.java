package io.tributary.tracker.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.FileDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class DatagramNativesTest
{
    /** Fails where a JDK, or a missing flag, would have the slow transport used without anybody noticing. */
    @Test
    void shouldBeUsableOnThisJdk()
    {
        assertThat(DatagramNatives.failure()).isNull();
        assertThat(DatagramNatives.isUsable()).isTrue();
    }

    @Test
    void shouldReportAFailureInsteadOfThrowing()
    {
        final FileDescriptor closed = new FileDescriptor();
        assertThat(DatagramNatives.receive(closed, 0, 0, 0)).isEqualTo(DatagramNatives.FAILED);
        assertThat(DatagramNatives.send(closed, 0, 0, 0, 16)).isEqualTo(DatagramNatives.FAILED);
    }
}
