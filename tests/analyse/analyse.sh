#!/bin/bash
# What analysers say of all sources, as tests. Each is skipped where it is not installed.
set -u
if [ -n "${SAN:-}" ] || [ "$B" != build ]; then echo "ok - analysers # SKIP they look at the build for use"; exit 0; fi
said=$(mktemp)
trap 'rm -f "$said"' EXIT

# analyse PROGRAM TARGET NAME
analyse() {
	if ! command -v "$1" >/dev/null; then echo "ok - $3 # SKIP $1 is not installed (image/setup dev)"; return; fi
	if make --no-print-directory -k "-j$(nproc)" "analyse-$2" >"$said" 2>&1; then
		echo "ok - $3"
	else
		grep -vE '^  [A-Z]+ +|^make' "$said" | sed 's/^/# /'
		echo "not ok - $3"
	fi
}
analyse gcc gcc "gcc -fanalyzer finds nothing in any source"
analyse clang-tidy tidy "clang-tidy finds nothing in any source (bugprone, cert, clang-analyzer)"
analyse cppcheck cppcheck "cppcheck finds nothing in any source"
analyse clang-format form "every source is in the one form"
analyse valgrind valgrind "valgrind finds nothing in the tests of crypto/"
