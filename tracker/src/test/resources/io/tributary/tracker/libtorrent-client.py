"""A BitTorrent client on libtorrent for RealClientsIT: takes part in one torrent until SIGTERM.

Arguments: local address, torrent file, directory of the data. Peers come from the torrent's trackers alone.
"""
import faulthandler
import os
import signal
import sys
import time

import libtorrent

faulthandler.enable()
begin = time.monotonic()
address, torrent, directory = sys.argv[1:]
session = libtorrent.session({
    'listen_interfaces': ('[%s]:0' if ':' in address else '%s:0') % address,
    'allow_multiple_connections_per_ip': True,
    'enable_dht': False,
    'enable_lsd': False,
    'enable_upnp': False,
    'enable_natpmp': False,
    'enable_incoming_utp': False,
    'enable_outgoing_utp': False,
    # Announce as often as the tracker says; by default never sooner than after five minutes.
    'min_announce_interval': 1,
    'alert_mask': libtorrent.alert.category_t.error_notification
    | libtorrent.alert.category_t.tracker_notification
    | libtorrent.alert.category_t.status_notification,
})
parameters = libtorrent.add_torrent_params()
parameters.ti = libtorrent.torrent_info(torrent)
parameters.save_path = directory
# Or else the session starts it at its next look at its queue, up to a second later.
parameters.flags &= ~(libtorrent.torrent_flags.auto_managed | libtorrent.torrent_flags.paused)
parameters.flags |= libtorrent.torrent_flags.disable_dht
parameters.flags |= libtorrent.torrent_flags.disable_lsd
parameters.flags |= libtorrent.torrent_flags.disable_pex
handle = session.add_torrent(parameters)

# Both SIGTERM and an alert write a byte here. session.wait_for_alert() would do without, but it hands out a pointer into
# a queue that moves with the next alert, and now and then kills this process (libtorrent's pull request 8312).
waking, woken_by = os.pipe()
os.set_blocking(woken_by, False)
stopping = []
signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
signal.set_wakeup_fd(woken_by, warn_on_full_buffer=False)
session.set_alert_fd(woken_by)
events = set()
while not stopping:
    os.read(waking, 4096)
    for alert in session.pop_alerts():
        print('%.3f' % (time.monotonic() - begin), alert.message(), flush=True)
        # A download that is over before the first announce is answered is told of with the next announce only, which
        # libtorrent puts off by a minute, whatever the tracker says. Ask for it now, as a user can.
        if isinstance(alert, libtorrent.tracker_reply_alert) and events == {'announce', 'finished'}:
            print('re-announcing: finished before the first answer', flush=True)
            handle.force_reannounce(0, -1, handle.ignore_min_interval)
        if isinstance(alert, libtorrent.tracker_reply_alert):
            events.add('reply')
        elif isinstance(alert, libtorrent.tracker_announce_alert):
            events.add('announce')
        elif isinstance(alert, libtorrent.torrent_finished_alert) and 'announce' in events:
            events.add('finished')
