#!/bin/sh
# Installs the trackers that `bin/tributary compare` measures beside this one. None is needed to build, run or test it.
#
#   bench/rivals.sh [DIR]     default: ~/.local/share/tributary/rivals, where compare looks as well
#
# opentracker comes from the distribution by apt-get (as root or through sudo), aquatic_udp and its load generator are
# built from their published crates into DIR/bin. What cannot be installed is named, and the rest goes on.
set -eu

AQUATIC_VERSION=0.9.0
directory=${1:-${HOME:?}/.local/share/tributary/rivals}
missing=

case $directory in
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0"
    exit 0
    ;;
  -*)
    printf 'rivals.sh: unknown option %s; allowed: one directory\n' "$directory" >&2
    exit 2
    ;;
esac

install_opentracker()
{
  if command -v opentracker > /dev/null; then
    return 0
  fi
  command -v apt-get > /dev/null || return 1
  if [ "$(id -u)" -eq 0 ]; then
    as_root=
  else
    as_root=sudo
  fi
  $as_root apt-get install --yes --no-install-recommends opentracker || return 1
  # The package starts a service; it would listen on the usual port and serve an empty whitelist.
  if command -v systemctl > /dev/null; then
    $as_root systemctl disable --now opentracker > /dev/null 2>&1 || true
  fi
}

# The feature "prometheus", on by default, pulls in crates that no longer build with current compilers. It only adds a
# metrics endpoint; allocator and io_uring stay as in a default build.
install_aquatic()
{
  command -v cargo > /dev/null || return 1
  cargo install --locked --root "$directory" --version "$AQUATIC_VERSION" \
    --no-default-features --features mimalloc,io-uring aquatic_udp
}

install_aquatic_load_test()
{
  command -v cargo > /dev/null || return 1
  cargo install --locked --root "$directory" --version "$AQUATIC_VERSION" aquatic_udp_load_test
}

mkdir -p "$directory"
install_opentracker || missing="$missing opentracker"
install_aquatic || missing="$missing aquatic_udp"
install_aquatic_load_test || missing="$missing aquatic_udp_load_test"

if [ -n "$missing" ]; then
  printf 'rivals.sh: not installed:%s (opentracker needs apt-get, the others cargo)\n' "$missing" >&2
  exit 1
fi
printf 'rivals.sh: opentracker and %s/bin are ready for bin/tributary compare\n' "$directory"
