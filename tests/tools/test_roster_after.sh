# folkmoot kiosk roster --after: the next revision of the list, with kiosks added and taken out.
folkmoot=$PWD/$B/folkmoot
examples=$PWD/assets/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

expect() { # NAME EXIT TEXT COMMAND...
	name=$1 code=$2 text=$3
	shift 3
	"$@" >stdout 2>stderr
	got=$?
	if [ $got = "$code" ] && cat stdout stderr | grep -qF -- "$text"; then
		echo "ok - $name"
	else
		echo "not ok - $name: exit $got, expected $code and: $text; printed: $(cat stdout stderr | head -8)"
	fi
}
holds() { grep -qaF -- "$3" "$2" && echo "ok - $1" || echo "not ok - $1"; }
lacks() { grep -qaF -- "$3" "$2" && echo "not ok - $1" || echo "ok - $1"; }

"$folkmoot" organiser new -o org --practice >/dev/null && "$folkmoot" organiser new -o other --practice >/dev/null &&
	"$folkmoot" trustee alone --name "Trustee one" -o tr --practice >/dev/null || exit 2
"$folkmoot" election build "$examples/small/election.json" --organiser org.key --trustees tr/trustees.transcript --mixer org.pub -o s.election >/dev/null || exit 2
sed 's/"revision": 1/"revision": 2/' "$examples/small/election.json" >two.json
"$folkmoot" election build two.json --organiser org.key --trustees tr/trustees.transcript --mixer org.pub -o s2.election >/dev/null || exit 2
for n in 1 2 3; do
	"$folkmoot" kiosk enrol --data k$n --name "Library $n" --place "Library" --organiser org.pub --practice >/dev/null || exit 2
done
roster() { "$folkmoot" kiosk roster --election s.election --organiser org.key "$@"; }

expect "no kiosk at all" 2 "at least one kiosk.txt" roster -o none.roster
expect "the first roster" 0 "The roster of 2 kiosks, revision 1, is signed: a.roster" roster k1 k2 -o a.roster
cp a.roster first
expect "one more kiosk" 0 "The roster of 3 kiosks, revision 2, is signed: b.roster" roster --after a.roster k3 -o b.roster
grep -qF "Library 3  (Library)  new" stdout && echo "ok - which one is new" || echo "not ok - which one is new"
holds "its revision is signed" b.roster "revision 2"
holds "the first kiosk stays" b.roster "Library 1"
expect "one taken out, under the same name" 0 "taken out: Library 2" roster --after b.roster --remove "Library 2" -o b.roster
holds "the last one is kept" b.roster.revision-2 "Library 2"
lacks "the new one lacks the kiosk" b.roster "Library 2"
holds "revision 3" b.roster "revision 3"
expect "put back" 0 "revision 4" roster --after b.roster k2 -o c.roster
expect "one taken out and another put in under its name" 0 "The roster of 2 kiosks, revision 2" \
	bash -c "'$folkmoot' kiosk enrol --data k4 --name 'Library 2' --place Library --organiser org.pub --practice >/dev/null &&
		'$folkmoot' kiosk roster --election s.election --organiser org.key --after a.roster --remove 'Library 2' k4 -o d.roster"
expect "a kiosk that is there already" 1 "in the list twice" roster --after a.roster k1 -o x.roster
expect "an unknown name taken out" 1 'a.roster: has no kiosk named "Library 9"' roster --after a.roster --remove "Library 9" -o x.roster
grep -q '^  Library 1$' stderr && echo "ok - the names that there are" || echo "not ok - the names that there are"
expect "taken out of nothing" 2 "give that with --after" roster --remove "Library 1" k1 -o x.roster
expect "all taken out" 1 "would have no kiosk" roster --after a.roster --remove "Library 1" --remove "Library 2" -o x.roster
expect "nothing new" 1 "a.roster: nothing in it would change" roster --after a.roster -o x.roster
expect "a revision that goes back" 1 "must be higher than 4" roster --after c.roster --revision 4 -o x.roster
expect "a revision that leaps" 0 "revision 9" roster --after c.roster --revision 9 -o y.roster
expect "another organiser's roster" 1 "is no roster that this organiser's key signed" \
	"$folkmoot" kiosk roster --election s.election --organiser org.key --after s.election k1 -o x.roster
expect "for the next revision of the election" 0 "was signed for another package" \
	"$folkmoot" kiosk roster --election s2.election --organiser org.key --after c.roster -o z.roster
expect "not over another roster" 2 "exists already with other content" roster k3 -o a.roster
cmp -s a.roster first && echo "ok - which stays as it was" || echo "not ok - which stays as it was"
[ -e x.roster ] && echo "not ok - a refused roster leaves a file" || echo "ok - a refused roster leaves no file"
