package io.tributary.tracker.configuration;

import org.apache.commons.text.similarity.LevenshteinDistance;

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
        String nearest = "";
        int distanceMin = Math.max(2, unknown.length() / LENGTH_PER_TYPO) + 1;
        for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
        {
            final int distance = Math.min(distance(setting.key(), unknown), distance(setting.name(), unknown));
            if (distance < distanceMin)
            {
                distanceMin = distance;
                nearest = setting.key();
            }
        }
        return nearest;
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

    private static int distance(final String left, final String right)
    {
        return LevenshteinDistance.getDefaultInstance().apply(left, right);
    }
}
