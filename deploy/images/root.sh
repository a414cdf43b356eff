#!/bin/sh
# Make the root that all images share from Debian's packages (packages.txt): root.sh FOLDER_WITH_DEBS ROOT
# What Node and the native packages are linked to, and nothing to type or install with. cuDNN has asked for zlib in some versions.
set -eu
debs=$1 root=$2
mkdir -p "$root/usr/lib" "$root/usr/lib64" "$root/usr/local/bin" "$root/var/lib/dpkg/status.d" "$root/app" "$root/data" "$root/tmp"
chmod 1777 "$root/tmp"
for folder in lib lib64; do ln -s "usr/$folder" "$root/$folder"; done
for deb in "$debs"/*.deb; do
  dpkg-deb --extract "$deb" "$root"
  # Where scanners look for packages in an image without dpkg.
  dpkg-deb --field "$deb" >"$root/var/lib/dpkg/status.d/$(dpkg-deb --field "$deb" Package)"
done
rm -rf "$root/usr/share/man" "$root/usr/share/locale" "$root/usr/share/lintian"
echo 'nonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin' >"$root/etc/passwd"
echo 'nonroot:x:65532:' >"$root/etc/group"
