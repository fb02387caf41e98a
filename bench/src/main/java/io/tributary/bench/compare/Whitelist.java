package io.tributary.bench.compare;

import java.io.IOException;
import java.io.Writer;

/**
 * Source of the info-hashes a load will use, one in hexadecimal on each line.
 */
interface Whitelist
{
    void write(Writer writer) throws IOException;
}
