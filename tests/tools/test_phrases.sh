#!/bin/bash
# The phrases that the sources ask for exist, and no phrase stands in the catalogue that nothing asks for.
set -u
en=assets/pages/en.txt
keys=$(sed -n 's/^\([a-z0-9.-]*\) = .*/\1/p' $en)
stems=$(printf '%s\n' "$keys" | sed -E 's/\.(one|other)$//' | sort -u)
# Literals of the sources that look like keys of the catalogue; a key made of a stem and an ending has its stem there.
asked=$(cat tools/*.c tools/publish/*.c 2>/dev/null | grep -oE '"(explain|list|number|money|language|page|slip)\.[a-z0-9.-]+(\.%[a-z])?"' |
	tr -d '"' | sed 's/\.%.$//' | grep -vE '\.(h|txt)$' | sort -u)

missing=
for one in $asked; do
	printf '%s\n' "$stems" | grep -qE "^${one//./\\.}(\.|$)" || missing="$missing $one"
done
if [ -z "$missing" ]; then echo "ok - every phrase that is asked for exists"; else echo "not ok - missing:$missing"; fi

unused=
for one in $stems; do
	found=
	[ "$one" = language.name ] && continue # every catalogue names itself
	part=$one
	while [ -n "$part" ]; do
		if printf '%s\n' "$asked" | grep -qxF "$part"; then
			found=1
			break
		fi
		case $part in *.*) part=${part%.*} ;; *) part= ;; esac
	done
	[ -n "$found" ] || unused="$unused $one"
done
if [ -z "$unused" ]; then echo "ok - every phrase is asked for"; else echo "not ok - unused:$unused"; fi

# A catalogue with a fault is refused when it is built in.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refused=0
while IFS='|' read -r line why; do
	printf 'language.name = X\n%b\n' "$line" >"$work/xx.txt"
	sh assets/pages/embed "$work/xx.txt" >"$work/out" 2>"$work/err" && echo "# built: $line"
	grep -qF "xx.txt: $why" "$work/err" && refused=$((refused + 1))
done <<'END'
language.name = Y|a key twice
no words here|no line "key = words"
Upper.key = words|no line "key = words"
a.key = a \\t tab|a backslash that is no \n
END
if [ $refused = 4 ]; then echo "ok - a catalogue with a fault is not built in"; else echo "not ok - a catalogue with a fault is not built in ($refused of 4)"; fi
