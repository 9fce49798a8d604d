#!/bin/bash
# A stock reader reads from the pictures of the screens what their QR codes are meant to hold.
set -u
if ! command -v zbarimg >/dev/null; then
	echo "ok - QR codes # SKIP zbar-tools is not installed"
	exit 0
fi
if ! said=$(ALL=1 CMOCKA_MESSAGE_OUTPUT=TAP "$B/tests/ui/test_golden" 2>&1); then
	echo "not ok - the pictures are drawn"
	echo "$said" | tail -n 5
	exit 1
fi
# The example's code and key, as tests/model/examples.h makes them.
code='' key=''
for ((i = 0; i < 32; i++)); do
	code+=$(printf '%02x' $(((i * 37 + 11) & 255)))
	key+=$(printf '%02x' $(((i * 59 + 3) & 255)))
done
base64_of() { xxd -r -p <<<"$1" | base64 -w 0; }
# The vote itself is for the model's tests: here, that nothing of it is lost, in groups of 40 characters a point.
opening="^folkmoot opening 1 0 $(base64_of "$code" | sed 's/[+]/[+]/g') $(base64_of "$key" | sed 's/[+]/[+]/g') ([A-Za-z0-9+/]{40})+$"
# Read as a phone reads it off the closing screen; that its signature holds is for the model's tests.
report='^FOLKMOOT/1 CLOSING 1 BALLOTS 1234 TESTS 0 LOG 61 [A-Z2-7]{359}$'
for size in 1920x1080 1080x1920; do
	for case in "sealed:^folkmoot code $code$" "challenged:$opening" "staff-report:$report"; do
		name=${case%%:*} expected=${case#*:}
		read=$(zbarimg -q --raw "$B/screens/$name-$size.png" 2>/dev/null)
		if [[ $read =~ $expected ]]; then
			echo "ok - $name at $size"
		else
			echo "not ok - $name at $size: read \"$read\""
		fi
	done
done
