package io.tributary.tracker.configuration;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a setting's value is written. Numbers, durations (seconds), intervals (milliseconds) and sizes (bytes) parse to
 * {@link Long}; the record component says whether an int is enough.
 */
enum SettingKind
{
    BOOLEAN, INTEGER, DECIMAL, DURATION, INTERVAL, SIZE, STRING, NAME, KEY, ADDRESS, ADDRESSES, CHOICE;

    private static final Pattern WHOLE = Pattern.compile("-?[0-9][0-9_]{0,17}");
    private static final Pattern FRACTION = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
    static final int NAME_LENGTH_MAX = 64;
    private static final int ADDRESSES_MAX = 64;

    boolean hasRange()
    {
        return this == INTEGER || this == DECIMAL || this == DURATION || this == INTERVAL || this == SIZE;
    }

    /**
     * Whether TOML's own type fits, before the text is looked at.
     */
    boolean accepts(final JsonNode node)
    {
        return switch (this)
        {
            case BOOLEAN -> node.isBoolean();
            case INTEGER -> node.isIntegralNumber();
            case DECIMAL -> node.isNumber();
            case DURATION, INTERVAL, SIZE, STRING, NAME, KEY, ADDRESS, CHOICE -> node.isTextual();
            case ADDRESSES -> node.isArray() && allTextual(node);
        };
    }

    /**
     * Value of its text.
     *
     * @param text       as in the environment; lists are separated by commas.
     * @param choiceType the enum of a choice, otherwise not used.
     * @return a value that can be compared by {@code equals}.
     * @throws IllegalArgumentException with the reason in a few words.
     */
    Object parse(final String text, final Class<?> choiceType)
    {
        return switch (this)
        {
            case BOOLEAN -> parseBoolean(text);
            case INTEGER -> Long.parseLong(matching(WHOLE, text, "not an integer").replace("_", ""));
            case DECIMAL -> Double.parseDouble(matching(FRACTION, text, "not a number"));
            case DURATION -> UnitScale.DURATION.parse(text);
            case INTERVAL -> UnitScale.INTERVAL.parse(text);
            case SIZE -> UnitScale.SIZE.parse(text);
            case STRING -> parseString(text);
            case NAME -> parseName(text);
            case KEY -> LinkKey.parse(text);
            case ADDRESS -> LinkAddress.parse(text);
            case ADDRESSES -> parseAddresses(text);
            case CHOICE -> parseChoice(text, choiceType);
        };
    }

    /**
     * As TOML writes it, on one line.
     */
    String format(final Object value)
    {
        return switch (this)
        {
            case BOOLEAN -> value.toString();
            case INTEGER -> grouped(((Number)value).longValue());
            case DECIMAL -> value.toString().replaceFirst("\\.0$", "");
            case DURATION -> quoted(UnitScale.DURATION.format(((Number)value).longValue()));
            case INTERVAL -> quoted(UnitScale.INTERVAL.format(((Number)value).longValue()));
            case SIZE -> quoted(UnitScale.SIZE.format(((Number)value).longValue()));
            case STRING, NAME, KEY, ADDRESS -> quoted(value.toString());
            case ADDRESSES -> ((List<?>)value).stream().map(each -> quoted(each.toString())).toList().toString();
            case CHOICE -> quoted(choiceName(value));
        };
    }

    /**
     * What is allowed, to complete "allowed: …".
     */
    String allowed(final Object min, final Object max, final Class<?> choiceType)
    {
        return switch (this)
        {
            case BOOLEAN -> "true or false";
            case INTEGER -> "an integer from " + format(min) + " to " + format(max);
            case DECIMAL -> "a number from " + format(min) + " to " + format(max);
            case DURATION -> "a duration from " + format(min) + " to " + format(max) + ", units " +
                UnitScale.DURATION.unitNames();
            case INTERVAL -> "a duration from " + format(min) + " to " + format(max) + ", units " +
                UnitScale.INTERVAL.unitNames();
            case SIZE -> "a size from " + format(min) + " to " + format(max) + ", units " +
                UnitScale.SIZE.unitNames();
            case STRING -> "text without control characters";
            case NAME -> "up to " + NAME_LENGTH_MAX + " printable ASCII characters";
            case KEY -> LinkKey.allowed();
            case ADDRESS -> "HOST:PORT, IPv6 as [::1]:6969, port 1 to 65535";
            case ADDRESSES -> "a list of 1 to " + ADDRESSES_MAX +
                " of HOST:PORT, IPv6 as [::1]:6969, port 0 (any free one) to 65535";
            case CHOICE -> choices(choiceType);
        };
    }

    /**
     * What may be shown of a value.
     *
     * @param written as TOML has it.
     */
    String shown(final String written)
    {
        return this == KEY ? quoted(LinkKey.HIDDEN) : written;
    }

    /**
     * A basic TOML string: the shape in which every text is shown, so that an error stays on its line.
     */
    static String quoted(final String text)
    {
        final StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if ('"' == c || '\\' == c)
            {
                quoted.append('\\').append(c);
            }
            else if (Character.isISOControl(c))
            {
                quoted.append(String.format("\\u%04X", (int)c));
            }
            else
            {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean allTextual(final JsonNode array)
    {
        for (final JsonNode each : array)
        {
            if (!each.isTextual())
            {
                return false;
            }
        }
        return true;
    }

    private static String matching(final Pattern pattern, final String text, final String otherwise)
    {
        final String stripped = text.strip();
        if (!pattern.matcher(stripped).matches())
        {
            throw new IllegalArgumentException(otherwise);
        }
        return stripped;
    }

    private static Object parseBoolean(final String text)
    {
        return switch (text.strip())
        {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static String parseString(final String text)
    {
        if (text.chars().anyMatch(Character::isISOControl))
        {
            throw new IllegalArgumentException("not plain text");
        }
        return text;
    }

    private static String parseName(final String text)
    {
        if (text.length() > NAME_LENGTH_MAX || !PRINTABLE.matcher(text).matches())
        {
            throw new IllegalArgumentException("not a name");
        }
        return text.strip();
    }

    private static List<ListenAddress> parseAddresses(final String text)
    {
        if (text.isBlank())
        {
            throw new IllegalArgumentException("an empty list");
        }

        final List<ListenAddress> addresses = new ArrayList<>();
        for (final String part : text.split(",", -1))
        {
            try
            {
                addresses.add(ListenAddress.parse(part));
            }
            catch (final IllegalArgumentException ex)
            {
                throw new IllegalArgumentException(quoted(part.strip()) + " is " + ex.getMessage(), ex);
            }
        }
        if (addresses.size() > ADDRESSES_MAX)
        {
            throw new IllegalArgumentException("too many addresses");
        }
        return List.copyOf(addresses);
    }

    private static Object parseChoice(final String text, final Class<?> choiceType)
    {
        for (final Object choice : choiceType.getEnumConstants())
        {
            if (choiceName(choice).equals(text.strip()))
            {
                return choice;
            }
        }
        throw new IllegalArgumentException("no such choice");
    }

    private static String choices(final Class<?> choiceType)
    {
        final List<String> names = new ArrayList<>();
        for (final Object choice : choiceType.getEnumConstants())
        {
            names.add(quoted(choiceName(choice)));
        }
        return String.join(" or ", names);
    }

    private static String choiceName(final Object choice)
    {
        return choice.toString().toLowerCase(Locale.ROOT);
    }

    private static String grouped(final long value)
    {
        return Math.abs(value) < 100_000 ?
            Long.toString(value) : String.format(Locale.ROOT, "%,d", value).replace(',', '_');
    }
}
