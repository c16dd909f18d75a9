#!/bin/sh
# Checks how an application takes a mail server that refuses, defers and loses mail: starts FiveFifty, runs the application, asks
# what the server has seen, stops it, and keeps what may explain a failure.
#
#   examples/ci/check-mail.sh [RULES [ARTEFACTS]]
#
# RULES is a rule file or a directory of them, ARTEFACTS a directory that need not exist. Exits with 0 if all was as expected, with
# 1 if not. JAR is the server's jar. Needs Java 17, curl, and what the application needs.
set -eu

here=$(dirname "$0")
jar=${JAR:-$here/../../server/target/fivefifty.jar}
rules=${1:-$here/rules}
kept=${2:-target/check-mail}
server=
failed=0

step() { printf '== %s\n' "$*"; }

# shellcheck disable=SC2329 # by the trap
clean_up() {
  rc=$?
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  exit "$rc"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# listens KIND: where, once the log says so.
listens() {
  sed -n "s/^listening $1 //p" "$kept/server.log"
}

# expect OPTION…: the server has seen this, or does so soon; if not, says why.
expect() {
  step "expect $*"
  java -jar "$jar" expect --server "http://$http" "$@" --within 10s || failed=1
}

# numbers KEY FILE: each number of that key in JSON.
numbers() {
  sed -n "s/^ *\"$1\": \([0-9]*\),\{0,1\}\$/\1/p" "$2"
}

mkdir -p "$kept"
# Nothing of an earlier run.
rm -f "$kept"/session-*.json "$kept"/message-*.eml
: >"$kept/server.log"

step "start FiveFifty with $rules"
java -jar "$jar" serve --port 0 --http-port 0 --rules "$rules" >"$kept/server.log" 2>&1 &
server=$!
tries=0
while [ -z "$(listens http)" ]; do
  tries=$((tries + 1))
  if ! kill -0 "$server" 2>/dev/null || [ "$tries" -gt 300 ]; then
    cat "$kept/server.log"
    echo "FiveFifty does not start" >&2
    exit 1
  fi
  sleep 0.2
done
smtp=$(listens smtp)
http=$(listens http)
api=http://$http/api/v1
echo "smtp at $smtp, the API at $api"

step "run the application"
python3 "$here/send_invoices.py" "$smtp" || { echo "the application exits with $?"; failed=1; }

expect --to bob@busy.example --attempts 3 --accepted-at 3
expect --to carol@lost.example --lost --accepted-at 2 --retried
expect --to nobody@gone.example --attempts 1 --refused-with '550 5.1.1'

step "keep the artefacts in $kept"
for list in sessions attempts messages rules; do
  limit='?limit=1000'
  [ "$list" != rules ] || limit=
  curl -sS -f -m 30 "$api/$list$limit" >"$kept/$list.json"
done
numbers id "$kept/sessions.json" | while read -r id; do
  curl -sS -f -m 30 "$api/sessions/$id" >"$kept/session-$id.json"
done
numbers number "$kept/messages.json" | while read -r number; do
  curl -sS -f -m 30 "$api/messages/$number/raw" >"$kept/message-$number.eml"
done

step "stop FiveFifty"
kill "$server"
wait "$server" || { echo "it exits with $?"; failed=1; }
server=
tail -n 1 "$kept/server.log"
ls "$kept"

if [ "$failed" != 0 ]; then
  step "NOT as expected; see $kept"
  exit 1
fi
step "all as expected"
