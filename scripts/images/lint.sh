#!/usr/bin/env bash
# Hold the Dockerfile to hadolint's rules, and the compose files to the specification's own loader: its schema, and what one
# service says of another. Installs both into .servers/image-tools; after that it works without a network.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=.servers/image-tools
compose_go=v2.16.2
if ! cmp -s scripts/images/lint.txt "$tools/lint.txt"; then
  rm -rf "$tools/hadolint"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
    --require-hashes --no-deps --only-binary :all: --target "$tools/hadolint" --requirement scripts/images/lint.txt
  cp scripts/images/lint.txt "$tools/"
fi
compose="$tools/compose-$compose_go/cmd"
if [ ! -x "$compose" ]; then
  GOBIN="$PWD/${compose%/cmd}" go install "github.com/compose-spec/compose-go/v2/cmd@$compose_go"
fi

"$tools/hadolint/bin/hadolint" deploy/images/Dockerfile
"$compose" deploy/compose.yaml >/dev/null
"$compose" deploy/compose.yaml deploy/compose.cuda.yaml >/dev/null
echo 'The Dockerfile and the compose files are as they should be.'
