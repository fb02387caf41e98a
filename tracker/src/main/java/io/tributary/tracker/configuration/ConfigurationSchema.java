package io.tributary.tracker.configuration;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that {@link TrackerConfiguration} declares, in its order, and the way back from values to records.
 */
final class ConfigurationSchema
{
    /**
     * Sentence by table name, in the order of the file.
     */
    static final Map<String, String> TABLES = new LinkedHashMap<>();

    /**
     * Definition by key, in the order of the file.
     */
    static final Map<String, SettingDefinition> SETTINGS = new LinkedHashMap<>();

    static
    {
        for (final RecordComponent table : TrackerConfiguration.class.getRecordComponents())
        {
            final Table declaration = table.getAnnotation(Table.class);
            TABLES.put(declaration.key(), declaration.sentence());
            for (final RecordComponent component : table.getType().getRecordComponents())
            {
                final SettingDefinition definition = new SettingDefinition(table, component);
                SETTINGS.put(definition.key(), definition);
            }
        }
    }

    private ConfigurationSchema()
    {
    }

    /**
     * Build the records.
     *
     * @param values one for each setting, as parsed.
     */
    static TrackerConfiguration construct(final Map<String, Object> values)
    {
        final List<Object> tables = new ArrayList<>();
        for (final RecordComponent table : TrackerConfiguration.class.getRecordComponents())
        {
            final String tableName = table.getAnnotation(Table.class).key();
            final List<Object> components = new ArrayList<>();
            for (final SettingDefinition definition : SETTINGS.values())
            {
                if (definition.table().equals(tableName))
                {
                    components.add(definition.narrowed(values.get(definition.key())));
                }
            }
            tables.add(instance(table.getType(), components));
        }
        return (TrackerConfiguration)instance(TrackerConfiguration.class, tables);
    }

    private static Object instance(final Class<?> type, final List<Object> arguments)
    {
        try
        {
            final Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments.toArray());
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException(type.getName(), ex);
        }
    }
}
