#!/bin/bash
# The icons' sources: what the program cannot draw is refused by file and line.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
head='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4">'

ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; }

refuses() { # name, line of the file, words
	printf '%s\n%s\n</svg>\n' "$head" "$2" >"$dir/bad.svg"
	if said=$(sh assets/icons/embed "$dir/bad.svg" 2>&1 >/dev/null); then
		not_ok "$1 (taken)"
	elif [[ $said == *"bad.svg:2: "*"$3"* ]]; then
		ok "$1"
	else
		not_ok "$1 (said: $said)"
	fi
}

refuses "a curve of another kind is refused" '	<path d="M1 1 Q2 2 3 3"/>' "M, L, C or Z"
refuses "a relative command is refused" '	<path d="M1 1 l2 2"/>' "M, L, C or Z"
refuses "another shape is refused" '	<rect x="1" y="1" width="3" height="3"/>' "neither a path nor a circle"
refuses "a point outside of the square is refused" '	<path d="M1 1 L30 3"/>' "outside"
refuses "a circle without a radius is refused" '	<circle cx="3" cy="3"/>' "no r"
if sh assets/icons/embed assets/icons/*.svg >"$dir/icons.c" 2>"$dir/said" && [ ! -s "$dir/said" ]; then
	ok "the program's own icons are taken"
else
	not_ok "the program's own icons are taken"
fi
count=$(grep -c '^[[:space:]]\[ICON_' "$dir/icons.c")
[ "$count" = "$(ls assets/icons/*.svg | wc -l)" ] && ok "one drawing for each of $count files" || not_ok "one drawing for each file"
