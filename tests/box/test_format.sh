# A stranger's reader, written from crypto/FORMAT.md in another language, agrees with every byte of a box and of a log.
set -u
B=${B:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

if ! python3 -c 'import sqlite3, hashlib' 2>/dev/null; then
	echo "ok - another reader agrees with every byte # SKIP python3 has no sqlite3 here"
	exit 0
fi
read_it() { python3 tests/box/read_box.py "$1" "$T/export/log.txt" "$T/kiosk.pub"; }

FOLKMOOT_TEST_KEEP=$T "$B/tests/box/test_export" leave >"$T/out" 2>&1
if told=$(read_it "$T/box.db" 2>"$T/err"); then
	echo "ok - another reader agrees with every byte"
	echo "# note: $told"
else
	echo "not ok - another reader agrees with every byte"
	sed 's/^/# /' "$T/err" "$T/out"
fi

# And it is awake: a few bytes of one page.
printf 'UUUUUUUU' | dd of="$T/box.db" bs=1 seek=$(($(stat -c %s "$T/box.db") / 4)) conv=notrunc status=none
if read_it "$T/box.db" >/dev/null 2>&1; then
	echo "not ok - it notices changed bytes"
else
	echo "ok - it notices changed bytes"
fi
