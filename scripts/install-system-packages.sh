#!/bin/bash
# Installs the Debian packages that the tests use and that this machine lacks. Needs root; does nothing where all are there.
set -euo pipefail

missing=()
need() { # $1 the program that tells, then the packages that bring it
  command -v "$1" >/dev/null 2>&1 || missing+=("${@:2}")
}
need chromium chromium
need fc-match fontconfig
need shellcheck shellcheck
need git git
need ip iproute2
need unshare util-linux
for font in fonts-dejavu-core fonts-liberation; do
  dpkg-query -W -f '${db:Status-Abbrev}' "$font" 2>/dev/null | grep -q '^ii' || missing+=("$font")
done
[ -e /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)

[ ${#missing[@]} -gt 0 ] || exit 0
[ "$(id -u)" = 0 ] || { echo "not root, and these packages are missing: ${missing[*]}" >&2; exit 1; }
command -v apt-get >/dev/null || { echo "not Debian, and these packages are missing: ${missing[*]}" >&2; exit 1; }

echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install -y --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
