#!/usr/bin/env bash
# How long a client of one tracker takes until its neighbour hands it out: two real trackers with the default timers on
# loopback, without loss and with 30 % of the datagrams between them lost, each way.
#
#   bench/overlay-latency.sh [DIRECTORY]      default .; writes overlay-latency.csv there, prints a table
#
# LATENCY_SAMPLES (500), LATENCY_LOSS_SAMPLES (300), LATENCY_LOSS (0.3) and LATENCY_SEED (1) change the run. The loss is
# made by a relay with a seed, in user space, so it needs neither root nor modules of the kernel.
set -euo pipefail

readonly samples=${LATENCY_SAMPLES:-500}
readonly loss_samples=${LATENCY_LOSS_SAMPLES:-300}
readonly loss=${LATENCY_LOSS:-0.3}
readonly seed=${LATENCY_SEED:-1}
directory=$(cd "${1:-.}" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly out=$directory/overlay-latency.csv

measure()
{
  python3 "$root/bench/overlay_latency.py" --command "$root/bin/tributary" --out "$out" --seed "$seed" "$@"
}

"$root/bin/tributary" --version > /dev/null # Builds the jar if need be.
echo "series,kind,sample,seconds" > "$out"
echo "load before: $(cut -d ' ' -f 1-3 /proc/loadavg)" >&2
echo "| series | samples | arrived | median | 99 % | worst | within 30 s |"
echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
measure --name "no loss" --samples "$samples" --first-samples "$((samples / 5))"
measure --name "loss $loss each way" --samples "$loss_samples" --first-samples "$((loss_samples / 5))" --relay "$loss"
echo "load after: $(cut -d ' ' -f 1-3 /proc/loadavg)" >&2
