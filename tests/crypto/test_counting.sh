#!/bin/bash
# The second implementation of the counting rules, which the second verifier recounts with, against the outcomes that the field's own tools computed. The data
# is not part of the project: where it does not lie beside it there is nothing to compare with.
DATA=../shared/pabulib
if ! command -v python3 >/dev/null; then
	echo "ok - the documents' counting rules # SKIP python3 is not installed"
	exit 0
fi
if [ ! -e "$DATA/outcomes_synthetic.jsonl" ]; then
	echo "ok - the documents' counting rules # SKIP there is no $DATA"
	exit 0
fi
said=$(python3 tests/crypto/check_outcomes.py "$DATA/outcomes_synthetic.jsonl" "$DATA/synthetic" "$([ -n "${LONG:-}" ] && echo 1 || echo 4)")
if [ $? -eq 0 ]; then echo "ok - the documents' counting rules: $said"; else echo "not ok - the documents' counting rules differ"; fi
echo "$said" | head -n 5 | sed 's/^/# note: /'
