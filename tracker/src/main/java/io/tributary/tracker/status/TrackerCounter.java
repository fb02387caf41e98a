package io.tributary.tracker.status;

import org.agrona.concurrent.status.CountersReader;

import java.util.Locale;

import static io.tributary.tracker.status.TrackerCounter.Group.DROPS;
import static io.tributary.tracker.status.TrackerCounter.Group.ERRORS;
import static io.tributary.tracker.status.TrackerCounter.Group.LATENCY;
import static io.tributary.tracker.status.TrackerCounter.Group.NOT_STORED;
import static io.tributary.tracker.status.TrackerCounter.Group.PROCESS;
import static io.tributary.tracker.status.TrackerCounter.Group.REQUESTS;
import static io.tributary.tracker.status.TrackerCounter.Group.STORE;
import static io.tributary.tracker.status.TrackerCounter.Group.TRAFFIC;
import static io.tributary.tracker.status.TrackerCounter.Type.GAUGE;
import static io.tributary.tracker.status.TrackerCounter.Type.TOTAL;

/**
 * Everything the tracker counts, in one list. Every reason to refuse, drop or not store has exactly one counter here.
 *
 * <p>An id is the counter's place in the status file and, like the name, is known to other programs: neither changes
 * once released, and a new counter takes the next free id wherever it stands in the list. Each counter is written by
 * one thread only: latency, socket drops and the process group by housekeeping, what is recorded and unwritten of a
 * capture by its writer, all others by the loop.
 *
 * <p>Names end in their unit ({@code _BYTES}, {@code _NS}, {@code _MS}) or family ({@code _IPV4}, {@code _IPV6});
 * counters of a family come in pairs.
 */
public enum TrackerCounter
{
    PROCESS_ID(0, PROCESS, GAUGE, "Process id of the tracker."),
    START_TIME_MS(1, PROCESS, GAUGE, "When the tracker started, epoch milliseconds."),
    HEARTBEAT_MS(2, PROCESS, GAUGE,
        "When the tracker last said that it lives, epoch milliseconds; written about once a second."),
    RELOADS(3, PROCESS, TOTAL, "Reloads of the configuration and access lists that took effect."),
    RELOADS_REFUSED(4, PROCESS, TOTAL, "Reloads refused because a file was wrong; the former settings stay."),
    HOUSEKEEPING_FAILURES(5, PROCESS, TOTAL, "Housekeeping tasks that ended in an unexpected exception."),

    DATAGRAMS_RECEIVED_IPV4(6, TRAFFIC, TOTAL, "Datagrams received over IPv4."),
    DATAGRAMS_RECEIVED_IPV6(7, TRAFFIC, TOTAL, "Datagrams received over IPv6."),
    DATAGRAMS_SENT_IPV4(8, TRAFFIC, TOTAL, "Datagrams sent over IPv4."),
    DATAGRAMS_SENT_IPV6(9, TRAFFIC, TOTAL, "Datagrams sent over IPv6."),
    RECEIVED_BYTES_IPV4(10, TRAFFIC, TOTAL, "UDP payload received over IPv4."),
    RECEIVED_BYTES_IPV6(11, TRAFFIC, TOTAL, "UDP payload received over IPv6."),
    SENT_BYTES_IPV4(12, TRAFFIC, TOTAL, "UDP payload sent over IPv4."),
    SENT_BYTES_IPV6(13, TRAFFIC, TOTAL, "UDP payload sent over IPv6."),
    SOCKET_DROPS_IPV4(14, TRAFFIC, TOTAL,
        "Datagrams the kernel dropped for want of receive buffer, -1 when unknown, over IPv4."),
    SOCKET_DROPS_IPV6(15, TRAFFIC, TOTAL,
        "Datagrams the kernel dropped for want of receive buffer, -1 when unknown, over IPv6."),
    SOCKET_RECEIVE_BUFFER_BYTES(16, TRAFFIC, GAUGE, "Receive buffer the kernel granted, the smallest of all sockets."),

