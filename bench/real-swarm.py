#!/usr/bin/python3
"""How soon real clients of different trackers know of each other: the paper's experiment with four trackers.

    bench/real-swarm.py [--rounds N] [--out FILE.csv]

Four trackers of ours in a mesh with the default settings, each with four clients on libtorrent (Debian's
python3-libtorrent) that know this tracker alone: one seeder and three leechers. All sixteen start within a second, in
random order. DHT, peer exchange and local discovery are off. A leecher knows a peer of another tracker when it connects
to it, or is connected to. Client N of tracker T has the address 127.9.T.N, so that the other end of a connection tells
its tracker. Prints a table; the CSV has a line for each leecher.
"""
import argparse
import csv
import json
import os
import random
import select
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import libtorrent

TRACKERS = 4
CLIENTS = 4
PIECE_BYTES = 32 * 1024
CONTENT_BYTES = 64 * PIECE_BYTES
WAIT_SEC = 30


def free_ports(count):
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    for one in sockets:
        one.bind(('127.0.0.1', 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Mesh:
    """Trackers that are all linked with each other."""

    def __init__(self, command, directory):
        self.command = command
        self.ports = free_ports(TRACKERS)
        self.files = [os.path.join(directory, 'tracker-%d' % i) for i in range(TRACKERS)]
        self.processes = []
        for i, port in enumerate(self.ports):
            arguments = [command, 'serve', '--listen', '127.0.0.1:%d' % port, '--data', '',
                         '--set', 'status.file=%s.status' % self.files[i]]
            for other in self.ports:
                if other != port:
                    arguments += ['--link', '127.0.0.1:%d' % other]
            with open(self.files[i] + '.log', 'w') as log:
                self.processes.append(subprocess.Popen(arguments, stdout=log, stderr=log))

    def await_connected(self):
        deadline = time.monotonic() + 300
        while not all(self.is_connected(i) for i in range(TRACKERS)):
            if time.monotonic() > deadline or any(process.poll() is not None for process in self.processes):
                sys.exit('the trackers did not connect')
            time.sleep(0.5)

    def is_connected(self, index):
        result = subprocess.run([self.command, 'status', '--file', self.files[index] + '.status', '--json'],
                                capture_output=True, text=True)
        if result.returncode != 0:
            return False
        links = json.loads(result.stdout)['links']
        return [link['state_name'] for link in links] == ['connected'] * (TRACKERS - 1)

    def stop(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait()


class Client:
    """A process with one session, since libtorrent shares the ids that trackers gave it among those of a process."""

    def __init__(self, tracker, number, torrent_file, directory):
        self.tracker = tracker
        self.number = number
        self.events = {}
        self.process = subprocess.Popen(
            [sys.executable, os.path.realpath(__file__), 'client', address(tracker, number), torrent_file, directory,
             'seeder' if number == 0 else 'leecher'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.unread = b''
        while not self.events:
            self.read()

    def start(self, begin):
        self.process.stdin.write(b'%r\n' % begin)
        self.process.stdin.flush()

    def read(self):
        """Events there are, each with the time at which it first happened."""
        output = os.read(self.process.stdout.fileno(), 65536)
        if not output:
            sys.exit('a client ended')
        *lines, self.unread = (self.unread + output).split(b'\n')
        for line in lines:
            what, at = line.decode().split()
            self.events.setdefault(what, float(at))

    def is_done(self):
        return {'known', 'complete'} <= self.events.keys() if self.number else 'answer' in self.events

    def stop(self):
        self.process.kill()
        self.process.wait()


def address(tracker, number):
    return '127.9.%d.%d' % (tracker + 1, number + 1)


def run_client(own_address, torrent_file, directory, role):
    """In a process of its own: prints each event with its time."""
    category = libtorrent.alert.category_t
    session = libtorrent.session({
        'listen_interfaces': own_address + ':0',
        'outgoing_interfaces': own_address,
        'enable_dht': False,
        'enable_lsd': False,
        'enable_upnp': False,
        'enable_natpmp': False,
        'enable_incoming_utp': False,
        'enable_outgoing_utp': False,
        'alert_mask': category.connect_notification | category.peer_notification | category.tracker_notification
        | category.status_notification | category.error_notification,
    })
    parameters = libtorrent.add_torrent_params()
    parameters.ti = libtorrent.torrent_info(torrent_file)
    parameters.save_path = directory
    flags = libtorrent.torrent_flags
    # Or else the session starts it at its next look at its queue, up to a second later.
    parameters.flags &= ~(flags.auto_managed | flags.paused)
    parameters.flags |= flags.disable_dht | flags.disable_lsd | flags.disable_pex
    if role == 'seeder':
        parameters.flags |= flags.seed_mode
    event('ready')
    begin = float(sys.stdin.readline())
    time.sleep(max(0, begin - time.monotonic()))
    event('begin')
    session.add_torrent(parameters)
    # Not session.wait_for_alert(): now and then it kills this process (libtorrent's pull request 8312).
    waking, woken_by = os.pipe()
    session.set_alert_fd(woken_by)
    while True:
        os.read(waking, 4096)
        for alert in session.pop_alerts():
            if isinstance(alert, libtorrent.tracker_reply_alert):
                event('answer')
            elif isinstance(alert, libtorrent.torrent_finished_alert):
                event('complete')
            elif isinstance(alert, (libtorrent.peer_connect_alert, libtorrent.incoming_connection_alert)):
                other = (alert.endpoint if isinstance(alert, libtorrent.incoming_connection_alert) else alert.ip)[0]
                if other.startswith('127.9.') and other.split('.')[2] != own_address.split('.')[2]:
                    event('known')


def event(what):
    print(what, time.monotonic(), flush=True)


def write_torrent(torrent_file, directory, tracker_url):
    files = libtorrent.file_storage()
    libtorrent.add_files(files, os.path.join(directory, 'payload.bin'))
    creation = libtorrent.create_torrent(files, PIECE_BYTES, libtorrent.create_torrent.v1_only)
    creation.add_tracker(tracker_url)
    creation.set_priv(True)
    libtorrent.set_piece_hashes(creation, directory)
    with open(torrent_file, 'wb') as out:
        out.write(libtorrent.bencode(creation.generate()))


def run_round(mesh, directory, number):
    content = os.path.join(directory, 'content-%d' % number)
    os.mkdir(content)
    choice = random.Random(number)
    with open(os.path.join(content, 'payload.bin'), 'wb') as payload:
        payload.write(choice.randbytes(CONTENT_BYTES))
    clients = []
    try:
        for tracker, port in enumerate(mesh.ports):
            torrent_file = os.path.join(directory, 'round-%d-%d.torrent' % (number, tracker))
            write_torrent(torrent_file, content, 'udp://127.0.0.1:%d/announce' % port)
            for i in range(CLIENTS):
                saved = os.path.join(directory, 'leecher-%d-%d-%d' % (number, tracker, i)) if i else content
                os.makedirs(saved, exist_ok=True)
                clients.append(Client(tracker, i, torrent_file, saved))
        begin = time.monotonic() + 0.2
        for client in clients:
            client.start(begin + choice.uniform(0, 0.9))
        leechers = [client for client in clients if client.number]
        deadline = begin + WAIT_SEC
        while time.monotonic() < deadline and not all(client.is_done() for client in clients):
            readable = select.select([client.process.stdout for client in clients], [], [], 0.2)[0]
            for client in clients:
                if client.process.stdout in readable:
                    client.read()
    finally:
        for client in clients:
            client.stop()
    last_start = max(client.events['begin'] for client in clients)
    return [(number, client.tracker + 1, client.number, client.events['begin'] - begin,
             *(since(client, 'begin', what) for what in ('answer', 'known', 'complete')),
             client.events['known'] - last_start if 'known' in client.events else None) for client in leechers]


def since(client, first, then):
    return client.events[then] - client.events[first] if then in client.events else None


def summary(title, rows, column):
    values = sorted(row[column] for row in rows if row[column] is not None)
    if not values:
        return '| %s | %d | 0 | | | |' % (title, len(rows))
    return '| %s | %d | %d | %.0f ms | %.0f ms | %d |' % (
        title, len(rows), len(values), 1000 * statistics.median(values), 1000 * values[-1],
        sum(value <= 2 for value in values))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--out')
    root = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    parser.add_argument('--command', default=os.path.join(root, 'bin', 'tributary'))
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as directory:
        mesh = Mesh(options.command, directory)
        try:
            mesh.await_connected()
            for number in range(1, options.rounds + 1):
                rows += run_round(mesh, directory, number)
        finally:
            mesh.stop()
    print('| leechers, from their own start | all | did | median | last | within 2 s |')
    print('| --- | ---: | ---: | ---: | ---: | ---: |')
    print(summary('first answer of the tracker', rows, 4))
    print(summary('knows a peer of another tracker', rows, 5))
    print(summary('has the file', rows, 6))
    if options.out:
        with open(options.out, 'w', newline='') as out:
            writer = csv.writer(out, lineterminator='\n')
            writer.writerow(('round', 'tracker', 'client', 'start_s', 'first_answer_s', 'known_s', 'complete_s',
                             'known_since_last_start_s'))
            for row in rows:
                writer.writerow(['' if value is None else '%.4f' % value if isinstance(value, float) else value
                                 for value in row])


if sys.argv[1:2] == ['client']:
    run_client(*sys.argv[2:])
else:
    main()
