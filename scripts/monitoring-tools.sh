#!/usr/bin/env bash
# Build promtool, with which the rules of deploy/monitoring are checked and tested, into a folder beside the repository's,
# where its tests look (test/monitoring/promtool.ts). Needs Go 1.26 or newer; the module is held to Go's checksum database.
set -euo pipefail

version=v0.316.0 # of Prometheus 3.16
target="${XDG_CACHE_HOME:-$HOME/.cache}/openfashion/monitoring-tools/prometheus-$version"

if [ ! -x "$target/promtool" ]; then
  mkdir -p "$target"
  # Of itself it would not know its version, by which tests see that it is there.
  GOBIN="$target" GOFLAGS=-trimpath CGO_ENABLED=0 nice -n 15 go install \
    -ldflags "-X github.com/prometheus/common/version.Version=$version" "github.com/prometheus/prometheus/cmd/promtool@$version"
fi
echo "$target/promtool"
