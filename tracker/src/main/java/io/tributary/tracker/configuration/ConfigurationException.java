package io.tributary.tracker.configuration;

import java.util.List;

/**
 * The configuration cannot be used. Each line of the message is one error, complete by itself: where the value came
 * from, key, value, and what is allowed. Shown to the operator as it is.
 */
public final class ConfigurationException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    public ConfigurationException(final String line)
    {
        super(line);
    }

    public ConfigurationException(final List<String> lines)
    {
        super(String.join("\n", lines));
    }

    /**
     * The errors, one a line.
     *
     * @return at least one.
     */
    public List<String> lines()
    {
        return getMessage().lines().toList();
    }
}
