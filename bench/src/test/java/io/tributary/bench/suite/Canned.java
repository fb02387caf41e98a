package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results as the other commands write them, cut short, with numbers that are easy to check. */
final class Canned
{
    private Canned()
    {
    }

    static String text(final String name) throws IOException
    {
        try (InputStream stream = Canned.class.getResourceAsStream("/suite/" + name))
        {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static JsonNode json(final String name) throws IOException
    {
        return new ObjectMapper().readTree(text(name));
    }

    static void copy(final String name, final Path file) throws IOException
    {
        Files.writeString(file, text(name));
    }
}
