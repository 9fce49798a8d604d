#!/bin/bash
# kill -9 at random moments while scripted voters vote: every ballot whose thanks screen was reached is in the export, none twice, none half.
# 20 kills; 200 with LONG=1.
. tests/flow/setup.bash
KILLS=20
[ -z "${LONG:-}" ] || KILLS=200

if ! election || ! kiosk k; then
	not_ok "setting up"
	exit 1
fi
run_kiosk k "pin 1234
staff import
staff open" || { not_ok "opening" "$(cat "$W/k.err")"; exit 1; }

# Voters as fast as they can, until the axe falls.
{
	echo "pin 1234"
	echo "expect start"
	echo "repeat 100000"
	echo "vote 1 4 9"
	echo "vote 3 8 13 14"
	echo "challenge 7"
	echo "vote"
	echo "leave 2"
	echo "end"
} >"$W/voters"
: >"$W/thanks"
dead=0 refused=0
for ((i = 0; i < KILLS; i++)); do
	: >"$W/out"
	"$KIOSK" --data "$W/k" --usb "$W/k-stick" --script "$W/voters" >"$W/out" 2>"$W/err" &
	pid=$!
	# From the first voter's end on: killed while a PIN is checked it would count as a try, and the next one would have to wait.
	for ((waited = 0; waited < 600; waited++)); do
		if [ -s "$W/out" ] || ! kill -0 "$pid" 2>/dev/null; then break; fi
		sleep 0.05
	done
	sleep "0.$(printf '%03d' $((RANDOM % 700)))"
	kill -9 "$pid" 2>/dev/null && dead=$((dead + 1))
	wait "$pid" 2>/dev/null
	# While the axe falls one process may see another go, and say so: what counts is a kiosk that did not come so far.
	[ -s "$W/out" ] || { refused=$((refused + 1)); cat "$W/err" >>"$W/errors"; }
	# A line that the kill cut off was not shown to anybody.
	grep -E '^thanks [a-z0-9]{5}(-[a-z0-9]{5}){4}$' "$W/out" >>"$W/thanks"
	grep -E '^spoiled [a-z0-9]{5}(-[a-z0-9]{5}){4}$' "$W/out" >>"$W/spoiled"
done
sort "$W/thanks" | sed 's/^thanks //' >"$W/told"
told=$(wc -l <"$W/told")
[ "$dead" -eq "$KILLS" ] && ok "killed $dead times while people voted" || not_ok "only $dead of $KILLS kills found the kiosk alive"
[ "$refused" -eq 0 ] && ok "the kiosk started again after every kill" || not_ok "the kiosk complained $refused times" "$(cat "$W/errors")"
[ "$told" -ge "$KILLS" ] && ok "$told voters were thanked in between" || not_ok "only $told voters were thanked: the kills came too early to show anything"

run_kiosk k "pin 1234
vote 5
staff close
staff export" || not_ok "a last vote, closing, export" "$(cat "$W/k.err")"
sed -n 's/^thanks //p' "$W/k.out" >>"$W/told"
sort -o "$W/told" "$W/told"
export=$(echo "$W"/k-stick/folkmoot-*)
check "the export verifies, the proof in every ballot included" "$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" \
	--organiser "$W/org.pub" --codes "$W/codes" "$export"
said=$("$FOLKMOOT" verify --election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" "$export" 2>&1)
[[ $said == *"fewer, as when it was switched off while voting was open"* ]] && ok "that its sessions were counted short is told for what it is" ||
	not_ok "the words on sessions counted short" "$said"
sed -n 's/ counted$//p' "$W/codes" | sort >"$W/stored"
sed -n 's/ test ballot$//p' "$W/codes" | sort >"$W/spoiled-stored"
stored=$(wc -l <"$W/stored")
lost=$(comm -23 "$W/told" "$W/stored" | wc -l)
[ "$lost" -eq 0 ] && ok "every ballot whose thanks was shown is in the export" || not_ok "$lost ballots are lost"
twice=$(uniq -d "$W/stored" | wc -l)
[ "$twice" -eq 0 ] && ok "no ballot is there twice" || not_ok "$twice ballots are there twice"
[ "$(sort -u "$W/told" | wc -l)" -eq "$(wc -l <"$W/told")" ] && ok "no voter was thanked twice for one ballot" || not_ok "a code was shown to two voters"
extra=$((stored - $(wc -l <"$W/told")))
[ "$extra" -ge 0 ] && [ "$extra" -le "$KILLS" ] && ok "at most one ballot per kill was stored and not yet thanked for" ||
	not_ok "$extra ballots that nobody was thanked for"
sed 's/^spoiled //' "$W/spoiled" | sort >"$W/opened"
[ "$(comm -23 "$W/opened" "$W/spoiled-stored" | wc -l)" -eq 0 ] && ok "every test ballot whose key was shown is in the export" ||
	not_ok "test ballots are lost"
# What was opened for checking is never among the cast ones.
[ "$(comm -12 "$W/opened" "$W/stored" | wc -l)" -eq 0 ] && ok "no opened ballot was cast" || not_ok "opened ballots were cast"
# Control: a ballot that is not there would be missed.
[ "$(echo "aaaaa-bbbbb-ccccc-ddddd-eeeee" | sort - "$W/told" | comm -23 - "$W/stored" | wc -l)" -eq $((lost + 1)) ] &&
	ok "one ballot less would be noticed" || not_ok "a lost ballot would not be noticed"
rm -rf "$W/record"
check "the ballots can be counted" count_record "$W/record" "$W/trustee/share.key $W/org.key" "$W/trustee/share.key" \
	--election "$W/e.election" --roster "$W/k.roster" --organiser "$W/org.pub" --trustees "$W/trustee/trustees.transcript" "$export"
echo "# note: $KILLS kills, $told voters thanked between them, $stored ballots stored ($extra not yet thanked for), $lost lost, $twice twice"
