package io.tributary.bench.compare;

import java.io.IOException;
import java.util.List;

/**
 * Those that a server is linked with while it is measured.
 */
interface Company extends AutoCloseable
{
    /** Of a server that serves its clients only. */
    Company NONE = new Company()
    {
        @Override
        public List<LinkTraffic> traffic()
        {
            return List.of();
        }

        @Override
        public void close()
        {
        }
    };

    /**
     * What has gone over each link since the server started, as it says itself.
     *
     * @throws IOException if it does not say, or the company is gone.
     */
    List<LinkTraffic> traffic() throws IOException;

    @Override
    void close();
}
