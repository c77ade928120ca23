#!/bin/sh
# Puts pinsight, as built in this folder's parent, where the systemd unit looks for it. `--uninstall` takes it away again;
# DESTDIR makes a tree for a package instead. Settings in /etc/pinsight are never overwritten nor deleted.
set -eu
# The service runs as a user of its own, who has to read all of it, whatever root's mask is.
umask 022
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
root=${DESTDIR:-}
lib=$root/usr/lib/pinsight

if [ "${1:-}" = --uninstall ]; then
  rm -rf "$lib" "$root/usr/bin/pinsight" "$root/usr/share/pinsight" "$root/usr/share/doc/pinsight" "$root/lib/systemd/system/pinsight@.service"
  rm -f "$root/usr/share/bash-completion/completions/pinsight" "$root/usr/lib/sysusers.d/pinsight.conf"
  echo "pinsight is removed; /etc/pinsight, /var/log/pinsight and the user pinsight stay"
  exit 0
fi
if [ $# -gt 0 ]; then
  echo "usage: install.sh [--uninstall]" >&2
  exit 2
fi
[ -f "$here/dist/cli/main.js" ] || { echo "install.sh: $here/dist is not built; run npm ci there first" >&2; exit 1; }
node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' 2>/dev/null || {
  echo "install.sh: needs Node 20.19 or later as \`node\` (Debian 12's own is older: see nodejs.org)" >&2
  exit 1
}

mkdir -p "$lib" "$root/usr/bin" "$root/usr/share/doc/pinsight" "$root/lib/systemd/system" "$root/etc/pinsight" \
  "$root/usr/share/bash-completion/completions" "$root/usr/lib/sysusers.d"
# Only what runs: the packages that are needed for building stay behind.
rm -rf "$lib/dist" "$lib/native-bindings" "$lib/node_modules"
cp -R "$here/dist" "$here/package.json" "$here/package-lock.json" "$lib/"
[ ! -d "$here/native-bindings" ] || cp -R "$here/native-bindings" "$lib/"
packages=$(cd "$here" && npm ls --omit=dev --all --parseable --loglevel=silent) || true # it complains of what is optional and not there
for package in $packages; do
  folder=${package#"$here"/}
  case $folder in
    node_modules/*/node_modules/*) continue ;; # within its parent
    node_modules/*) ;;
    *) continue ;;
  esac
  mkdir -p "$lib/$(dirname "$folder")"
  cp -R "$package" "$lib/$folder"
  rm -rf "$lib/$folder/test" # of pino alone 400 MB
done
ln -sf ../lib/pinsight/dist/cli/main.js "$root/usr/bin/pinsight"
cp -R "$here/docs/." "$here/examples" "$root/usr/share/doc/pinsight/"
mkdir -p "$root/usr/share/pinsight"
cp -R "$here/integrations" "$root/usr/share/pinsight/"
cp "$here/src/serve/wire.proto" "$here/src/sink/flow-record.proto" "$root/usr/share/pinsight/"
cp "$here/packaging/grafana/pinsight.json" "$root/usr/share/doc/pinsight/grafana-dashboard.json"
cp "$here/packaging/systemd/pinsight@.service" "$root/lib/systemd/system/"
cp "$here/packaging/systemd/pinsight.sysusers" "$root/usr/lib/sysusers.d/pinsight.conf"
node "$lib/dist/cli/main.js" completion bash > "$root/usr/share/bash-completion/completions/pinsight"
[ -e "$root/etc/pinsight/attach.env" ] || cat > "$root/etc/pinsight/attach.env" <<'ENV'
# Options of pinsight@.service for all interfaces that have no /etc/pinsight/attach-INTERFACE.env of their own. Ports are one interface's:
# PINSIGHT_OPTIONS=--metrics 9464
PINSIGHT_OPTIONS=
ENV
if [ -n "$root" ]; then
  echo "pinsight is in $root"
  exit 0
fi
if command -v systemd-sysusers >/dev/null; then
  systemd-sysusers pinsight.conf
elif ! id pinsight >/dev/null 2>&1; then
  useradd --system --user-group --home-dir / --shell /usr/sbin/nologin pinsight
fi
if command -v systemctl >/dev/null; then systemctl daemon-reload || true; fi
echo "pinsight is installed; next: systemctl enable --now pinsight@tun0"
