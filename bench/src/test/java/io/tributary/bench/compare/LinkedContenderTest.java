package io.tributary.bench.compare;

import io.tributary.bench.neighbours.NeighbourPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LinkedContenderTest
{
    private final TributaryContender alone = new TributaryContender(
        Path.of("tributary"), Jdk.at(Path.of(System.getProperty("java.home"))), false, List.of());
    private final LinkedContender linked = new LinkedContender(alone, 3, new NeighbourPlan(10, 100, 1));

    @Test
    void shouldAddALinkForEachNeighbour(@TempDir final Path directory) throws Exception
    {
        final InetSocketAddress address = Arena.freeAddress();
        final ServerCommand command = linked.command(directory, address);
        command.company().close();

        final List<String> arguments = command.arguments();
        assertThat(linked.name()).isEqualTo(alone.name() + "-linked");
        assertThat(arguments).startsWith(alone.command(directory, address).arguments().toArray(String[]::new));
        assertThat(arguments).contains("tsup.elect=false", "status.file=" + directory.resolve("status.dat"));
        assertThat(arguments.stream().filter((argument) -> argument.startsWith("internal:127.0.0.1:")).distinct())
            .hasSize(3);
    }

    @Test
    void shouldSayThatTheServerDoesNotTellOfItsLinks(@TempDir final Path directory) throws IOException
    {
        final ServerCommand command = linked.command(directory, Arena.freeAddress());
        try (Company company = command.company())
        {
            assertThatThrownBy(company::traffic).isInstanceOf(IOException.class).hasMessageContaining("status.dat");
        }
    }
}
