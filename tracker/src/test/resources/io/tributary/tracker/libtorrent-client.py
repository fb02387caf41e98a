"""A BitTorrent client on libtorrent for RealClientsIT: takes part in one torrent until SIGTERM.

Arguments: local address, torrent file, directory of the data. Peers come from the torrent's trackers alone.
"""
import signal
import sys

import libtorrent

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
parameters.flags |= libtorrent.torrent_flags.disable_dht
parameters.flags |= libtorrent.torrent_flags.disable_lsd
parameters.flags |= libtorrent.torrent_flags.disable_pex
session.add_torrent(parameters)

stopping = []
signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
while not stopping:
    session.wait_for_alert(200)
    for alert in session.pop_alerts():
        print(alert.message(), flush=True)
