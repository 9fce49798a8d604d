#!/bin/bash
# Every parser under libFuzzer with AddressSanitizer and UndefinedBehaviorSanitizer, from the kept corpus on, for five seconds
# each (LONG=1: a minute). `make fuzz` and `make fuzz-long` run them for longer.
# alone: it runs two at a time itself.
set -u
if [ -n "${SAN:-}" ] || [ "$B" != build ]; then echo "ok - fuzzing # SKIP it brings its own sanitizers"; exit 0; fi
if ! clang -fsanitize=fuzzer -x c - -o /dev/null >/dev/null 2>&1 <<<'#include <stddef.h>
int LLVMFuzzerTestOneInput(const unsigned char *d, size_t n) { return d && n > 9; }'; then
	echo "ok - no parser fails under the fuzzer # SKIP clang with libFuzzer is not installed (image/setup test)"
	exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! make --no-print-directory -j2 fuzz-targets >"$log" 2>&1; then
	tail -5 "$log"
	echo "not ok - the fuzz targets build"
	exit 1
fi
FOR=$([ -n "${LONG:-}" ] && echo 60 || echo 5) CASES='' tests/fuzz/run build/fuzz >"$log"
code=$?
sed 's/^/# /' "$log"
echo "# note: $(awk '/ cases /{ sum += $2; targets++ } END { printf "%d inputs to %d targets", sum, targets }' "$log")"
[ "$code" -eq 0 ] || printf 'not '
echo "ok - no parser fails under the fuzzer"
