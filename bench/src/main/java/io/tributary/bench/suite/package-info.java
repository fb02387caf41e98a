/**
 * Everything that can be measured, run one after the other and written into one dated folder: {@code bench}. It starts
 * the other commands as processes of their own, with the JVM flags they ship with, and reads what they write. Raw
 * results become figures with a spread; figures are judged by {@link io.tributary.bench.report.Wanted} and followed
 * from suite to suite by their keys.
 */
package io.tributary.bench.suite;
