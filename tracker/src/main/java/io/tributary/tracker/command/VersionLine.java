package io.tributary.tracker.command;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What {@code --version} prints: the version Maven built, and the Java it runs on.
 */
public final class VersionLine implements IVersionProvider
{
    private static final String RESOURCE = "/META-INF/maven/io.tributary/tributary-tracker/pom.properties";

    @Override
    public String[] getVersion() throws IOException
    {
        final Properties properties = new Properties();
        try (InputStream in = VersionLine.class.getResourceAsStream(RESOURCE))
        {
            if (null != in)
            {
                properties.load(in);
            }
        }
        return new String[]{
            "tributary " + properties.getProperty("version", "unpackaged") + ", Java " + Runtime.version()};
    }
}
