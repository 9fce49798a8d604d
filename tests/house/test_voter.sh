#!/bin/bash
# The list of what voters can rely on is true: every test that tests/VOTER.md names is defined in the file beside it, and is run there.
set -u
list=${VOTER:-tests/VOTER.md}

# 0 where the file defines the test, and names it again in its list of tests.
is_run() { # test file
	[ -f "tests/$2" ] && grep -qE "^static void $1\(void \*\*" "tests/$2" &&
		grep -qE "([a-z_]*unit_test[a-z_]*|[A-Z_]+)\($1[,)]" "tests/$2"
}

rows=0 wrong=
while IFS='|' read -r _ _ test file _; do
	test=$(tr -d '` ' <<<"$test") file=$(tr -d '` ' <<<"$file")
	case $test in test | ---*) continue ;; esac
	rows=$((rows + 1))
	is_run "$test" "$file" || wrong+=" $test ($file)"
done < <(grep '^|' "$list")

if [ "$rows" -ge 100 ] && [ -z "$wrong" ]; then echo "ok - every test of the list of what voters can rely on is there and is run"
else echo "not ok - $rows tests are named; not found or not run:${wrong:- none}"; fi
# Every row names what holds, or goes on with the row above it.
if first=$(grep -B1 '^| | `' "$list" | grep -vE '^(\||--)'); then echo "not ok - a row that goes on with none: $first"
else echo "ok - every row says what holds"; fi
if is_run test_that_nobody_wrote model/test_screen.c || is_run is_run model/test_screen.c || is_run test_matrix model/no_such.c
then echo "not ok - control: what is not there is found"
else echo "ok - control: what is not there is not found"; fi
echo "# note: $rows tests named in tests/VOTER.md"
