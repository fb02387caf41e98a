"""How long a peer announced at one tracker takes until another one hands it out; run by overlay-latency.sh.

Two trackers that are linked. Peers come up at the first one, one at a time, at random intervals; the second one is asked
for the swarms of those that it has not handed out yet, every 2 ms, by a leecher of each. Time begins with the first
tracker's answer to the peer and ends with the second one's answer that holds it, so it includes up to a step of asking.

  known   the swarm has clients at both trackers before: what an update takes
  first   the swarm comes up at the first tracker alone, and half a second later at the second one: whether its very
          first answer holds the peer, and how long that answer took

With --relay, the trackers are told of each other at addresses of a relay in this process, which drops a share of the
datagrams each way, at random from a seed.
"""
import argparse
import csv
import heapq
import json
import os
import random
import select
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

STEP_SEC = 0.002
LEECHER_PORT = 1000
FIRST_PORT = 2000
SWARM_PEERS = 20
MAGIC = 0x41727101980
CONNECT, ANNOUNCE = 0, 1
NONE, STARTED = 0, 2


class Tracker:
    """A process of ours."""

    def __init__(self, command, directory, name, port, link_host, link_port, settings):
        self.address = ('127.0.0.1', port)
        self.status_file = os.path.join(directory, name + '.status')
        self.log = open(os.path.join(directory, name + '.log'), 'w+')
        arguments = [command, 'serve', '--listen', '127.0.0.1:%d' % port, '--data', '',
                     '--set', 'status.file=' + self.status_file,
                     '--link', 'internal:%s:%d,name=neighbour' % (link_host, link_port)]
        for setting in settings:
            arguments += ['--set', setting]
        self.command = command
        self.process = subprocess.Popen(arguments, stdout=self.log, stderr=self.log)

    def status(self):
        result = subprocess.run([self.command, 'status', '--file', self.status_file, '--json'],
                                capture_output=True, text=True)
        return json.loads(result.stdout) if result.returncode == 0 else None

    def await_connected(self):
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                self.log.seek(0)
                sys.exit('a tracker ended:\n' + self.log.read())
            if os.path.exists(self.status_file):
                status = self.status()
                if status and any(link['state_name'] == 'connected' for link in status['links']):
                    return
            time.sleep(0.2)
        sys.exit('the trackers did not connect')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.log.close()


