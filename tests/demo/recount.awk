# Counts the votes of a Pabulib file anew, sharing no code with Folkmoot: prints "id<TAB>ballots that name it<TAB>the file's own number, or -<TAB>selected: 1, 0, or -",
# and on the last line "#<TAB>votes<TAB>ballots that name a project twice".
# Fields are split at ';', with '"' quoting and doubling; line ends CR LF or LF; a BOM is skipped.
function split_fields(line, out,   n, i, c, quoted, field) {
	n = 0; quoted = 0; field = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { field = field c; i++ }
		else if (c == "\"") quoted = !quoted
		else if (c == ";" && !quoted) { out[++n] = field; field = "" }
		else field = field c
	}
	out[++n] = field
	return n
}
NR == 1 { sub(/^\357\273\277/, "") }
{ sub(/\r$/, "") }
$0 == "META" || $0 == "PROJECTS" || $0 == "VOTES" { section = $0; header = 1; next }
$0 == "" { next }
header {
	header = 0
	delete column
	count = split_fields($0, field)
	for (i = 1; i <= count; i++) { gsub(/^ +| +$/, "", field[i]); column[field[i]] = i }
	next
}
section == "PROJECTS" {
	split_fields($0, field)
	id = field[column["project_id"]]
	order[++projects] = id
	said[id] = ("votes" in column) ? field[column["votes"]] : "-"
	chosen[id] = ("selected" in column) ? field[column["selected"]] : "-"
}
section == "VOTES" {
	split_fields($0, field)
	votes++
	delete seen
	named = split(field[column["vote"]], list, ",")
	repeated = 0
	for (i = 1; i <= named; i++) {
		if (list[i] in seen) { repeated = 1; continue }
		seen[list[i]] = 1
		ballots[list[i]]++
	}
	twice += repeated
}
END {
	for (i = 1; i <= projects; i++) printf "%s\t%d\t%s\t%s\n", order[i], ballots[order[i]], said[order[i]], chosen[order[i]]
	printf "#\t%d\t%d\n", votes, twice
}
