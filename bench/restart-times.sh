#!/usr/bin/env bash
# How long a tracker with many peers takes from its start to its first answer: after a clean stop, and after kill -9.
#
#   bench/restart-times.sh [TORRENTS [PEERS [ROUNDS]]]      default 1000000 2500000 3
set -euo pipefail

readonly torrents=${1:-1000000}
readonly peers=${2:-2500000}
readonly rounds=${3:-3}
readonly port=${RESTART_PORT:-17970}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d "${RESTART_DIRECTORY:-${TMPDIR:-/tmp}}/tributary-restart.XXXXXX")
tracker_id=

clean_up()
{
  [[ -z $tracker_id ]] || kill -KILL "$tracker_id" 2> /dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT

# Starts the tracker and asks it to connect, every 10 ms until it answers; says how long that took.
start()
{
  "$root/bin/tributary" serve --listen "127.0.0.1:$port" --data "$scratch/data" \
    --set "store.swarms_max=$((torrents + torrents / 5))" > /dev/null 2> "$scratch/log" &
  tracker_id=$!
  python3 - "$port" > "$scratch/answer" << 'PYTHON'
import socket
import struct
import sys
import time

begin = time.monotonic()
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.01)
client.connect(('127.0.0.1', int(sys.argv[1])))
while time.monotonic() - begin < 120:
    try:
        client.send(struct.pack('>QII', 0x41727101980, 0, 1))
        if len(client.recv(64)) == 16:
            print('first answer after %d ms' % ((time.monotonic() - begin) * 1000))
            sys.exit(0)
    except OSError:
        time.sleep(0.01)
sys.exit('no answer in two minutes')
PYTHON
  echo "$1: $(< "$scratch/answer")"
}

facts()
{
  sed -n 's/^.*INFO *store: /    /p' "$scratch/log"
}

start "empty directory"
"$root/bin/tributary" load --target "127.0.0.1:$port" --torrents "$torrents" --peers "$peers" \
  --warmup 0s --duration 1s > /dev/null
for ((round = 1; round <= rounds; round++)); do
  kill -TERM "$tracker_id"
  wait "$tracker_id"
  start "round $round, after a clean stop"
  facts
  kill -KILL "$tracker_id"
  wait "$tracker_id" 2> /dev/null || true
  start "round $round, after kill -9"
  facts
done
