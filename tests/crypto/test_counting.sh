#!/bin/bash
# The counting rules written a second time, from the documents alone: against what the field's own tools selected from published votes, where these lie beside
# the project (they are no part of it), and against the program round by round on invented votes.
DATA=../shared/pabulib
B=${B:-build}
if ! command -v python3 >/dev/null; then
	echo "ok - the documents' counting rules # SKIP python3 is not installed"
	exit 0
fi

told() { # NAME COMMAND...: its last line says how many were equal
	local name=$1 said
	shift
	if said=$("$@"); then
		echo "ok - the documents' counting rules: $name"
	else
		echo "not ok - the documents' counting rules: $name"
		echo "$said" | head -n 5 | cut -c 1-1000 | sed 's/^/# /'
	fi
	echo "# note: $(echo "$said" | tail -n 1)"
}

told "the same as the program's, round by round" python3 tests/crypto/compare_counts.py "$B/folkmoot" "${LONG:+100}" "${LONG:+long}"
if [ -e "$DATA/outcomes_synthetic.jsonl" ]; then
	told "the outcomes that the field's tools computed" \
		python3 tests/crypto/check_outcomes.py "$DATA/outcomes_synthetic.jsonl" "$DATA/synthetic" "${LONG:+1}"
else
	echo "ok - the documents' counting rules: the outcomes that the field's tools computed # SKIP there is no $DATA"
fi
