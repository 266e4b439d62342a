#!/bin/sh
# Makes secrets/ for compose.yaml: random passwords, the roles' addresses and the server's secret. Never over what is there.
# The folder is its owner's alone; the files in it are readable, as the containers' own account must read them.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir secrets
put() { printf '%s\n' "$2" > "secrets/$1"; chmod 0444 "secrets/$1"; }
put postgres "$(openssl rand -hex 24)"
put secret "$(openssl rand -base64 48)"
for role in app worker owner; do
  put "${role}_url" "postgresql://ledljus_$role:$(openssl rand -hex 24)@postgres/ledljus"
done
# Yours to write, where there is one: the password of the mail server, and the watchdog's address.
put smtp ""
put watchdog ""
