#!/usr/bin/env bash
# Build what `npm run helm:server` asks: kube-apiserver and its etcd, from their published Go modules, whose versions and checksums
# stand in test/helm/api-server. Takes about a quarter of an hour of one processor; `go` keeps what it has compiled.
set -euo pipefail
cd "$(dirname "$0")/../test/helm/api-server"

target=${OPENFASHION_TEST_DEPLOY_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/openfashion/deploy-tools}
mkdir -p "$target"
export CGO_ENABLED=0

build() {
  local package=$1 name=$2 flags=$3
  [ -x "$target/$name" ] && return
  go build -p "${OPENFASHION_BUILD_PROCESSES:-1}" -mod=readonly -trimpath -ldflags "-s -w $flags" -o "$target/$name.partial" "$package"
  mv "$target/$name.partial" "$target/$name"
}

# A server without a version is older than every chart.
version=k8s.io/component-base/version
build go.etcd.io/etcd/server/v3 etcd-3.7.0 ''
build k8s.io/kubernetes/cmd/kube-apiserver kube-apiserver-1.37.2 \
  "-X $version.gitVersion=v1.37.2 -X $version.gitMajor=1 -X $version.gitMinor=37"
echo "$target"
