#!/usr/bin/env bash
# Kills a tracker under full load, again and again on the same directory, and checks that each restart serves and lost
# no swarm. The exact check, operation by operation, is SwarmStoreCrashIT; this one is the whole program at full rate.
#
#   bench/crash-loop.sh [ROUNDS]        default 20; prints a line for each round, ends with code 1 at the first failure
set -euo pipefail

readonly rounds=${1:-20}
readonly port=${CRASH_PORT:-17969}
readonly torrents=${CRASH_TORRENTS:-100000}
readonly peers=${CRASH_PEERS:-500000}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
tracker_id=
load_id=

clean_up()
{
  [[ -z $load_id ]] || kill "$load_id" 2> /dev/null || true
  [[ -z $tracker_id ]] || kill -KILL "$tracker_id" 2> /dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT

counter()
{
  "$root/bin/tributary" status --data "$scratch/data" --json 2> /dev/null |
    sed -n "s/^ *\"$1\" : \([0-9]*\),\{0,1\}$/\1/p"
}

start()
{
  : > "$scratch/out"
  "$root/bin/tributary" serve --listen "127.0.0.1:$port" --data "$scratch/data" > "$scratch/out" 2> "$scratch/log" &
  tracker_id=$!
  local i
  for ((i = 0; i < 1200; i++)); do
    ! grep -q '^tributary listening' "$scratch/out" || return 0
    kill -0 "$tracker_id" 2> /dev/null || { cat "$scratch/log"; echo "the tracker did not start"; exit 1; }
    sleep 0.05
  done
  echo "the tracker did not listen within a minute"
  exit 1
}

load()
{
  "$root/bin/tributary" load --target "127.0.0.1:$port" --torrents "$torrents" --peers "$peers" "$@"
}

start
load --warmup 0s --duration 1s > /dev/null
sleep 1.2
for ((round = 1; round <= rounds; round++)); do
  load --no-fill --warmup 0s --duration 30s > /dev/null 2>&1 &
  load_id=$!
  sleep "2.$((RANDOM % 90 + 10))"
  kill -KILL "$tracker_id"
  wait "$tracker_id" 2> /dev/null || true
  kill "$load_id" 2> /dev/null || true
  wait "$load_id" 2> /dev/null || true
  load_id=
  swarms_before=$(counter swarms_ipv4)
  peers_before=$(counter peers_ipv4)

  start_ms=$(date +%s%3N)
  start
  ready_ms=$(($(date +%s%3N) - start_ms))
  load --no-fill --warmup 0s --duration 1s > "$scratch/check" || { echo "round $round: no answers"; exit 1; }
  sleep 1.2
  swarms_after=$(counter swarms_ipv4)
  peers_after=$(counter peers_ipv4)
  recovered=$(sed -n 's/^.*store: was killed, \(.*\)$/\1/p' "$scratch/log")
  checked=$(sed -n 's/^.*store: checked \(.*\)$/\1/p' "$scratch/log")
  printf 'round %d: swarms %d -> %d, peers %d -> %d, listening after %d ms (%s; checked %s)\n' \
    "$round" "$swarms_before" "$swarms_after" "$peers_before" "$peers_after" "$ready_ms" "$recovered" "$checked"
  # Both readings are up to a second old while 2 % of the announces stop or start a peer, and empty swarms are swept.
  if ((swarms_after * 1000 < swarms_before * 995 || peers_after * 1000 < peers_before * 980)); then
    echo "round $round: too much is missing"
    exit 1
  fi
done
kill -TERM "$tracker_id"
wait "$tracker_id"
tracker_id=
echo "$rounds rounds, every restart served"
