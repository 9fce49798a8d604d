#!/bin/bash
# The Debian package of the tools: the same bytes twice, everything in it that it needs, installed in a folder of its own, and an audit with it there.
set -u
if ! command -v dpkg-shlibdeps >/dev/null || ! command -v strip >/dev/null; then
	echo "ok - the Debian package # SKIP dpkg-dev is not installed"
	exit 0
fi
if ldd "$B/folkmoot" | grep -q libasan; then
	echo "ok - the Debian package # SKIP this build is for finding faults, not for a package"
	exit 0
fi
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n' "$1" "$2" "$3"; fi
}

deb=$(image/deb "$B" "$work/one" 2>"$work/err")
is "it is built" "0 yes" "$? $([ -s "$deb" ] && echo yes)"
sleep 1
again=$(cd / && umask 077 && TZ=Asia/Tokyo "$root/image/deb" "$root/$B" "$work/two" 2>"$work/err")
is "built again elsewhere it is the same, byte for byte" "" "$(cmp "$deb" "$again" 2>&1)"
field() { dpkg-deb -f "$deb" "$1"; }
is "its name says its version and architecture" "folkmoot_$(field Version)_$(field Architecture).deb" "$(basename "$deb")"
dpkg-deb -x "$deb" "$work/tree"
is "no path of the computer that built it is in the program" 0 "$(grep -cF "$root" "$work/tree/usr/bin/folkmoot")"
is "all belongs to root, and nobody else may write it" "" "$(dpkg-deb -c "$deb" | grep -vE '^[-d]r.xr-xr-x root/root|^-rw-r--r-- root/root')"
is "its checksums hold" 0 "$(dpkg-deb -e "$deb" "$work/control" && cd "$work/tree" && md5sum --quiet -c ../control/md5sums >&2; echo $?)"

# Every library that the program itself asks for comes from a package it depends on.
missing=
for library in $(objdump -p "$work/tree/usr/bin/folkmoot" | awk '$1 == "NEEDED" { print $2 }'); do
	path=$(ldd "$work/tree/usr/bin/folkmoot" | awk -v l="$library" '$1 == l { print $3 }')
	package=$(dpkg -S "$(readlink -f "$path")" "*/$library" 2>/dev/null | head -n 1 | cut -d: -f1)
	field Depends | tr ',' '\n' | sed 's/^ *//; s/ .*//' | grep -qx "$package" || missing="$missing $library ($package)"
done
is "it depends on the package of every library it asks for" "" "$missing"

mkdir -p "$work/system/var/lib/dpkg/info" "$work/system/var/lib/dpkg/updates"
: >"$work/system/var/lib/dpkg/status"
dpkg --root="$work/system" --log=/dev/null --force-not-root --force-depends --force-script-chrootless -i "$deb" >"$work/out" 2>&1
is "dpkg installs it" "0 install ok installed" "$? $(dpkg-query --admindir="$work/system/var/lib/dpkg" -W -f '${Status}' folkmoot 2>/dev/null)"
cp -r tests/crypto/vectors/record/record "$work/record"
mkdir "$work/empty"
run() { (cd "$work/empty" && env -i PATH=/usr/bin:/bin "$work/system/usr/bin/folkmoot" "$@"); }
run audit "$work/record" >"$work/out" 2>"$work/err"
is "installed in a folder of its own it audits a record" "0 said" "$? $(grep -q 'follows from the ballots' "$work/out" && echo said || cat "$work/err")"
printf 'x' >>"$work/record/result.csv"
run audit "$work/record" >"$work/out" 2>"$work/err"
is "and refuses a changed one" 1 $?
run election preview "$root/assets/examples/small/election.json" -o "$work/preview.html" --language en >"$work/out" 2>"$work/err"
is "the program that paints previews is in it" "0 yes" "$? $([ -s "$work/preview.html" ] && echo yes || cat "$work/err")"
is "it leaves nothing behind" "" "$(ls -A "$work/empty")"
is "the manual page opens" 1 "$(zcat "$work/system/usr/share/man/man1/folkmoot.1.gz" | grep -c '^\.SH DESCRIPTION')"
is "the guides are in it" yes "$(ls "$work/system/usr/share/doc/folkmoot/guides/observer.md" >/dev/null 2>&1 && echo yes)"
dpkg --root="$work/system" --log=/dev/null --force-not-root --force-script-chrootless -r folkmoot >"$work/out" 2>&1
is "and it can be removed, whole" "" "$(find "$work/system/usr" -type f 2>/dev/null)"

[ -n "$LONG" ] || exit 0
mkdir "$work/elsewhere" && git archive HEAD | tar -x -C "$work/elsewhere" && (cd "$work/elsewhere" && nice make -s -j2 all >/dev/null 2>&1)
export SOURCE_DATE_EPOCH=1700000000
rm -rf "$work/one" "$work/two"
is "compiled in another folder it is the same package" "" \
	"$(cmp "$(image/deb "$B" "$work/one")" "$("$work/elsewhere/image/deb" "$work/elsewhere/build" "$work/two")" 2>&1)"
