package io.tributary.tracker;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@code bin/tributary}, copied into a directory of its own, with JDKs and a Maven that are scripts of this test.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest
{
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String ECHO_JAVA = "#!/bin/sh\necho $$\nfor a in \"$@\"; do echo \"$a\"; done\nexit 7\n";

    @TempDir
    private Path temporary;
    private Path root;
    private Path path;
    private Path workingDirectory;
    private final Map<String, String> environment = new HashMap<>();

    private record Outcome(long pid, int exitCode, List<String> out, List<String> err)
    {
    }

    @BeforeEach
    void layOut() throws IOException
    {
        temporary = temporary.toRealPath();
        root = Files.createDirectories(temporary.resolve("the root"));
        path = Files.createDirectories(temporary.resolve("path"));
        workingDirectory = Files.createDirectories(temporary.resolve("elsewhere"));
        copy("bin/tributary");
        for (final String name : List.of("common", "17", "25", "serve", "load", "cli"))
        {
            copy("config/jvm/" + name + ".flags");
        }
        for (final String tool : List.of("readlink", "sed"))
        {
            script(path.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin\nexec " + tool + " \"$@\"\n");
        }
        environment.put("PATH", path.toString());
        environment.put("JAVA_HOME", jdk("jdk", "21.0.2", "java.base jdk.compiler jdk.net").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.15,serve,17.flags,serve.flags", "23,load,17.flags,load.flags", "24.0.1,compare,25.flags,load.flags",
        "25-ea,serve,25.flags,serve.flags", "17.0.1,trace,17.flags,trace.flags",
        "25.0.3,status,25.flags,cli.flags", "21,config,17.flags,cli.flags"})
    void shouldComposeTheFlagsByVersionAndCommand(
        final String version, final String command, final String versionFlags, final String commandFlags)
        throws Exception
    {
        final Path home = jdk("a jdk", version, "java.base jdk.compiler");
        environment.put("JAVA_HOME", home.toString());

        final Outcome outcome = run("--dry-run", command, "--x", "it's");

        assertThat(outcome.exitCode).isZero();
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.out).containsExactly("'" + home + "/bin/java' " + flags("common.flags") + " " +
            flags(versionFlags) + " " + flags(commandFlags) + " -jar '" + jar() + "' " + command + " --x 'it'\\''s'");
        assertThat(jar()).doesNotExist();
    }

    @Test
    void shouldAppendTheOperatorsOptions() throws Exception
    {
        environment.put("TRIBUTARY_JAVA_OPTS", "-Xmx1g  -Dx=*");

        assertThat(run("--dry-run", "serve").out).singleElement().asString()
            .contains("serve.flags' -Xmx1g '-Dx=*' -jar ").endsWith(" serve");
    }

    @Test
    void shouldBecomeTheJavaProcessAndPassOnArgumentsAndExitCode() throws Exception
    {
        writeJar();

        final Outcome outcome = run("serve", "", "two words", "*");

        assertThat(outcome.exitCode).isEqualTo(7);
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.out.get(0)).isEqualTo(Long.toString(outcome.pid));
        assertThat(outcome.out.subList(4, outcome.out.size()))
            .containsExactly("-jar", jar().toString(), "serve", "", "two words", "*");
    }

    @Test
    void shouldBuildTheJarWhenItIsMissingAndSaySo() throws Exception
    {
        script(path.resolve("mvn"), "#!/bin/sh\nset -e\necho built with \"$JAVA_HOME\" in \"$PWD\": \"$@\"\n" +
            "/bin/mkdir -p bench/target\n: > bench/target/tributary.jar\n");

        final Outcome outcome = run("config");

        assertThat(outcome.exitCode).isEqualTo(7);
        assertThat(outcome.err).containsExactly(
            "tributary: building bench/target/tributary.jar, once (mvn -B -q -DskipTests package)",
            "built with " + environment.get("JAVA_HOME") + " in " + root + ": -B -q -DskipTests package");
        assertThat(outcome.out).last().isEqualTo("config");
        assertThat(run("config").err).isEmpty();
    }

    @Test
    void shouldSayThatTheJarCannotBeBuilt() throws Exception
    {
        assertFailure(run("serve"),
            "tributary: bench/target/tributary.jar is missing and mvn is not on the PATH; " +
            "install Maven 3.8 or later");

        script(path.resolve("mvn"), "#!/bin/sh\nexit 1\n");
        final Outcome outcome = run("serve");
        assertThat(outcome.exitCode).isEqualTo(2);
        assertThat(outcome.err).last().isEqualTo("tributary: the build failed; see the lines above");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "16.0.2|java.base jdk.compiler|is Java 16", "1.8.0_402|java.base jdk.compiler|is Java 8",
        "26|java.base jdk.compiler|is Java 26",
        "21.0.2|java.base java.compiler|is no full JDK (module jdk.compiler is missing)"})
    void shouldRefuseAJavaHomeThatCannotServe(final String version, final String modules, final String reason)
        throws Exception
    {
        final Path home = jdk("bad", version, modules);
        environment.put("JAVA_HOME", home.toString());

        assertFailure(run("--dry-run", "serve"),
            "tributary: JAVA_HOME=" + home + " " + reason + "; allowed: a JDK 17 to 25");
    }

    @Test
    void shouldRefuseAJavaHomeWithoutJava() throws Exception
    {
        environment.put("JAVA_HOME", workingDirectory.toString());

        assertFailure(run("serve"),
            "tributary: JAVA_HOME=" + workingDirectory + " has no bin/java; allowed: a JDK 17 to 25");
    }

    @Test
    void shouldAskJavaItselfWhereThereIsNoReleaseFile() throws Exception
    {
        final Path home = Files.createDirectories(temporary.resolve("bare"));
        script(home.resolve("bin/java"), """
            #!/bin/sh
            case $1 in
              -version) echo 'openjdk version "25.0.1" 2025-10-21' >&2 ;;
              --list-modules) echo java.base@25.0.1; echo jdk.compiler@25.0.1 ;;
            esac
            """);
        environment.put("JAVA_HOME", home.toString());

        assertThat(run("--dry-run", "serve").out).singleElement().asString().contains("/25.flags' ");
    }

    @Test
    void shouldPreferTheNewestSupportedJdkWithoutJavaHome() throws Exception
    {
        environment.remove("JAVA_HOME");
        final Path newest = jdk("newest", "25.0.9", "java.base jdk.compiler");
        final Path link = Files.createSymbolicLink(path.resolve("java"), newest.resolve("bin/java"));
        assertThat(run("--dry-run", "serve").out).singleElement().asString().startsWith(newest + "/bin/java ");

        for (final Path unfit : List.of(
            jdk("future", "26", "java.base jdk.compiler"), jdk("past", "16", "java.base jdk.compiler"),
            jdk("jre", "25.0.9", "java.base")))
        {
            Files.delete(link);
            Files.createSymbolicLink(link, unfit.resolve("bin/java"));
            assertThat(String.join("\n", run("--dry-run", "serve").out)).doesNotContain(unfit.toString());
        }
    }

    @Test
    void shouldFindItsRootThroughLinksFromAnywhere() throws Exception
    {
        final Path direct = Files.createSymbolicLink(temporary.resolve("direct"), root.resolve("bin/tributary"));
        final Path relative = Files.createSymbolicLink(workingDirectory.resolve("relative"), Path.of("../direct"));
        final Path throughDirectory =
            Files.createSymbolicLink(temporary.resolve("linked"), root.resolve("bin")).resolve("tributary");

        for (final Path launcher : List.of(direct, relative, throughDirectory))
        {
            assertThat(start(launcher.toString(), "--dry-run", "serve").out).as(launcher.toString())
                .singleElement().asString().contains(flags("common.flags"));
        }
        assertThat(start("./relative", "--dry-run", "serve").out).singleElement().asString().contains("'" + jar());
    }

    @Test
    void shouldHoldOnlyFlagsThatThisJavaTakes() throws Exception
    {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        for (final String command : List.of("serve", "load", "config"))
        {
            final String line = run("--dry-run", command).out.get(0);
            final String flags = line.substring(line.indexOf('@') - 1, line.indexOf(" -jar ")).replace("'", "");
            final List<String> java = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
            Arrays.stream(flags.replace(root.toString(), REPOSITORY.toString()).strip().split(" ")).forEach(java::add);
            java.add("-version");

            assertThat(start(java.toArray(new String[0])).exitCode).as(java.toString()).isZero();
        }
    }

    private static void assertFailure(final Outcome outcome, final String line)
    {
        assertThat(outcome.err).containsExactly(line);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.exitCode).isEqualTo(2);
    }

    private Outcome run(final String... arguments) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(root.resolve("bin/tributary").toString()));
        command.addAll(List.of(arguments));
        return start(command.toArray(new String[0]));
    }

    private Outcome start(final String... command) throws Exception
    {
        final Path out = Files.createTempFile(temporary, "out", "");
        final Path err = Files.createTempFile(temporary, "err", "");
        final ProcessBuilder builder = new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        final Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return new Outcome(process.pid(), process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }

    private Path jdk(final String name, final String version, final String modules) throws IOException
    {
        final Path home = Files.createDirectories(temporary.resolve(name));
        script(home.resolve("bin/java"), ECHO_JAVA);
        Files.writeString(home.resolve("release"),
            "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
        return home;
    }

    private static void script(final Path file, final String text) throws IOException
    {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void copy(final String name) throws IOException
    {
        final Path target = root.resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(REPOSITORY.resolve(name), target);
        assertThat(target.toFile().setExecutable(true)).isTrue();
    }

    private Path jar()
    {
        return root.resolve("bench/target/tributary.jar");
    }

    private void writeJar() throws IOException
    {
        Files.createDirectories(jar().getParent());
        Files.createFile(jar());
    }

    private String flags(final String name)
    {
        return "'@" + root + "/config/jvm/" + name + "'";
    }
}
