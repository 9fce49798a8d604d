#!/bin/bash
# A verifier written from PROTOCOL.md and FORMAT.md alone, in another language, agrees with every vector it knows.
if ! command -v python3 >/dev/null; then
	echo "ok - the documents alone # SKIP python3 is not installed"
	exit 0
fi
python3 tests/crypto/verify_ballot.py tests/crypto/vectors
python3 tests/crypto/closing.py
python3 tests/crypto/prove.py
