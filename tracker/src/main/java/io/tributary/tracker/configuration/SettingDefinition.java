package io.tributary.tracker.configuration;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Locale;

/**
 * One setting as declared: reads, checks and writes its values. Values are kept as {@link SettingKind} parses them
 * until the record is built, so that old and new ones compare.
 */
final class SettingDefinition
{
    static final String ENVIRONMENT_PREFIX = "TRIBUTARY_";

    private final String table;
    private final Setting declaration;
    private final Class<?> type;
    private final Method accessor;
    private final Object min;
    private final Object max;

    SettingDefinition(final String table, final RecordComponent component)
    {
        this.table = table;
        this.declaration = component.getAnnotation(Setting.class);
        this.type = component.getType();
        this.accessor = component.getAccessor();
        this.min = kind().hasRange() ? kind().parse(declaration.min(), type) : null;
        this.max = kind().hasRange() ? kind().parse(declaration.max(), type) : null;
    }

    static String environmentName(final String key)
    {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    String table()
    {
        return table;
    }

    String name()
    {
        return declaration.key();
    }

    String key()
    {
        return table + "." + declaration.key();
    }

    SettingKind kind()
    {
        return declaration.kind();
    }

    String sentence()
    {
        return declaration.sentence();
    }

    String initial()
    {
        return declaration.initial();
    }

    boolean isReloadable()
    {
        return declaration.reloadable();
    }

    String allowed()
    {
        return kind().allowed(min, max, type);
    }

    /**
     * Read a value and check its range.
     *
     * @throws IllegalArgumentException with the reason in a few words.
     */
    Object parse(final String text)
    {
        final Object value = kind().parse(text, type);
        if (kind().hasRange() && (compare(value, min) < 0 || compare(value, max) > 0))
        {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    String format(final Object value)
    {
        return kind().format(value);
    }

    /**
     * The value as the record component takes it.
     */
    Object narrowed(final Object value)
    {
        return int.class == type ? (Object)Math.toIntExact(((Number)value).longValue()) : value;
    }

    /**
     * The value given, checked; an error, and the default, if it is not good; the default if there is none.
     *
     * @param shownKey how errors call this key.
     */
    Object value(final String shownKey, final RawValue raw, final ConfigurationErrors errors)
    {
        if (null != raw)
        {
            try
            {
                if (raw.isOfKind())
                {
                    return parse(raw.text());
                }
                errors.value(shownKey, raw, "of another type", allowed());
            }
            catch (final IllegalArgumentException ex)
            {
                errors.value(shownKey, raw, ex.getMessage(), allowed());
            }
        }
        return SettingKind.ADDRESS == kind() ? null : parse(initial());
    }

    Object valueIn(final TrackerConfiguration configuration)
    {
        return valueOf(ConfigurationSchema.table(configuration, table));
    }

    /**
     * The value in a record of the table.
     */
    Object valueOf(final Object tableRecord)
    {
        try
        {
            return accessor.invoke(tableRecord);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException(key(), ex);
        }
    }

    private static int compare(final Object left, final Object right)
    {
        return left instanceof Double ?
            Double.compare((Double)left, (Double)right) : Long.compare((Long)left, (Long)right);
    }
}
