package io.tributary.tracker.swarm;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;

/**
 * The process that is killed: opens the store and works on it for ever, saying in a mapped file how far it has come.
 */
final class CrashChild
{
    static final String OPEN_ONLY = "open-only";
    static final int OPENING_OFFSET = 0;
    static final int STARTED_OFFSET = 8;
    static final int FINISHED_OFFSET = 16;
    static final int PROGRESS_BYTES = 64;

    private CrashChild()
    {
    }

    public static void main(final String[] args)
    {
        final UnsafeBuffer progress = new UnsafeBuffer(IoUtil.mapExistingFile(Path.of(args[1]).toFile(), "progress"));
        final StoreFixture fixture = new StoreFixture();
        progress.putLongVolatile(OPENING_OFFSET, 1);
        final SwarmStore store = fixture.open(SwarmStoreCrashIT.LIMITS, Path.of(args[0]));
        while (OPEN_ONLY.equals(args[2]))
        {
            Thread.onSpinWait();
        }
        final CrashOperations operations = new CrashOperations(Long.parseLong(args[2]));
        for (long i = 1; ; i++)
        {
            operations.next();
            if (0 == i % 1000)
            {
                fixture.nowSec++;
            }
            progress.putLongVolatile(STARTED_OFFSET, i);
            operations.apply(fixture, store);
            progress.putLongVolatile(FINISHED_OFFSET, i);
        }
    }
}
