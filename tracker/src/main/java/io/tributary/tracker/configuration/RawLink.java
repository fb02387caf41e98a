package io.tributary.tracker.configuration;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A link before it is understood.
 *
 * @param origin where it was given: file with line, option.
 * @param values by key, without the table's name.
 */
record RawLink(String origin, Map<String, RawValue> values)
{
    private static final String FORM = "[internal:|external:]HOST:PORT[,key=...][,name=...]";

    /**
     * A link on one line: address, behind its kind if any, before further keys.
     *
     * @param errors receives what is not understood; the text is not quoted, for it may hold a secret.
     */
    static RawLink ofText(final String origin, final String text, final ConfigurationErrors errors)
    {
        final Map<String, RawValue> values = new HashMap<>();
        final String[] parts = text.split(",", -1);
        String address = parts[0].strip();
        for (final TsupLink.Kind kind : TsupLink.Kind.values())
        {
            final String name = kind.name().toLowerCase(Locale.ROOT);
            // A host may be called so, too.
            if (address.startsWith(name + ":") && address.indexOf(':', name.length() + 1) > 0)
            {
                values.put("kind", RawValue.ofText(origin, name));
                address = address.substring(name.length() + 1);
            }
        }
        values.put("address", RawValue.ofText(origin, address));
        for (int i = 1; i < parts.length; i++)
        {
            final int keyLength = parts[i].indexOf('=');
            final String key = parts[i].substring(0, Math.max(0, keyLength)).strip();
            if (keyLength <= 0)
            {
                errors.line(origin + " " + address + ": part " + (i + 1) + " is not KEY=VALUE; allowed: " + FORM);
            }
            else if (!ConfigurationSchema.LINK_SETTINGS.containsKey(key))
            {
                errors.unknownLinkKey(origin + " " + address, key);
            }
            else if (null != values.put(key, rawValue(origin, key, parts[i].substring(keyLength + 1))))
            {
                errors.line(origin + " " + address + ": " + key + " is given twice; allowed: " + FORM);
            }
        }
        return new RawLink(origin, values);
    }

    private static RawValue rawValue(final String origin, final String key, final String text)
    {
        final SettingKind kind = ConfigurationSchema.LINK_SETTINGS.get(key).kind();
        return new RawValue(origin, text, kind.shown(SettingKind.quoted(text)), true);
    }
}
