#!/bin/bash
# Both engines of multiexp under libFuzzer, for a few seconds (LONG=1: ten minutes). `make fuzz` runs it until it is stopped.
set -u
if [ -n "${SAN:-}" ] || [ "$B" != build ]; then echo "ok - fuzzing # SKIP it brings its own sanitizers"; exit 0; fi
if ! clang -fsanitize=fuzzer -x c - -o /dev/null >/dev/null 2>&1 <<<'#include <stddef.h>
int LLVMFuzzerTestOneInput(const unsigned char *d, size_t n) { return d && n > 9; }'; then
	echo "ok - both engines agree under the fuzzer # SKIP clang with libFuzzer is not installed (apt-get install clang)"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! make --no-print-directory build/fuzz/fuzz_multiexp >"$work/log" 2>&1; then
	tail -5 "$work/log"
	echo "not ok - the fuzzer builds"
	exit 1
fi
mkdir "$work/corpus"
seconds=5
[ -z "${LONG:-}" ] || seconds=600
if build/fuzz/fuzz_multiexp -max_total_time="$seconds" -max_len=512 -artifact_prefix="$work/" -print_final_stats=1 "$work/corpus" >"$work/log" 2>&1; then
	echo "# note: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log") inputs, none on which the engines differ"
	echo "ok - both engines agree under the fuzzer"
else
	tail -20 "$work/log"
	echo "not ok - both engines agree under the fuzzer"
	exit 1
fi
