/**
 * What all reports need to draw: charts as SVG, light enough to be committed and read as text.
 */
package io.tributary.bench.report;
