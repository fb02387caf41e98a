package io.tributary.tracker.configuration;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The "did you mean" of unknown keys.
 */
final class KeySuggestion
{
    private static final int LENGTH_PER_TYPO = 4;

    private KeySuggestion()
    {
    }

    /**
     * The known key that differs by a few typing errors, or by a forgotten table.
     *
     * @param unknown as written.
     * @return empty if none is near.
     */
    static String nearest(final String unknown)
    {
        return nearest(unknown, ConfigurationSchema.SETTINGS,
            setting -> Math.min(distance(setting.key(), unknown), distance(setting.name(), unknown)));
    }

    /**
     * The key of a link that differs by a few typing errors.
     *
     * @param unknown as written.
     * @return empty if none is near.
     */
    static String nearestOfLink(final String unknown)
    {
        return nearest(unknown, ConfigurationSchema.LINK_SETTINGS, setting -> distance(setting.name(), unknown));
    }

    /**
     * The known key of the same name in another table.
     *
     * @param unknown as written.
     * @return empty if there is none.
     */
    static String sameName(final String unknown)
    {
        for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
        {
            if (unknown.endsWith("." + setting.name()))
            {
                return setting.key();
            }
        }
        return "";
    }

    static String keysOf(final String table)
    {
        return String.join(", ", ConfigurationSchema.SETTINGS.values().stream()
            .filter(setting -> setting.table().equals(table))
            .map(SettingDefinition::key)
            .toList());
    }

    private static String nearest(
        final String unknown,
        final Map<String, SettingDefinition> settings,
        final ToIntFunction<SettingDefinition> distance)
    {
        String nearest = "";
        int distanceMin = Math.max(2, unknown.length() / LENGTH_PER_TYPO) + 1;
        for (final Map.Entry<String, SettingDefinition> entry : settings.entrySet())
        {
            final int candidate = distance.applyAsInt(entry.getValue());
            if (candidate < distanceMin)
            {
                distanceMin = candidate;
                nearest = entry.getKey();
            }
        }
        return nearest;
    }

    private static int distance(final String left, final String right)
    {
        return LevenshteinDistance.getDefaultInstance().apply(left, right);
    }
}