    CONNECT_REQUESTS_IPV4(17, REQUESTS, TOTAL,
        "Connect requests with the magic number, over IPv4."),
    CONNECT_REQUESTS_IPV6(18, REQUESTS, TOTAL,
        "Connect requests with the magic number, over IPv6."),
    ANNOUNCE_REQUESTS_IPV4(19, REQUESTS, TOTAL,
        "Announce requests of proven sources within their rate, over IPv4."),
    ANNOUNCE_REQUESTS_IPV6(20, REQUESTS, TOTAL,
        "Announce requests of proven sources within their rate, over IPv6."),
    SCRAPE_REQUESTS_IPV4(21, REQUESTS, TOTAL,
        "Scrape requests of proven sources within their rate, over IPv4."),
    SCRAPE_REQUESTS_IPV6(22, REQUESTS, TOTAL,
        "Scrape requests of proven sources within their rate, over IPv6."),
    ANSWERS_IPV4(23, REQUESTS, TOTAL, "Replies sent that are no error, over IPv4."),
    ANSWERS_IPV6(24, REQUESTS, TOTAL, "Replies sent that are no error, over IPv6."),
    ANNOUNCE_EVENTS_STARTED(25, REQUESTS, TOTAL, "Announces with the event started, retransmissions included."),
    ANNOUNCE_EVENTS_COMPLETED(26, REQUESTS, TOTAL, "Announces with the event completed, retransmissions included."),
    ANNOUNCE_EVENTS_STOPPED(27, REQUESTS, TOTAL, "Announces with the event stopped, retransmissions included."),
    CONNECTION_IDS_STALE_SERVED(28, REQUESTS, TOTAL,
        "Requests served although their authentic connection id had expired, within the soft zone."),
    ANNOUNCE_OPTIONS_MALFORMED(29, REQUESTS, TOTAL,
        "Announces served although their BEP 41 options ran past the datagram."),

    ERRORS_CONNECTION_ID_EXPIRED(30, ERRORS, TOTAL, "Errors answered: the connection id is authentic but too old."),
    ERRORS_INFO_HASH_NOT_ALLOWED(31, ERRORS, TOTAL, "Errors answered: the info-hash is not on the allow list."),
    ERRORS_INFO_HASH_DENIED(32, ERRORS, TOTAL, "Errors answered: the info-hash is on the deny list."),
    ERRORS_PORT_ZERO(33, ERRORS, TOTAL, "Errors answered: the announced port is 0."),
    ERRORS_SCRAPE_EMPTY(34, ERRORS, TOTAL, "Errors answered: the scrape names no info-hash."),

    DROPS_TOO_SHORT(35, DROPS, TOTAL, "Datagrams dropped: shorter than their action demands."),
    DROPS_PROTOCOL_MAGIC(36, DROPS, TOTAL, "Datagrams dropped: connect without the protocol's magic number."),
    DROPS_ACTION_UNKNOWN(37, DROPS, TOTAL, "Datagrams dropped: no such action."),
    DROPS_CONNECTION_ID_FORGED(38, DROPS, TOTAL,
        "Datagrams dropped: this tracker never gave that connection id to that address."),
    DROPS_SOURCE_DENIED(39, DROPS, TOTAL, "Datagrams dropped: the source address is in a denied range."),
    DROPS_HOST_RATE_LIMITED(40, DROPS, TOTAL, "Datagrams dropped: the source host (/32, /64) is over its rate."),
    DROPS_NETWORK_RATE_LIMITED(41, DROPS, TOTAL, "Datagrams dropped: the source network (/24, /48) is over its rate."),
    DROPS_SOURCE_UNUSABLE(42, DROPS, TOTAL,
        "Datagrams dropped: the source is no address a reply could go to, or its port is 0."),
    DROPS_RECEIVE_FAILED(43, DROPS, TOTAL, "Receive calls the socket refused."),
    DROPS_SEND_FAILED(44, DROPS, TOTAL, "Replies dropped: the socket refused to send."),
    DROPS_INTERNAL_ERROR(45, DROPS, TOTAL, "Datagrams dropped: their handling ended in an unexpected exception."),

