package io.tributary.bench.compare;

import java.util.Map;

/**
 * What a reader needs to repeat a comparison.
 *
 * @param date     of the day, ISO.
 * @param subject  of the report.
 * @param command  line that produced it.
 * @param workload in words.
 * @param machine  facts about machine and software, in order.
 * @param versions of each server.
 */
record ReportFacts(
    String date,
    String subject,
    String command,
    String workload,
    Map<String, String> machine,
    Map<String, String> versions)
{
}
