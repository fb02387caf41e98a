package io.tributary.tracker.node;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataDirectoryTest
{
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path parent;

    @Test
    void shouldMakeADirectoryAndHoldItUntilClosed() throws Exception
    {
        final Path path = parent.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(path, 4711))
        {
            assertThat(directory.path()).isEqualTo(path).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(path, 4712)).isInstanceOf(IOException.class)
                .hasMessageContaining("store.directory = " + path).hasMessageContaining("process 4711");
        }
        DataDirectory.open(path, 4712).close();
    }

    @Test
    void shouldSayWhatStandsInTheWay() throws Exception
    {
        final Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file, 1)).isInstanceOf(IOException.class)
            .hasMessageContaining("store.directory = " + file);
        Files.createDirectories(parent.resolve("d/tracker.lock"));
        assertThatThrownBy(() -> DataDirectory.open(parent.resolve("d"), 1)).isInstanceOf(IOException.class)
            .hasMessageContaining("store.directory = " + parent.resolve("d")).hasMessageContaining("cannot be written");
    }

    /** The expected bytes are those of sha256sum. */
    @Test
    void shouldDeriveWhatTheOverlayNeedsFromTheSecrets() throws Exception
    {
        Files.write(parent.resolve("tracker.secret"), new byte[48]);
        try (DataDirectory directory = DataDirectory.open(parent, 1))
        {
            final NodeSecrets secrets = NodeSecrets.loadOrCreate(directory, random);
            assertThat(secrets.trackerId()).asHexString().isEqualTo("7AEAB9E101BD5BC234AB31A2F102BAA7");
            assertThat(secrets.overlayKey()).asHexString().isEqualTo("F59D073A9D63AD3885018B3F88D3D61A");
        }
        assertThat(NodeSecrets.create(random).trackerId()).isNotEqualTo(NodeSecrets.create(random).trackerId());
    }

    @Test
    void shouldKeepSecretsForTheNextStartAndFromOtherUsers() throws Exception
    {
        try (DataDirectory directory = DataDirectory.open(parent, 1))
        {
            final NodeSecrets first = NodeSecrets.loadOrCreate(directory, random);
            final NodeSecrets second = NodeSecrets.loadOrCreate(directory, random);

            assertThat(second.connectionKey()).isEqualTo(first.connectionKey()).hasSize(16);
            assertThat(second.storeKeys()).isEqualTo(first.storeKeys()).hasSize(32);
            assertThat(first.connectionKey()).isNotEqualTo(NodeSecrets.create(random).connectionKey());
            assertThat(PosixFilePermissions.toString(
                Files.getPosixFilePermissions(parent.resolve("tracker.secret")))).isEqualTo("rw-------");
        }
    }

    @Test
    void shouldRefuseSecretsThatAreDamaged() throws Exception
    {
        Files.write(parent.resolve("tracker.secret"), new byte[47]);
        try (DataDirectory directory = DataDirectory.open(parent, 1))
        {
            assertThatThrownBy(() -> NodeSecrets.loadOrCreate(directory, random)).isInstanceOf(IOException.class)
                .hasMessageContaining("tracker.secret").hasMessageContaining("47 bytes, 48 expected");
        }
    }
}
