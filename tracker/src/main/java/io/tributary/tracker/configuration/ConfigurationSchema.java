package io.tributary.tracker.configuration;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

    /**
     * Name of the array of tables that holds the links.
     */
    static final String LINK_TABLE = "tsup.link";

    /**
     * Definition of a link's settings by last part of the key, in the order of the file.
     */
    static final Map<String, SettingDefinition> LINK_SETTINGS = new LinkedHashMap<>();

    private static final Map<String, Method> TABLE_ACCESSORS = new HashMap<>();

    static
    {
        for (final RecordComponent table : TrackerConfiguration.class.getRecordComponents())
        {
            final Table declaration = table.getAnnotation(Table.class);
            if (null == declaration)
            {
                continue;
            }
            TABLE_ACCESSORS.put(declaration.key(), table.getAccessor());
            TABLES.put(declaration.key(), declaration.sentence());
            for (final RecordComponent component : table.getType().getRecordComponents())
            {
                final SettingDefinition definition = new SettingDefinition(declaration.key(), component);
                SETTINGS.put(definition.key(), definition);
            }
        }
        for (final RecordComponent component : TsupLink.class.getRecordComponents())
        {
            final SettingDefinition definition = new SettingDefinition(LINK_TABLE, component);
            LINK_SETTINGS.put(definition.name(), definition);
        }
    }

    private ConfigurationSchema()
    {
    }

    /**
     * Build the records.
     *
     * @param values one for each setting, as parsed.
     * @param links  complete.
     */
    static TrackerConfiguration construct(final Map<String, Object> values, final List<TsupLink> links)
    {
        final List<Object> tables = new ArrayList<>();
        for (final RecordComponent table : TrackerConfiguration.class.getRecordComponents())
        {
            final Table declaration = table.getAnnotation(Table.class);
            if (null == declaration)
            {
                tables.add(links);
                continue;
            }
            final List<Object> components = new ArrayList<>();
            for (final SettingDefinition definition : SETTINGS.values())
            {
                if (definition.table().equals(declaration.key()))
                {
                    components.add(definition.narrowed(values.get(definition.key())));
                }
            }
            tables.add(instance(table.getType(), components));
        }
        return (TrackerConfiguration)instance(TrackerConfiguration.class, tables);
    }

    /**
     * Build a link.
     *
     * @param values one for each setting, as parsed.
     */
    static TsupLink link(final Map<String, Object> values)
    {
        return (TsupLink)instance(TsupLink.class, LINK_SETTINGS.values().stream()
            .map(definition -> definition.narrowed(values.get(definition.name())))
            .toList());
    }

    /**
     * The record of one table.
     */
    static Object table(final TrackerConfiguration configuration, final String table)
    {
        try
        {
            return TABLE_ACCESSORS.get(table).invoke(configuration);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException(table, ex);
        }
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
