#!/bin/bash
# No branch and no address depends on a secret: constant_time.c under Valgrind. The controls do depend on one, and must
# be seen; so must every case come to its end with the right result.
set -u
program=$B/tests/crypto/constant_time
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
	echo "ok - nothing depends on a secret # SKIP $1"
	exit 0
}

case $B in */san*) skip "Valgrind does not run what is made with AddressSanitizer" ;; esac
if ! command -v valgrind >/dev/null || [ ! -e /usr/include/valgrind/memcheck.h ]; then skip "valgrind is not installed"; fi

wrap=
for name in transcript_append transcript_append_point statement_put_hex point_equal point_is_identity \
	crypto_sign_ed25519_verify_detached crypto_box_seal_open; do
	wrap="$wrap -Wl,--wrap=$name"
done
# shellcheck disable=SC2086
if ! ${CC:-gcc} -std=c11 -Wall -Wextra -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -D_GNU_SOURCE \
	-g -O1 -Icrypto -Itests $wrap -o "$program" tests/crypto/constant_time.c "$B"/obj/crypto/*.o -lsodium -ldecaf \
	2>"$work/build"; then
	sed 's/^/# /' "$work/build"
	echo "not ok - constant_time.c builds"
	exit 1
fi

# run CASE: what memcheck found stands in $work/found; answers the exit code, 99 where it found something
run() {
	valgrind -q --error-exitcode=99 --num-callers=12 --suppressions=tests/crypto/constant_time.supp "$program" "$1" \
		>"$work/found" 2>&1
}

# seen CASE WORDS: a control that depends on a secret, and in which way memcheck says so
seen() {
	run "$1"
	if [ $? -eq 99 ] && grep -q "$2" "$work/found"; then
		echo "ok - a control is seen: $1"
	else
		sed 's/^/# /' "$work/found"
		echo "not ok - a control is not seen: $1"
	fi
}

clean() {
	if run "$1"; then
		echo "ok - nothing depends on a secret: $2"
	else
		sed 's/^/# /' "$work/found"
		echo "not ok - nothing depends on a secret: $2"
	fi
}

seen control-branch "Conditional jump or move depends on uninitialised"
seen control-index "Use of uninitialised value of size 8"
seen control-multiply "control_multiply"
clean seal "sealing a ballot, its proof included"
clean multiply-sodium "multiples of a point, libsodium"
clean multiply-decaf "multiples of a point from a table, libdecaf"
clean secret-sum-decaf "sums of many points under secret scalars, libdecaf"
clean network "a permutation drawn, applied and undone"
clean shuffle "a whole shuffle of 40 entries of width 2 with its proof"
clean decrypt "a trustee's factors with one proof"
clean decrypt-each "a trustee's factors with a proof for each"
clean deal "a trustee's deal: polynomial, proofs, sealed shares"
clean accept "a trustee's acceptance: shares opened and added up, the trial's factor"
