# place.sh -- what the tests of the whole program share: TAP, and places for associations.
#
# A test sources it with $near, the program.  $work is a folder that goes away; with TEST_DB each
# place is a schema of its own in that PostgreSQL database.
set -uf
count=0 bad=0 schemas=
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"
work=$(mktemp -d) || exit 1

leave() {
	[ -z "${served:-}" ] || kill "$served" 2>/dev/null
	for schema in $schemas; do
		sql "DROP SCHEMA IF EXISTS $schema CASCADE"
	done
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 1' INT TERM

# tell CODE SENTENCE: one line of TAP, and what was told when it is not as it should be.
tell() {
	count=$((count + 1))
	[ "$1" = 0 ] && echo "ok $count - $2" && return
	bad=$((bad + 1))
	echo "not ok $count - $2"
	sed 's/^/# /' "$work/told"
}

finish() {
	echo "1..$count"
	exit $((bad > 0))
}

# code N COMMAND...: does it end with N?  What it prints is in $work/told.
code() {
	wanted=$1
	shift
	"$@" >"$work/told" 2>&1
	got=$?
	[ $got = "$wanted" ] && return
	echo "exit code $got, not $wanted: $*" >>"$work/told"
	return 1
}

sql() {
	psql "$TEST_DB" -v ON_ERROR_STOP=1 -qc "SET client_min_messages = warning" -c "$1" \
		>>"$work/psql" 2>&1
}

# place NAME: an empty place for a database.  $db is what to say to near; $work/NAME is the folder.
place() {
	db=
	[ -n "${TEST_DB:-}" ] || return 0
	schema=near_$$_$1
	schemas="$schemas $schema"
	sql "CREATE SCHEMA $schema" || { echo "Bail out! no schema"; exit 1; }
	case $TEST_DB in
	*\?*) db="--db $TEST_DB&options=-csearch_path%3D$schema" ;;
	*) db="--db $TEST_DB?options=-csearch_path%3D$schema" ;;
	esac
}

# change NAME SQL: behind the program's back.
change() {
	if [ -n "${TEST_DB:-}" ]; then
		sql "SET search_path = near_$$_$1; $2"
	else
		sqlite3 "$work/$1/near.db" "$2"
	fi
}

# launch LOG COMMAND...: starts a server and waits until it says "ready WHERE", for $where.  One
# that ends instead closes its pipe; the test ends there too, with what it said.  $launched is the
# process; what it says until it is ready is in $work/said.  Descriptor 9 is not handed on.
launch() {
	log=$1
	shift
	rm -f "$work/ready"
	mkfifo "$work/ready"
	: >"$work/said"
	"$@" >"$work/ready" 2>"$log" 9>&- &
	launched=$!
	exec 8<"$work/ready"
	while IFS= read -r line <&8; do
		echo "$line" >>"$work/said"
		where=${line#ready }
		[ "$where" = "$line" ] || return 0
	done
	died $launched
}

# died PROCESS: whatever waits for it would wait in vain, and nothing after that can be true.
died() {
	wait "$1" 2>/dev/null
	echo "a server ended by itself, with code $?; it said:" >"$work/told"
	cat "$work/said" >>"$work/told"
	find "$work" -maxdepth 1 -name '*log' -exec tail -n 40 {} + >>"$work/told"
	served=
	tell 1 'a server that a test has started stays until the test ends it'
	finish
}

# serve DIR: near serves it at $url, which ends in a slash; its log, of this start, is $work/log.
serve() {
	launch "$work/log" "$near" serve "$1" --listen 127.0.0.1:0
	served=$launched
	url=$where
}

# stop [SIGNAL]: ends the server; its exit code.
stop() {
	kill "${1:--TERM}" "$served"
	wait "$served" 2>/dev/null
	ended=$?
	served=
	return $ended
}

# get PATH [CURL'S ARGUMENTS]: the answer, also in $work/told; false when it is none of 2xx.
get() {
	path=$1
	shift
	curl -s --noproxy '*' --max-time 30 -w '\nstatus %{http_code}\n' "$@" "${url%/}$path" \
		>"$work/told"
	grep -q '^status 2' "$work/told" || { echo "no answer: $path" >>"$work/told"; return 1; }
}

# send PATH JSON: with the cookie there is, and the token that belongs to it.
send() {
	get /api/v1/me -H "Cookie: $cookie" -D "$work/head" && keep_cookie
	token=$(sed -n 's/.*"csrf":"\([0-9a-f]*\)".*/\1/p' "$work/told")
	get "$1" -H "Cookie: $cookie" -H "X-CSRF-Token: $token" -D "$work/head" \
		-H 'Content-Type: application/json' -d "$2" && keep_cookie
}

# They are for encrypted lines alone, on which curl would send them itself.
keep_cookie() {
	new=$(sed -n 's/^[Ss]et-[Cc]ookie: \(near_[sv][a-z]*=[^;]*\).*/\1/p' "$work/head")
	cookie=${new:-$cookie}
}

# waits COMMAND...: until it is so; not longer than $served and $sink, where there are any, live.
waits() {
	tries=0
	until "$@"; do
		for pid in ${served:-} ${sink:-}; do
			kill -0 "$pid" 2>/dev/null || died "$pid"
		done
		tries=$((tries + 1))
		[ $tries -lt 3000 ] || { echo "waited in vain: $*" >>"$work/told"; return 1; }
		sleep 0.1
	done
}

# content DIR: a sum over every row of every table, the same on both engines; but for what a restore
# ends, and the event that tells of it.
content() {
	rm -f "$work/content"
	"$near" backup "$1" "$work/content" >/dev/null && sqlite3 "$work/content" .dump |
		grep -Ev "^INSERT INTO account_(session|invitation)|'association.restore'" |
		LC_ALL=C sort | cksum
}