    NOT_STORED_SWARM_BUDGET(46, NOT_STORED, TOTAL, "Announces answered, not stored: the budget of swarms is spent."),
    NOT_STORED_PEER_BUDGET(47, NOT_STORED, TOTAL, "Announces answered, not stored: the budget of peers is spent."),
    NOT_STORED_BYTE_BUDGET(48, NOT_STORED, TOTAL,
        "Announces answered, not stored: the budget of store bytes is spent."),
    NOT_STORED_SWARM_PEERS_MAX(49, NOT_STORED, TOTAL,
        "Announces answered, not stored: the swarm holds its largest number of peers."),
    NOT_STORED_SEGMENT_FULL(50, NOT_STORED, TOTAL,
        "Announces answered, not stored: the swarm's segment of the store is full."),

    SWARMS_IPV4(51, STORE, GAUGE, "Swarms stored, of clients over IPv4."),
    SWARMS_IPV6(52, STORE, GAUGE, "Swarms stored, of clients over IPv6."),
    PEERS_IPV4(53, STORE, GAUGE, "Peers stored, of clients over IPv4."),
    PEERS_IPV6(54, STORE, GAUGE, "Peers stored, of clients over IPv6."),
    SEEDERS_IPV4(55, STORE, GAUGE, "Seeders among the peers, of clients over IPv4."),
    SEEDERS_IPV6(56, STORE, GAUGE, "Seeders among the peers, of clients over IPv6."),
    SWARMS_MAX(57, STORE, GAUGE, "Budget of swarms, both families; 0 when there is none."),
    PEERS_MAX(58, STORE, GAUGE, "Budget of peers, both families; 0 when there is none."),
    STORE_BYTES(59, STORE, GAUGE, "Bytes of the store in use."),
    STORE_BYTES_MAX(60, STORE, GAUGE, "Bytes the store may grow to."),
    STORE_PAGES(61, STORE, GAUGE, "Pages of the store in use."),
    PEERS_EXPIRED(62, STORE, TOTAL, "Peers removed because they did not announce again in time."),
    SWARMS_REMOVED(63, STORE, TOTAL, "Swarms removed because they were empty."),
    PAGES_INVALID_EMPTIED(64, STORE, TOTAL,
        "Pages emptied because their contents contradicted themselves, as after a crash."),

