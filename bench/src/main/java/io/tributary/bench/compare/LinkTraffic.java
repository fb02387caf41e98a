package io.tributary.bench.compare;

import io.tributary.tracker.status.LinkField;
import io.tributary.tracker.status.LinkStatus;

/**
 * Records over one link of the server that is measured.
 *
 * @param link        its name.
 * @param isConnected whether the connection stands.
 * @param accepted    records from the neighbour that were news.
 * @param duplicate   records from the neighbour that were known.
 * @param refused     records from the neighbour for which there was no room, or that may not be taken.
 * @param sent        records to the neighbour, those told again included.
 * @param lost        datagrams to the neighbour that were not acknowledged in time.
 * @param lag         changes not yet sent, now.
 */
record LinkTraffic(
    String link, boolean isConnected, long accepted, long duplicate, long refused, long sent, long lost, long lag)
{
    static LinkTraffic of(final LinkStatus status)
    {
        return new LinkTraffic(
            status.name(),
            LinkStatus.State.CONNECTED == status.state(),
            status.value(LinkField.RECORDS_ACCEPTED),
            status.value(LinkField.RECORDS_DUPLICATE),
            status.value(LinkField.RECORDS_REFUSED),
            status.value(LinkField.RECORDS_SENT),
            status.value(LinkField.RETRANSMISSIONS),
            status.value(LinkField.LAG));
    }

    LinkTraffic since(final LinkTraffic earlier)
    {
        return new LinkTraffic(
            link,
            isConnected,
            accepted - earlier.accepted,
            duplicate - earlier.duplicate,
            refused - earlier.refused,
            sent - earlier.sent,
            lost - earlier.lost,
            lag);
    }
}