class Client:
    """Announces over one socket; several requests may be under way, told apart by their transaction ids."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(address)
        self.socket.settimeout(15)
        self.socket.send(struct.pack('>QII', MAGIC, CONNECT, 0))
        self.connection_id = struct.unpack('>IIQ', self.socket.recv(2048))[2]
        self.connected = time.monotonic()

    def send(self, number, info_hash, port, event):
        self.socket.send(struct.pack('>QII20s20sQQQIIIiH', self.connection_id, ANNOUNCE, number, info_hash,
                                     b'-XX0001-abcdefghijkl', 0, 1, 0, event, 0, 7, -1, port))

    def receive(self):
        """Transaction id and ports of peers."""
        reply = self.socket.recv(2048)
        action, number = struct.unpack('>II', reply[:8])
        if action != ANNOUNCE:
            sys.exit('error from the tracker: %r' % reply[8:])
        return number, {struct.unpack('>H', reply[i + 4:i + 6])[0] for i in range(20, len(reply), 6)}

    def announce(self, info_hash, port, event=NONE):
        self.renew()
        self.send(1, info_hash, port, event)
        return self.receive()[1]

    def renew(self):
        """Connection ids age; requests under way keep their old one."""
        if time.monotonic() - self.connected > 50:
            self.__init__(self.socket.getpeername())


class Relay(threading.Thread):
    """Between the trackers: what the one sends to the second address comes from the third one, and vice versa."""

    def __init__(self, ports, loss, delay_sec, seed):
        super().__init__(daemon=True)
        self.first, self.second = ports
        self.loss = loss
        self.delay_sec = delay_sec
        self.random = random.Random(seed)
        self.near_first = self.bound(('127.0.0.2', self.second))
        self.near_second = self.bound(('127.0.0.3', self.first))
        self.waiting = []
        self.passed = 0
        self.dropped = 0

    @staticmethod
    def bound(address):
        result = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        result.bind(address)
        return result

    def run(self):
        ways = {self.near_first: (self.near_second, ('127.0.0.1', self.second)),
                self.near_second: (self.near_first, ('127.0.0.1', self.first))}
        count = 0
        while True:
            now = time.monotonic()
            timeout = max(0, self.waiting[0][0] - now) if self.waiting else None
            for source in select.select(list(ways), [], [], timeout)[0]:
                datagram = source.recv(65536)
                if self.random.random() < self.loss:
                    self.dropped += 1
                else:
                    count += 1
                    heapq.heappush(self.waiting, (time.monotonic() + self.delay_sec, count, ways[source], datagram))
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, _, (out, destination), datagram = heapq.heappop(self.waiting)
                out.sendto(datagram, destination)
                self.passed += 1


def swarm(seed, number):
    return random.Random('%d/%d' % (seed, number)).randbytes(20)


def measure_known(options, first, second):
    """Rows of (sample, seconds), of all samples; None for a peer that never came."""
    swarms = [swarm(options.seed, i) for i in range((options.samples + SWARM_PEERS - 1) // SWARM_PEERS)]
    for info_hash in swarms:
        first.announce(info_hash, LEECHER_PORT, STARTED)
        deadline = time.monotonic() + 120
        while not second.announce(info_hash, LEECHER_PORT + 1) and time.monotonic() < deadline:
            time.sleep(0.1)
    gaps = random.Random(options.seed)
    rows = [None] * options.samples
    open_samples = {}
    started = 0
    next_start = time.monotonic() + 1
    last_start = 0
    while started < options.samples or open_samples and time.monotonic() - last_start < options.patience:
        step = time.monotonic() + STEP_SEC
        if started < options.samples and time.monotonic() >= next_start:
            first.announce(swarms[started % len(swarms)], FIRST_PORT + started, STARTED)
            last_start = time.monotonic()
            open_samples[started] = last_start
            started += 1
            next_start = last_start + gaps.uniform(0, 2 * options.gap)
        ask(second, swarms, open_samples, rows)
        time.sleep(max(0, step - time.monotonic()))
    return list(enumerate(rows))


def ask(client, swarms, open_samples, rows):
    """Once for each swarm that a sample is open in."""
    client.renew()
    asked = {sample % len(swarms) for sample in open_samples}
    for index in asked:
        client.send(index, swarms[index], LEECHER_PORT + 1, NONE)
    for _ in asked:
        index, ports = client.receive()
        now = time.monotonic()
        for sample in [sample for sample in open_samples if sample % len(swarms) == index]:
            if FIRST_PORT + sample in ports:
                rows[sample] = now - open_samples.pop(sample)


def measure_first(options, first, second):
    """Rows of (sample, seconds until the first answer); None where it lacked the peer."""
    gaps = random.Random(options.seed + 1)
    rows = []
    for sample in range(options.first_samples):
        info_hash = swarm(options.seed, 1_000_000 + sample)
        first.announce(info_hash, FIRST_PORT, STARTED)
        time.sleep(0.5)
        begin = time.monotonic()
        ports = second.announce(info_hash, LEECHER_PORT, STARTED)
        rows.append((sample, time.monotonic() - begin if FIRST_PORT in ports else None))
        time.sleep(gaps.uniform(0, 2 * options.gap))
    return rows


def quantile(values, share):
    return values[min(len(values) - 1, int(share * len(values)))]


def report(title, rows, update_sec):
    values = sorted(seconds for _, seconds in rows if seconds is not None)
    if not values:
        print('| %s | %d | 0 | | | | |' % (title, len(rows)))
        return
    print('| %s | %d | %d | %.1f ms | %.1f ms | %.1f ms | %d |' % (
        title, len(rows), len(values), 1000 * statistics.median(values), 1000 * quantile(values, 0.99),
        1000 * values[-1], sum(seconds <= update_sec for seconds in values)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--command', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--samples', type=int, default=500)
    parser.add_argument('--first-samples', type=int, default=0)
    parser.add_argument('--gap', type=float, default=0.2, help='mean seconds between two peers')
    parser.add_argument('--patience', type=float, default=120, help='seconds to wait for the last ones')
    parser.add_argument('--relay', type=float, metavar='LOSS', help='share of datagrams lost, each way')
    parser.add_argument('--delay', type=float, default=0, help='seconds each way, with --relay')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--ports', type=int, nargs=2, default=(17971, 17972))
    parser.add_argument('--name', default='no loss')
    parser.add_argument('--set', action='append', default=[], help='further settings of both trackers')
    options = parser.parse_args()

    first_port, second_port = options.ports
    hosts = ('127.0.0.2', '127.0.0.3') if options.relay is not None else ('127.0.0.1', '127.0.0.1')
    relay = None
    if options.relay is not None:
        relay = Relay(options.ports, options.relay, options.delay, options.seed)
        relay.start()
    with tempfile.TemporaryDirectory() as directory:
        trackers = [
            Tracker(options.command, directory, 'first', first_port, hosts[0], second_port, options.set),
            Tracker(options.command, directory, 'second', second_port, hosts[1], first_port, options.set)]
        try:
            for tracker in trackers:
                tracker.await_connected()
            first, second = (Client(tracker.address) for tracker in trackers)
            known = measure_known(options, first, second)
            first_answers = measure_first(options, first, second)
            time.sleep(1.2)
            links = [tracker.status()['links'][0] for tracker in trackers]
        finally:
            for tracker in trackers:
                tracker.stop()

    with open(options.out, 'a', newline='') as out:
        writer = csv.writer(out, lineterminator='\n')
        for kind, rows in (('known', known), ('first', first_answers)):
            for sample, seconds in rows:
                writer.writerow((options.name, kind, sample, '' if seconds is None else '%.6f' % seconds))
    report(options.name + ', known swarm', known, 30)
    if first_answers:
        report(options.name + ', first answer', first_answers, 30)
    for name, link in zip(('first', 'second'), links):
        print('%s tracker: %s' % (name, {key: link[key] for key in (
            'round_trip_us', 'retransmissions', 'packets_dropped', 'records_sent', 'records_accepted',
            'records_duplicate', 'records_looped', 'records_refused')}), file=sys.stderr)
    if relay:
        print('relay: %d datagrams passed, %d dropped' % (relay.passed, relay.dropped), file=sys.stderr)


main()
