package io.tributary.tracker.configuration;

/**
 * A value before it is understood, with what an error line must say about it.
 *
 * @param origin     where it was given: file with line, environment variable, option.
 * @param text       as the environment would have it; lists separated by commas.
 * @param shown      as TOML would have it.
 * @param isOfKind   false if TOML's type already is another than the setting's.
 */
record RawValue(String origin, String text, String shown, boolean isOfKind)
{
    static RawValue ofText(final String origin, final String text)
    {
        return new RawValue(origin, text, SettingKind.quoted(text), true);
    }
}
