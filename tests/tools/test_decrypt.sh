#!/bin/bash
# folkmoot trustee decrypt killed at every write and taken up again: at no moment is there a factor in the record that the trustee does not remember,
# and what it left never keeps the count from ending. The rest of the command: test_decrypt.c.
set -u
F=$PWD/$B/folkmoot pb=$PWD/tests/tools/pb
if [ -n "${SAN:-}" ] || [[ $B == */san* ]]; then
	echo "ok - killed at every write # SKIP a preloaded library and the sanitizers do not go together; tried without them"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

is() { # name, expected, got
	if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n#   expected %s\n#   got      %s\n#   %s\n' "$1" "$2" "$3" "$(head -n 1 err)"; fi
}

mixed() {
	"$F" organiser new -o organiser --practice && "$F" trustee demo trustees -n 3 -k 2 && mkdir at || return
	"$F" election import "$pb/approval.pb" -o election.json --practice || return
	"$F" election build election.json --organiser organiser.key --trustees trustees/trustees.transcript -o city.election || return
	"$F" replay "$pb/approval.pb" --election city.election --kiosks 2 -o play || return
	"$F" count start --election play/stick/replay.election --roster play/stick/replay.roster --trustees trustees/trustees.transcript \
		play/stick/folkmoot-* -o at/record || return
	"$F" mix at/record --mixer trustees/trustee-1/share.key && "$F" mix at/record --mixer trustees/trustee-2/share.key || return
	for i in 1 2 3; do mkdir at/t$i && cp trustees/trustee-$i/share.key at/t$i/; done
}
mixed >out 2>err
is "a record mixed twice" 0 $?

cat >kill.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
static void count(void)
{
	static int calls;
	const char *at = getenv("KILL_AT");
	if (at && ++calls == atoi(at))
		_exit(99);
}
int fsync(int fd) { count(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int mkdir(const char *path, mode_t mode) { count(); return ((int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir"))(path, mode); }
int unlink(const char *path) { count(); return ((int (*)(const char *))dlsym(RTLD_NEXT, "unlink"))(path); }
int rename(const char *from, const char *to) { count(); return ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	count();
	return ((int (*)(int, const char *, int, const char *, unsigned))dlsym(RTLD_NEXT, "renameat2"))(a, from, b, to, flags);
}
C
${CC:-gcc} -shared -fPIC -o kill.so kill.c -ldl || exit 1

decrypt() { # trustee, words
	local i=$1
	shift
	"$F" trustee decrypt record --share "t$i/share.key" "$@" >out 2>err </dev/null
}
killed() { # N, trustee, words
	local at=$1 i=$2
	shift 2
	KILL_AT=$at LD_PRELOAD=$work/kill.so "$F" trustee decrypt record --share "t$i/share.key" "$@" >out 2>err </dev/null
	[ $? -eq 99 ]
}
begin() { rm -rf now && cp -r at now && cd now || exit 1; }
# Leftovers under temporary names are nobody's work; `count finish` asks that they be taken away.
sweep() { find record -name '.folkmoot-*' -exec rm -rf {} +; }

begin
decrypt 3
is "an example of a quorum that fits: two of three, the one who asks among them" "2 1" "$? $(grep -c 'such as --quorum 1,3 (you are number 3)$' err)"
decrypt 1 --quorum 1,3
is "where it is remembered is said" "0 1" "$? $(grep -c "is remembered in $PWD/t1/trustee-1\.decryption-[0-9a-f]*; keep it" out)"
cd "$work" || exit 1

# From a copy of the mixed record: trustee 1 is killed at its n-th write; trustee 3 comes; trustee 1 comes again; the count ends and the audit agrees.
n=1 bad='' forgotten='' statements=''
while begin && killed $n 1 --quorum 1,3; do
	[ -z "$(find record/decryption -name 'trustee-1.*.factors' 2>/dev/null)" ] || ls t1/trustee-1.decryption-* >/dev/null 2>&1 || forgotten="$forgotten $n"
	# A statement is there with all its files, or not at all.
	[ ! -e record/decryption/1-3/trustee-1.txt ] || [ "$(find record/decryption/1-3 -name 'trustee-1.*' ! -name '.*' | wc -l)" -eq 3 ] || statements="$statements $n"
	decrypt 3 --quorum 1,3 || bad="$bad $n:3"
	decrypt 1 || bad="$bad $n:1"
	grep -q 'The quorum is complete' out || bad="$bad $n:said"
	sweep
	"$F" count finish record >out 2>err || bad="$bad $n:finish"
	"$F" audit record --organiser ../organiser.pub >out 2>err || bad="$bad $n:audit"
	n=$((n + 1))
	cd "$work" || exit 1
done
cd "$work" || exit 1
is "killed at each of its writes, a trustee goes on and the count ends" "more than ten, none bad" \
	"$([ $n -gt 10 ] && echo more than ten || echo "$n"),${bad:- none} bad"
is "no factor is in the record before the trustee remembers the list on disk" none "${forgotten:-none}"
is "a statement is there with all its files or not at all" none "${statements:-none}"
echo "# note: killed at $((n - 1)) writes"

# A wrong factor, made anew, killed at every write too: the old one is never taken for the new.
begin
decrypt 1 --quorum 1,3 && decrypt 3
is "two trustees decrypt" 0 $?
printf 'x' | dd of=record/decryption/1-3/trustee-1.contest-00001.factors bs=1 seek=100 conv=notrunc 2>/dev/null
"$F" count finish record >out 2>err
is "a changed byte in the factors is found" "1, trustee 1 named" "$?, $(grep -q 'trustee-1.contest-00001.factors.*trustee 1' err && echo trustee 1 named)"
cd "$work" && rm -rf at && cp -r now at
n=1 bad=''
while begin && killed $n 1; do
	"$F" count finish record >out 2>err && ! "$F" audit record --organiser ../organiser.pub >out 2>err && bad="$bad $n:false"
	rm -f record/{codes.txt,votes,result.json,result.csv,readme.txt,manifest.sha256}
	decrypt 1 --quorum 1,3 || bad="$bad $n:1"
	sweep
	"$F" count finish record >out 2>err || bad="$bad $n:finish"
	n=$((n + 1))
	cd "$work" || exit 1
done
cd "$work" || exit 1
is "factors made anew over wrong ones, killed at each write" "more than ten, none bad" "$([ $n -gt 10 ] && echo more than ten || echo "$n"),${bad:- none} bad"
