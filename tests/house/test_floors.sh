#!/bin/bash
# The floors hold: a wrong include does not compile, a wrong call does not link. Each case puts one bad source into a copy of the house
# and builds it; a control with a good source must build, so that nothing here fails for another reason.
set -u
[ -z "${SAN:-}" ] || { echo "ok - the floors # SKIP they are the same without sanitizers, and tried there"; exit 0; }
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -a Makefile crypto kiosk tools assets tests "$copy"/
mkdir -p "$copy/build"
[ -d build/obj ] && cp -a build/obj "$copy/build/"

try() { # name expect(refused|built) file target source
	local file=$copy/$3 said
	printf '%b' "$5" >"$file"
	said=$(cd "$copy" && make --no-print-directory "$4" 2>&1)
	local code=$?
	rm -f "$file" "$copy/build/obj/${3%.c}".*
	if [ "$2" = built ] && [ $code -eq 0 ]; then echo "ok - $1"
	elif [ "$2" = refused ] && [ $code -ne 0 ] && grep -q "$6" <<<"$said"; then echo "ok - $1"
	else echo "not ok - $1 (make said: $(tail -2 <<<"$said" | tr '\n' ' '))"; fi
}
object() { echo "build/obj/${1%.c}.o"; }
include() { try "$1 may not include $3" refused "$2" "$(object "$2")" "#include $3\nint bad(void);\nint bad(void)\n{\n\treturn 0;\n}\n" "$4"; }
call() { try "$1 may not call $3" refused "$2" build/floors.ok "int $3(int);\nint bad(void);\nint bad(void)\n{\n\treturn $3(0);\n}\n" "$4"; }

good='#include "status.h"\nint good(void);\nint good(void)\n{\n\treturn (int)STATUS_OK;\n}\n'
try "control: crypto builds with a good source" built crypto/good.c "$(object crypto/good.c)" "$good"
try "control: model builds with a good source" built kiosk/model/good.c "$(object kiosk/model/good.c)" "$good"
absent='No such file'
floors='floors: '
include crypto crypto/bad.c '<sqlite3.h>' "$floors"
include crypto crypto/bad.c '<SDL2/SDL.h>' "$floors"
include crypto crypto/bad.c '<time.h>' "$floors"
include crypto crypto/bad.c '<unistd.h>' "$floors"
include crypto crypto/bad.c '"election.h"' "$absent"
include model kiosk/model/bad.c '<SDL2/SDL.h>' "$floors"
include model kiosk/model/bad.c '<sqlite3.h>' "$floors"
include model kiosk/model/bad.c '<fcntl.h>' "$floors"
include model kiosk/model/bad.c '"box.h"' "$absent"
include model kiosk/model/bad.c '"canvas.h"' "$absent"
include box kiosk/box/bad.c '<SDL2/SDL.h>' "$floors"
include box kiosk/box/bad.c '"canvas.h"' "$absent"
include ui kiosk/ui/bad.c '<sqlite3.h>' "$floors"
include ui kiosk/ui/bad.c '"recorder.h"' "$absent"
include ui kiosk/ui/bad.c '<espeak-ng/speak_lib.h>' "$floors"
include speech kiosk/speech/bad.c '<SDL2/SDL.h>' "$floors"
include speech kiosk/speech/bad.c '"flow.h"' "$absent"
include kiosk kiosk/bad.c '<sqlite3.h>' "$floors"
include recorder kiosk/recorder/bad.c '<SDL2/SDL.h>' "$floors"
include tools tools/bad.c '<SDL2/SDL.h>' "$floors"
include count tools/count/bad.c '<time.h>' "$floors"
include count tools/count/bad.c '"pabulib.h"' "$absent"

try "control: all floors link" built crypto/good.c build/floors.ok "$good"
call crypto crypto/bad.c open "$floors"
call crypto crypto/bad.c sqlite3_initialize "$floors"
call model kiosk/model/bad.c time "$floors"
call model kiosk/model/bad.c system "$floors"
call model kiosk/model/bad.c SDL_Init "$floors"
call box kiosk/box/bad.c SDL_Init "$floors"
call box kiosk/box/bad.c canvas_destroy "$floors"
call ui kiosk/ui/bad.c sqlite3_initialize "$floors"
call ui kiosk/ui/bad.c box_close "$floors"
call ui kiosk/ui/bad.c espeak_Terminate "$floors"
call speech kiosk/speech/bad.c sqlite3_initialize "$floors"
call count tools/count/bad.c fopen "$floors"
call kiosk kiosk/bad.c SDL_Init "$floors"
call kiosk kiosk/bad.c box_close "$floors"
call recorder kiosk/recorder/bad.c SDL_Init "$floors"
call supervisor kiosk/supervisor/bad.c crypto_hash_sha256_init "$floors"

# The kiosk carries nothing of the count: no libdecaf, no mixing, no decryption. The tools do, so that the looking itself is tried.
holds() { readelf -d "$1" | grep -q 'NEEDED.*decaf' || nm "$1" | grep -qE ' (engine_(sodium|decaf)|multiexp_lists|shuffle_(make|verify)|decryption_(make|open)|sealed_batch_verify)$'; }
kiosk=ok
for program in kiosk recorder screen media voice; do if holds "$B/folkmoot-$program"; then kiosk="not ok"; fi; done
echo "$kiosk - the kiosk's processes hold nothing of the count"
if holds "$B/folkmoot"; then echo "ok - control: the tools do"; else echo "not ok - control: the tools do"; fi
