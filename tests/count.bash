# For shell tests that count: the whole way from exports to a published record, one function. FOLKMOOT (or F) is the program.

# count_record RECORD "MIXER MIXER..." "SHARE SHARE..." COUNT-START-WORDS...: begins the record, mixes with each mixer's key in turn, decrypts with each
# share, publishes all texts where MODERATOR names the organiser's key, finishes. Says what the failing command said, and answers its exit code; else what `count finish` said.
count_record() {
	local record=$1 mixers=$2 shares=$3 program=${FOLKMOOT:-$F} key quorum='' said code
	shift 3
	for key in $shares; do quorum=$quorum,$(sed -n 's/.*trustee-\([0-9]*\)\/.*/\1/p' <<<"$key"); done
	quorum=${quorum#,}
	said=$("$program" count start "$@" -o "$record" 2>&1)
	code=$?
	for key in $mixers; do
		[ $code = 0 ] || break
		said=$("$program" mix "$record" --mixer "$key" 2>&1)
		code=$?
	done
	for key in $shares; do
		[ $code = 0 ] || break
		said=$("$program" trustee decrypt "$record" --share "$key" ${quorum:+--quorum "$quorum"} 2>&1)
		code=$?
	done
	if [ $code = 0 ] && [ -n "${MODERATOR:-}" ]; then
		said=$("$program" moderate "$record" --publish-all --organiser "$MODERATOR" --yes 2>&1)
		code=$?
	fi
	if [ $code = 0 ]; then
		"$program" count finish "$record"
	else
		printf '%s\n' "$said" >&2
		return $code
	fi
}

# other_quorum RECORD COPY "SHARE...": the mixed ballots of a finished record, decrypted by other trustees into a copy, and finished there.
other_quorum() {
	local record=$1 copy=$2 shares=$3 program=${FOLKMOOT:-$F} key quorum=''
	for key in $shares; do quorum=$quorum,$(sed -n 's/.*trustee-\([0-9]*\)\/.*/\1/p' <<<"$key"); done
	cp -r "$record" "$copy" && rm -r "$copy/decryption" && (cd "$copy" && rm -f codes.txt votes result.json result.csv readme.txt manifest.sha256) || return
	for key in $shares; do
		"$program" trustee decrypt "$copy" --share "$key" --quorum "${quorum#,}" || return
	done
	"$program" count finish "$copy"
}