    CONNECT_SERVICE_RECENT_COUNT(65, LATENCY, GAUGE,
        "Service time of connect requests in the last 5 seconds: how many were measured."),
    CONNECT_SERVICE_RECENT_P50_NS(66, LATENCY, GAUGE,
        "Service time of connect requests in the last 5 seconds: median, nanoseconds."),
    CONNECT_SERVICE_RECENT_P90_NS(67, LATENCY, GAUGE,
        "Service time of connect requests in the last 5 seconds: 90th percentile, nanoseconds."),
    CONNECT_SERVICE_RECENT_P99_NS(68, LATENCY, GAUGE,
        "Service time of connect requests in the last 5 seconds: 99th percentile, nanoseconds."),
    CONNECT_SERVICE_RECENT_P999_NS(69, LATENCY, GAUGE,
        "Service time of connect requests in the last 5 seconds: 99.9th percentile, nanoseconds."),
    CONNECT_SERVICE_RECENT_MAX_NS(70, LATENCY, GAUGE,
        "Service time of connect requests in the last 5 seconds: longest, nanoseconds."),
    CONNECT_SERVICE_TOTAL_COUNT(71, LATENCY, TOTAL,
        "Service time of connect requests since the start: how many were measured."),
    CONNECT_SERVICE_TOTAL_P50_NS(72, LATENCY, GAUGE,
        "Service time of connect requests since the start: median, nanoseconds."),
    CONNECT_SERVICE_TOTAL_P90_NS(73, LATENCY, GAUGE,
        "Service time of connect requests since the start: 90th percentile, nanoseconds."),
    CONNECT_SERVICE_TOTAL_P99_NS(74, LATENCY, GAUGE,
        "Service time of connect requests since the start: 99th percentile, nanoseconds."),
    CONNECT_SERVICE_TOTAL_P999_NS(75, LATENCY, GAUGE,
        "Service time of connect requests since the start: 99.9th percentile, nanoseconds."),
    CONNECT_SERVICE_TOTAL_MAX_NS(76, LATENCY, GAUGE,
        "Service time of connect requests since the start: longest, nanoseconds."),
    ANNOUNCE_SERVICE_RECENT_COUNT(77, LATENCY, GAUGE,
        "Service time of announce requests in the last 5 seconds: how many were measured."),
    ANNOUNCE_SERVICE_RECENT_P50_NS(78, LATENCY, GAUGE,
        "Service time of announce requests in the last 5 seconds: median, nanoseconds."),
    ANNOUNCE_SERVICE_RECENT_P90_NS(79, LATENCY, GAUGE,
        "Service time of announce requests in the last 5 seconds: 90th percentile, nanoseconds."),
    ANNOUNCE_SERVICE_RECENT_P99_NS(80, LATENCY, GAUGE,
        "Service time of announce requests in the last 5 seconds: 99th percentile, nanoseconds."),
    ANNOUNCE_SERVICE_RECENT_P999_NS(81, LATENCY, GAUGE,
        "Service time of announce requests in the last 5 seconds: 99.9th percentile, nanoseconds."),
    ANNOUNCE_SERVICE_RECENT_MAX_NS(82, LATENCY, GAUGE,
        "Service time of announce requests in the last 5 seconds: longest, nanoseconds."),
    ANNOUNCE_SERVICE_TOTAL_COUNT(83, LATENCY, TOTAL,
        "Service time of announce requests since the start: how many were measured."),
    ANNOUNCE_SERVICE_TOTAL_P50_NS(84, LATENCY, GAUGE,
        "Service time of announce requests since the start: median, nanoseconds."),
    ANNOUNCE_SERVICE_TOTAL_P90_NS(85, LATENCY, GAUGE,
        "Service time of announce requests since the start: 90th percentile, nanoseconds."),
    ANNOUNCE_SERVICE_TOTAL_P99_NS(86, LATENCY, GAUGE,
        "Service time of announce requests since the start: 99th percentile, nanoseconds."),
    ANNOUNCE_SERVICE_TOTAL_P999_NS(87, LATENCY, GAUGE,
        "Service time of announce requests since the start: 99.9th percentile, nanoseconds."),
    ANNOUNCE_SERVICE_TOTAL_MAX_NS(88, LATENCY, GAUGE,
        "Service time of announce requests since the start: longest, nanoseconds."),
    SCRAPE_SERVICE_RECENT_COUNT(89, LATENCY, GAUGE,
        "Service time of scrape requests in the last 5 seconds: how many were measured."),
    SCRAPE_SERVICE_RECENT_P50_NS(90, LATENCY, GAUGE,
        "Service time of scrape requests in the last 5 seconds: median, nanoseconds."),
    SCRAPE_SERVICE_RECENT_P90_NS(91, LATENCY, GAUGE,
        "Service time of scrape requests in the last 5 seconds: 90th percentile, nanoseconds."),
    SCRAPE_SERVICE_RECENT_P99_NS(92, LATENCY, GAUGE,
        "Service time of scrape requests in the last 5 seconds: 99th percentile, nanoseconds."),
    SCRAPE_SERVICE_RECENT_P999_NS(93, LATENCY, GAUGE,
        "Service time of scrape requests in the last 5 seconds: 99.9th percentile, nanoseconds."),
    SCRAPE_SERVICE_RECENT_MAX_NS(94, LATENCY, GAUGE,
        "Service time of scrape requests in the last 5 seconds: longest, nanoseconds."),
    SCRAPE_SERVICE_TOTAL_COUNT(95, LATENCY, TOTAL,
        "Service time of scrape requests since the start: how many were measured."),
    SCRAPE_SERVICE_TOTAL_P50_NS(96, LATENCY, GAUGE,
        "Service time of scrape requests since the start: median, nanoseconds."),
    SCRAPE_SERVICE_TOTAL_P90_NS(97, LATENCY, GAUGE,
        "Service time of scrape requests since the start: 90th percentile, nanoseconds."),
    SCRAPE_SERVICE_TOTAL_P99_NS(98, LATENCY, GAUGE,
        "Service time of scrape requests since the start: 99th percentile, nanoseconds."),
    SCRAPE_SERVICE_TOTAL_P999_NS(99, LATENCY, GAUGE,
        "Service time of scrape requests since the start: 99.9th percentile, nanoseconds."),
    SCRAPE_SERVICE_TOTAL_MAX_NS(100, LATENCY, GAUGE,
        "Service time of scrape requests since the start: longest, nanoseconds."),
    DUTY_CYCLE_RECENT_COUNT(101, LATENCY, GAUGE,
        "Time of a turn of the loop that found work in the last 5 seconds: how many were measured."),
    DUTY_CYCLE_RECENT_P50_NS(102, LATENCY, GAUGE,
        "Time of a turn of the loop that found work in the last 5 seconds: median, nanoseconds."),
    DUTY_CYCLE_RECENT_P90_NS(103, LATENCY, GAUGE,
        "Time of a turn of the loop that found work in the last 5 seconds: 90th percentile, nanoseconds."),
    DUTY_CYCLE_RECENT_P99_NS(104, LATENCY, GAUGE,
        "Time of a turn of the loop that found work in the last 5 seconds: 99th percentile, nanoseconds."),
    DUTY_CYCLE_RECENT_P999_NS(105, LATENCY, GAUGE,
        "Time of a turn of the loop that found work in the last 5 seconds: 99.9th percentile, nanoseconds."),
    DUTY_CYCLE_RECENT_MAX_NS(106, LATENCY, GAUGE,
        "Time of a turn of the loop that found work in the last 5 seconds: longest, nanoseconds."),
    DUTY_CYCLE_TOTAL_COUNT(107, LATENCY, TOTAL,
        "Time of a turn of the loop that found work since the start: how many were measured."),
    DUTY_CYCLE_TOTAL_P50_NS(108, LATENCY, GAUGE,
        "Time of a turn of the loop that found work since the start: median, nanoseconds."),
    DUTY_CYCLE_TOTAL_P90_NS(109, LATENCY, GAUGE,
        "Time of a turn of the loop that found work since the start: 90th percentile, nanoseconds."),
    DUTY_CYCLE_TOTAL_P99_NS(110, LATENCY, GAUGE,
        "Time of a turn of the loop that found work since the start: 99th percentile, nanoseconds."),
    DUTY_CYCLE_TOTAL_P999_NS(111, LATENCY, GAUGE,
        "Time of a turn of the loop that found work since the start: 99.9th percentile, nanoseconds."),
    DUTY_CYCLE_TOTAL_MAX_NS(112, LATENCY, GAUGE,
        "Time of a turn of the loop that found work since the start: longest, nanoseconds."),

