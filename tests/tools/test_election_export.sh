# folkmoot election export: back to the Pabulib format; imported again it is the same definition. Real cities' files where they are there.
folkmoot=$PWD/$B/folkmoot
examples=$PWD/assets/examples pb=$PWD/tests/tools/pb real=$PWD/../shared/pabulib
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

# Import, export, import: both definitions must be the same, byte for byte. The exported file must have no error but that nobody voted.
there_and_back() { # NAME FILE
	mkdir -p back
	"$folkmoot" election import "$2" -o city.json >out 2>err || { echo "ok - $1 # SKIP it cannot be imported: $(tail -1 err)"; return; }
	"$folkmoot" election export city.json -o back/city.pb >out 2>>err || { echo "not ok - $1: export: $(tail -2 err)"; return; }
	mv back/city.pb back/"$(basename "$2")"
	"$folkmoot" election import "back/$(basename "$2")" -o again.json >out 2>>err || { echo "not ok - $1: import again: $(tail -2 err)"; return; }
	cmp -s city.json again.json && echo "ok - $1" || { echo "not ok - $1"; diff city.json again.json | head -6 | sed 's/^/# /'; }
}
for type in approval approval-decimals knapsack choose-one ordinal cumulative scoring; do
	there_and_back "there and back: $type" "$pb/$type.pb"
done
if [ -d "$real" ]; then
	for file in "$real"/*.pb; do
		there_and_back "there and back: $(basename "$file")" "$file"
	done
else
	echo "ok - there and back with real cities # SKIP ../shared/pabulib is not there"
fi

"$folkmoot" election export "$examples/small/election.json" -o small.pb >stdout 2>stderr && [ "$(echo small-*.pb)" = "small-1.pb small-2.pb small-3.pb" ] &&
	echo "ok - a file for each contest" || echo "not ok - a file for each contest: $(cat stdout stderr)"
grep -q 'only the texts in "en" are in it' stderr && grep -q 'which district votes on which contest is left out' stderr &&
	echo "ok - what is left out is said" || echo "not ok - what is left out is said: $(cat stderr)"
"$folkmoot" election export "$examples/questions/election.json" -o q.pb >stdout 2>stderr && grep -q '3 questions are left out' stderr && [ -e q.pb ] &&
	echo "ok - questions are left out, and said" || echo "not ok - questions are left out, and said: $(cat stderr)"
sed 's/"id": "T1"/"id": "T,1"/' "$examples/small/election.json" >comma.json
"$folkmoot" election export comma.json -o comma.pb >stdout 2>stderr
[ $? = 1 ] && grep -q 'the id "T,1" has a comma' stderr && ! ls comma*.pb >/dev/null 2>&1 && echo "ok - an id with a comma is refused" || echo "not ok - an id with a comma: $(cat stderr)"
