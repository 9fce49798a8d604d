#!/bin/bash
# The list of attacks is true: every test that tests/ATTACKS.md names is defined in the file beside it, and is run there.
set -u
list=${ATTACKS:-tests/ATTACKS.md}

# 0 where the file defines the test, and names it again in its list of tests.
is_run() { # test file
	[ -f "tests/$2" ] && grep -qE "^static void $1\(void \*\*" "tests/$2" &&
		grep -qE "(cmocka_unit_test[a-z_]*|[A-Z_]+)\($1[,)]" "tests/$2"
}

rows=0 wrong=
while IFS='|' read -r _ _ test file _; do
	test=$(tr -d '` ' <<<"$test") file=$(tr -d '` ' <<<"$file")
	case $test in test | ---*) continue ;; esac
	rows=$((rows + 1))
	is_run "$test" "$file" || wrong+=" $test ($file)"
done < <(grep '^|' "$list")

if [ "$rows" -ge 80 ] && [ -z "$wrong" ]; then echo "ok - every test of the list of attacks is there and is run"
else echo "not ok - $rows tests are named; not found or not run:${wrong:- none}"; fi
if is_run test_that_nobody_wrote tools/test_accept.c || is_run is_run tools/test_accept.c || is_run test_proof tools/no_such.c
then echo "not ok - control: what is not there is found"
else echo "ok - control: what is not there is not found"; fi
echo "# note: $rows tests named in tests/ATTACKS.md"