    HELD_ANSWERS(113, REQUESTS, TOTAL,
        "First answers to new peers held back while neighbours are asked about the swarm."),
    HELD_ANSWERS_NOW(114, REQUESTS, GAUGE, "Answers held back at present."),
    HELD_ANSWERS_COMPLETE(115, REQUESTS, TOTAL, "Held answers given because the neighbours had said what they know."),
    HELD_ANSWERS_TIMED_OUT(116, REQUESTS, TOTAL, "Held answers given because their time was over."),
    HELD_ANSWERS_OVERTAKEN(117, REQUESTS, TOTAL,
        "Held answers left out because the same peer announced again, which was answered at once."),
    HELD_ANSWERS_REFUSED(118, REQUESTS, TOTAL, "Answers given at once because as many as may be were held already."),
    YOUNG_INTERVALS(119, REQUESTS, TOTAL, "Answers with the short interval of a young swarm."),
    YOUNG_INTERVALS_REFUSED(120, REQUESTS, TOTAL,
        "Answers of young swarms with the usual interval because enough had the short one in that second."),

    PEERS_OWN(121, STORE, GAUGE, "Peers stored that announce to this tracker, both families."),
    PEERS_INTERNAL(122, STORE, GAUGE, "Peers of other trackers stored, known over an internal link, both families."),
    PEERS_EXTERNAL(123, STORE, GAUGE, "Peers of other trackers stored, known over external links only, both families."),

