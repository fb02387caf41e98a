package io.tributary.bench.compare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed JDK.
 *
 * @param home    its directory.
 * @param version as its {@code release} file says.
 */
record Jdk(Path home, String version)
{
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(.*)\"", Pattern.MULTILINE);

    int major()
    {
        return Integer.parseInt(version.split("[.+-]")[0]);
    }

    Path java()
    {
        return home.resolve("bin").resolve("java");
    }

    /**
     * The JDK in a directory.
     *
     * @throws IllegalArgumentException if there is none.
     */
    static Jdk at(final Path home)
    {
        try
        {
            final Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
            if (matcher.find() && Files.isExecutable(home.resolve("bin").resolve("java")))
            {
                return new Jdk(home.toRealPath(), matcher.group(1));
            }
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException("jdk '" + home + "' has no readable file 'release'", ex);
        }
        throw new IllegalArgumentException("jdk '" + home + "' is not the directory of a JDK");
    }

    /** One of each wanted major version, ascending, of those installed in the usual place. */
    static List<Jdk> installed(final List<Integer> majors)
    {
        final List<Jdk> jdks = new ArrayList<>();
        if (Files.isDirectory(USUAL_PLACE))
        {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(USUAL_PLACE))
            {
                for (final Path home : homes)
                {
                    addIfWanted(jdks, home, majors);
                }
            }
            catch (final IOException ex)
            {
                throw new IllegalArgumentException("cannot list " + USUAL_PLACE, ex);
            }
        }
        jdks.sort(Comparator.comparingInt(Jdk::major));
        return jdks;
    }

    private static void addIfWanted(final List<Jdk> jdks, final Path home, final List<Integer> majors)
    {
        if (!Files.isReadable(home.resolve("release")))
        {
            return;
        }
        final Jdk jdk = at(home);
        if (majors.contains(jdk.major()) && jdks.stream().noneMatch((known) -> known.major() == jdk.major()))
        {
            jdks.add(jdk);
        }
    }
}
