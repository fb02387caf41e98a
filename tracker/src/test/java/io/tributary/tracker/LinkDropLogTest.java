package io.tributary.tracker;

import io.tributary.tracker.status.LinkDrop;
import io.tributary.tracker.status.LinkField;
import io.tributary.tracker.status.OverlayStatus;
import io.tributary.tracker.status.OverlayStatusWriter;
import io.tributary.tracker.status.TrackerCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LinkDropLogTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldSayOnceForEachLinkAndReasonWhyItDoesNotComeUp() throws IOException
    {
        final List<String> lines = new ArrayList<>();
        final LinkDropLog log = new LinkDropLog(lines::add);
        try (TrackerCounters counters =
            TrackerCounters.prepared(directory.resolve("status"), () -> 1_000, 4242, 2))
        {
            final OverlayStatusWriter writer = new OverlayStatusWriter(counters);
            final LinkDrop[] seen =
                {LinkDrop.TAG_WRONG, LinkDrop.NUMBER_REPEATED, LinkDrop.TAG_WRONG, LinkDrop.KIND_MISMATCH};
            for (final LinkDrop reason : seen)
            {
                writer.beginLink(1, "north").set(LinkField.ADDRESS_LOW, 0xC000_0201L).set(LinkField.PORT, 6969)
                    .set(LinkField.LAST_DROP, reason.code()).end();
                log.doWork(OverlayStatus.of(counters));
                log.doWork(OverlayStatus.of(counters));
            }
        }
        assertThat(lines).containsExactly(
            "link north: dropped what came from 192.0.2.1:6969: authentication failed, the keys differ",
            "link north: dropped what came from 192.0.2.1:6969: internal here and external there, or the reverse");
    }
}
