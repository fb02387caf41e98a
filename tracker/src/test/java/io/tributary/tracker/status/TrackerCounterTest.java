package io.tributary.tracker.status;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class TrackerCounterTest
{
    @Test
    void shouldHaveDenseIds()
    {
        assertThat(Arrays.stream(TrackerCounter.values()).mapToInt(TrackerCounter::id).sorted())
            .containsExactlyElementsOf(IntStream.range(0, TrackerCounter.count()).boxed().toList());
        assertThat(TrackerCounter.ofId(TrackerCounter.ANSWERS_IPV6.id())).isSameAs(TrackerCounter.ANSWERS_IPV6);
    }

    /** Other programs know ids and labels: append new ones to the list, never change a line of it. */
    @Test
    void shouldKeepIdsAndLabels() throws IOException
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            TrackerCounterTest.class.getResourceAsStream("counter-ids.txt"), US_ASCII)))
        {
            final List<String> expected = reader.lines().toList();
            assertThat(IntStream.range(0, TrackerCounter.count())
                .mapToObj(id -> id + " " + TrackerCounter.ofId(id).label())).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void shouldHaveLabelAndHelpSentence()
    {
        assertThat(TrackerCounter.values()).extracting(TrackerCounter::label).doesNotHaveDuplicates();
        assertThat(TrackerCounter.values()).allSatisfy(counter ->
        {
            assertThat(counter.label()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(counter.help()).matches("[A-Z].{10,}\\.");
        });
        assertThat(TrackerCounter.values()).extracting(TrackerCounter::help).doesNotHaveDuplicates();
    }

    @Test
    void shouldPairFamilies()
    {
        final List<String> labels = Arrays.stream(TrackerCounter.values()).map(TrackerCounter::label).toList();
        assertThat(labels).filteredOn(label -> label.endsWith("_ipv4")).isNotEmpty()
            .allSatisfy(label -> assertThat(labels).contains(label.replace("_ipv4", "_ipv6")));
        assertThat(labels).filteredOn(label -> label.endsWith("_ipv6"))
            .allSatisfy(label -> assertThat(labels).contains(label.replace("_ipv6", "_ipv4")));
    }
}
