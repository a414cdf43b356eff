#!/bin/sh
# Run a command on a root that cannot be written, as nobody: unshare --mount enter.sh ROOT APP DATA COMMAND…
# The mounts are seen by this process alone and go with it.
set -eu
root=$1 app=$2 data=$3
shift 3
mount --bind "$root" "$root"
mount --bind "$app" "$root/app"
mount --options remount,bind,ro "$root/app"
mount --types proc proc "$root/proc"
mount --types sysfs --options ro sysfs "$root/sys"
mount --types tmpfs --options mode=1777 tmpfs "$root/tmp"
for device in null zero random urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
if [ -n "$data" ]; then mount --bind "$data" "$root/data"; fi
mount --options remount,bind,ro "$root"
exec env --ignore-environment "$@"
