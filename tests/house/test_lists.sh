#!/bin/bash
# The lists of attacks and of what voters can rely on are true: every test that they name is defined in the file beside it, and is run there.
set -u

# 0 where the file defines the test, and names it again in its list of tests.
is_run() { # test file
	[ -f "tests/$2" ] && grep -qE "^static void $1\(void \*\*" "tests/$2" &&
		grep -qE "([a-z_]*unit_test[a-z_]*|[A-Z_]+)\($1[,)]" "tests/$2"
}

check_list() { # list least
	local test file rows=0 wrong= first
	while IFS='|' read -r _ _ test file _; do
		test=$(tr -d '` ' <<<"$test") file=$(tr -d '` ' <<<"$file")
		case $test in test | ---*) continue ;; esac
		rows=$((rows + 1))
		is_run "$test" "$file" || wrong+=" $test ($file)"
	done < <(grep '^|' "$1")
	if [ "$rows" -ge "$2" ] && [ -z "$wrong" ]; then echo "ok - $1: every test of the list is there and is run"
	else echo "not ok - $1: $rows tests are named; not found or not run:${wrong:- none}"; fi
	# Every row names what holds, or goes on with the row above it.
	if first=$(grep -B1 '^| | `' "$1" | grep -vE '^(\||--)'); then echo "not ok - $1: a row that goes on with none: $first"
	else echo "ok - $1: every row says what it is about"; fi
	echo "# note: $rows tests named in $1"
}

check_list tests/ATTACKS.md 80
check_list tests/VOTER.md 100
if is_run test_that_nobody_wrote tools/test_accept.c || is_run is_run tools/test_accept.c || is_run test_proof tools/no_such.c
then echo "not ok - control: what is not there is found"
else echo "ok - control: what is not there is not found"; fi
