# Exports on a real file system of a stick: a FAT32 image, where this machine can mount one; else an ext4 image; else a folder. And what stock programs
# say of an export.
set -u
B=${B:-build}
PATH=$PATH:/sbin:/usr/sbin
T=$(mktemp -d)
mounted=
end() {
	for m in $mounted; do umount "$m"; done
	rm -rf "$T"
}
trap end EXIT

check() { # name command...
	local name=$1
	shift
	if "$@" >"$T/out" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		sed 's/^/# /' "$T/out"
	fi
}
skip() { echo "ok - $1 # SKIP $2"; }
notes() { grep '^# note: a real stick' "$T/out"; }

fs=
image() { # name, megabytes, mount options
	truncate -s "$2M" "$T/$1.img"
	case $fs in
	FAT32) mkfs.vfat -F 32 "$T/$1.img" ;;
	ext4) mkfs.ext4 -q -m 0 "$T/$1.img" ;;
	esac >/dev/null 2>&1 && mkdir -p "$T/$1" && mount -o "loop,nodev,nosuid,noexec,$3" "$T/$1.img" "$T/$1" 2>/dev/null &&
		mounted="$T/$1 $mounted"
}

for fs in FAT32 ext4 none; do image stick 40 rw && break; done
mkdir -p "$T/keep" "$T/stick"
case $fs in
FAT32) echo "# note: exports were made on a real FAT32 image" ;;
ext4) echo "# note: FAT32 cannot be mounted here (no vfat in the kernel): exports were made on a real ext4 image" ;;
none) echo "# note: no image can be mounted here (that takes root and loop devices): exports were made in a folder" ;;
esac
check "the tests of exports on a stick" env FOLKMOOT_TEST_STICK="$T/stick" FOLKMOOT_TEST_KEEP="$T/stick" "$B/tests/box/test_export"
if [ $fs = none ]; then
	skip "the stick's speed and capacity" "no image can be mounted"
else
	image large 900 rw
	check "the stick's speed and capacity" env FOLKMOOT_TEST_STICK="$T/large" "$B/tests/box/test_stick_test"
	grep '^# note: a real file' "$T/out"
fi
cp -r "$T/stick/export" "$T/stick/kiosk.pub" "$T/keep/"

if [ $fs = none ]; then
	skip "a full stick" "no image can be mounted"
	skip "a read-only stick" "no image can be mounted"
else
	image full 34 rw
	dd if=/dev/zero of="$T/full/films" bs=64k status=none 2>/dev/null
	dd if=/dev/zero of="$T/full/more" bs=512 status=none 2>/dev/null
	sync -f "$T/full"
	check "a full stick is refused with a sentence, and nothing is lost" "$B/tests/box/test_export" full "$T/full"
	notes
	check "nothing is left on it" sh -c "! ls -d '$T'/full/*folkmoot-* '$T'/full/.folkmoot-* 2>/dev/null"
	image locked 34 ro
	check "a read-only stick is refused with a sentence, and nothing is lost" "$B/tests/box/test_export" read-only "$T/locked"
	notes
fi

in_export() { (cd "$T/keep/export" && "$@"); }
check "sha256sum -c accepts the manifest" in_export sha256sum -c --strict --quiet manifest.sha256
if command -v minisign >/dev/null; then
	check "minisign -V accepts the signature" in_export minisign -V -m manifest.sha256 -p ../kiosk.pub
	printf ' ' >>"$T/keep/export/manifest.sha256"
	check "minisign -V refuses a changed manifest" sh -c "! (cd '$T/keep/export' && minisign -V -m manifest.sha256 -p ../kiosk.pub)"
else
	skip "minisign -V accepts the signature" "minisign is not installed"
fi
printf 'x' >>"$T/keep/export/ballots"
check "sha256sum -c refuses a changed file" sh -c "! (cd '$T/keep/export' && sha256sum -c manifest.sha256)"
