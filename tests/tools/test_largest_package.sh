# The largest package that can be built, 24 MiB of pictures among it: built, loaded by a kiosk twice over, in at most 150 MB of memory.
F=$PWD/$B/folkmoot kiosk=$PWD/$B/folkmoot-kiosk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

python3 - <<'MAKE'
import json, struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\0" + bytes((x * y // 97 + 60 * c + y) % 256 for x in range(512) for c in range(3)) for y in range(384))
with open("p.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 512, 384, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))
languages = ["en", "pt", "es", "fr", "pl", "so", "ar", "bn"]
words = ("Words that say what this project is about and why. " * 39).strip()
def project(i):
    pictured = dict(picture="p.png", picture_alt="Stripes.") if i <= 100 else {}
    return dict(id=str(i), name=f"Project {i}", cost=100 + i, description={l: words for l in languages}, **pictured)
contests = [dict(title=f"Contest {c}", instruction="Choose.", vote_type="knapsack", budget=100000, projects=[project(i) for i in range(1, 221)]) for c in range(4)]
with open("election.json", "w") as file:
    json.dump(dict(id="large", practice=True, languages=languages, title={l: "Large" for l in languages}, currency="GBP", contests=contests), file)
MAKE
{
	"$F" organiser new -o organiser --practice && "$F" trustee alone --name "Trustee one" -o trustee --practice &&
		"$F" election build election.json --organiser organiser.key --trustees trustee/trustees.transcript --mixer organiser.pub -o large.election &&
		"$F" kiosk enrol --data data --name "Library 1" --place Library --organiser organiser.pub --practice &&
		"$F" kiosk roster --election large.election --organiser organiser.key data -o large.roster &&
		mkdir stick && cp large.election large.roster stick/
} >out 2>err && echo "ok - the largest package is built" || echo "not ok - the largest package is built: $(tail -n 1 err)"
bytes=$(wc -c <large.election)
[ "$bytes" -gt 36000000 ] && echo "ok - it holds $bytes bytes" || echo "not ok - it holds $bytes bytes only"

printf 'pin 1234\nstaff import\n' >day
for round in first second; do
	peak=$(SDL_VIDEODRIVER=dummy python3 - "$kiosk" --data data --usb stick --script day 2>err <<'RUN'
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(used.ru_maxrss // 1000 if status == 0 else 0)
RUN
	)
	# AddressSanitizer's own memory says nothing about the kiosk's.
	if [ "${peak:-0}" -eq 0 ]; then
		echo "not ok - the kiosk loads it, $round time: $(tail -n 1 err)"
	elif [ "${B#*san}" = "$B" ] && [ "$peak" -gt 150 ]; then
		echo "not ok - the kiosk loads it, $round time: it needs $peak MB"
	else
		echo "ok - the kiosk loads it, $round time"
		echo "# note: $peak MB at most"
	fi
done
