package io.tributary.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Results for programs: JSON, and percentile distributions that HdrHistogram's plotter reads.
 */
public final class ResultFiles
{
    private static final double NS_PER_US = 1_000.0;

    private ResultFiles()
    {
    }

    public static String json(final Object value) throws JsonProcessingException
    {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    public static void writeJson(final Object value, final Path file) throws IOException
    {
        Files.writeString(file, json(value) + "\n");
    }

    /**
     * Write a distribution in microseconds.
     *
     * @param latenciesNs in nanoseconds.
     * @param file        to write.
     * @throws IOException from the file.
     */
    public static void writeHistogram(final Histogram latenciesNs, final Path file) throws IOException
    {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8))
        {
            latenciesNs.outputPercentileDistribution(out, NS_PER_US);
        }
    }
}
