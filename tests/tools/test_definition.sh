# Every definition in tests/tools/definitions has one fault, which its name tells; its .txt holds the whole sentence for it.
# With WRITE=1 the sentences are written anew, to be read before they are committed.
here=tests/tools/definitions
folkmoot=$PWD/$B/folkmoot
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for file in $here/*.json; do
	name=$(basename "$file" .json)
	(cd $here && "$folkmoot" election check "$name.json" >"$out/stdout" 2>"$out/stderr")
	code=$?
	grep -v '^folkmoot: note: ' "$out/stderr" >"$out/told"
	[ -z "${WRITE:-}" ] || cp "$out/told" "$here/$name.txt"
	wanted=1
	[ "$name" = sound ] && wanted=0
	if [ $code = $wanted ] && cmp -s "$out/told" "$here/$name.txt"; then
		echo "ok - $name"
	else
		echo "not ok - $name: exit $code, $(cat "$out/told")"
	fi
done