    OVERLAY_DATAGRAMS(124, REQUESTS, TOTAL,
        "TSUP datagrams received, from neighbours and strangers. What became of neighbours' is shown by link."),
    OVERLAY_STRANGERS(125, REQUESTS, TOTAL,
        "TSUP datagrams ignored because no configured link has their source address and port."),

    CAPTURE_DATAGRAMS(126, TRAFFIC, TOTAL, "Datagrams recorded into the capture file."),
    CAPTURE_DROPS(127, TRAFFIC, TOTAL, "Datagrams not recorded because the capture's writer is behind."),
    CAPTURE_UNWRITTEN(128, TRAFFIC, TOTAL, "Datagrams not recorded because the disk does not take them.");

    /** What a reader shows together. */
    public enum Group
    {
        PROCESS("Process"),
        TRAFFIC("Traffic"),
        REQUESTS("Requests"),
        ERRORS("Errors answered"),
        DROPS("Dropped in silence"),
        NOT_STORED("Announces answered, not stored"),
        STORE("Store"),
        LATENCY("Latency");

        private final String title;

        Group(final String title)
        {
            this.title = title;
        }

        public String title()
        {
            return title;
        }
    }

    /** Whether a difference of two readings means anything. */
    public enum Type
    {
        /** Only grows, from 0 at the start. */
        TOTAL,
        /** A present value. */
        GAUGE
    }

    private static final TrackerCounter[] BY_ID = byId();

    private final int id;
    private final int valueOffset;
    private final Group group;
    private final Type type;
    private final String label;
    private final String help;

    TrackerCounter(final int id, final Group group, final Type type, final String help)
    {
        this.id = id;
        this.valueOffset = CountersReader.counterOffset(id);
        this.group = group;
        this.type = type;
        this.label = name().toLowerCase(Locale.ROOT);
        this.help = help;
    }

    /**
     * Number of counters; ids run from 0 to one less.
     *
     * @return the number.
     */
    public static int count()
    {
        return BY_ID.length;
    }

    public static TrackerCounter ofId(final int id)
    {
        return BY_ID[id];
    }

    public int id()
    {
        return id;
    }

    /** Snake-case name, the key in the status file and in JSON. */
    public String label()
    {
        return label;
    }

    public String help()
    {
        return help;
    }

    public Group group()
    {
        return group;
    }

    public Type type()
    {
        return type;
    }

    int valueOffset()
    {
        return valueOffset;
    }

    private static TrackerCounter[] byId()
    {
        final TrackerCounter[] counters = values();
        final TrackerCounter[] byId = new TrackerCounter[counters.length];
        for (final TrackerCounter counter : counters)
        {
            if (byId[counter.id] != null)
            {
                throw new IllegalStateException("two counters with id " + counter.id);
            }
            byId[counter.id] = counter;
        }
        return byId;
    }
}
