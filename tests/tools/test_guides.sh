#!/bin/bash
# The guides say what the program says: every command and option in them is there, and every word of the screens that they quote.
set -u
if ! command -v python3 >/dev/null; then
	echo "ok - the guides # SKIP python3 is not installed"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$B/folkmoot" <<'PY'
import glob, re, subprocess, sys
program = sys.argv[1]
helps = {}

def help_of(words):
    if words not in helps:
        ran = subprocess.run([program, *words, "--help"], capture_output=True, text=True)
        helps[words] = ran.stdout if ran.returncode == 0 else None
    return helps[words]

def say(good, name, faults):
    print(("ok - " if good else "not ok - ") + name)
    for fault in faults:
        print("#   " + fault)

menus = {word: re.findall(r"^ +folkmoot " + word + " ([a-z]+) ", help_of((word,)) or "", re.M) for word in re.findall(r"^ +folkmoot ([a-z]+) ", help_of(()), re.M)}
messages = {}
for line in open("assets/messages/en.txt", encoding="utf-8"):
    if " = " in line and not line.startswith("#"):
        key, words = line.rstrip("\n").split(" = ", 1)
        messages[key] = words
said = set(messages.values())

for path in sorted(glob.glob("assets/guides/*.md")):
    name = path.split("/")[-1]
    text = open(path, encoding="utf-8").read()
    code = re.findall(r"`([^`]+)`", re.sub(r"(?m)^(    |      ).*$", "", text)) + re.findall(r"(?m)^ {4,}(?!-)(folkmoot .*(?:\n {6,}.*)*)$", text)
    faults, commands = [], 0
    for piece in code:
        piece = re.sub(r"#.*", "", piece).replace("\\\n", " ")
        words = piece.split()
        if words[:1] == ["folkmoot"]:
            words = words[1:]
        elif not (len(words) > 1 and words[0] in menus and words[1] in menus[words[0]]):
            continue
        if not words:
            continue
        commands += 1
        if words[0] not in menus:
            faults.append("there is no command `folkmoot %s`" % words[0])
            continue
        at = tuple(words[:2]) if menus[words[0]] and len(words) > 1 and words[1] in menus[words[0]] else (words[0],)
        if menus[words[0]] and len(at) == 1:
            faults.append("`%s` is no command of `folkmoot %s`" % (piece, words[0]))
            continue
        there = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", help_of(at) or ""))
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", " ".join(re.sub(r'"[^"]*"', "", piece).split())):
            if option not in there and not (option.startswith("-") and option[1:2] == "-" and option == "--help"):
                faults.append("`folkmoot %s` has no %s" % (" ".join(at), option))
    if commands == 0:
        continue
    say(not faults, "%s: its %d commands and their options are the program's" % (name, commands), faults)

# Words in these typographic quotation marks, and bold words that are whole buttons, are the screens' own.
for path in ["librarian", "resident", "observer"]:
    text = open("assets/guides/%s.md" % path, encoding="utf-8").read()
    quoted = [q for q in re.findall("“([^”]+)”", text) if not q.startswith(("the result", "not here"))]
    faults = [q for q in quoted if not any(q.rstrip(".:").lower() in words.lower() for words in messages.values())]
    say(quoted and not faults, "%s.md: the %d sentences quoted are the screens' own" % (path, len(quoted)), ["no screen says: " + f for f in faults])

want = {"librarian": ["Staff", "OK", "Load an election", "Set up this kiosk", "Practise", "End practice", "Open voting", "Open voting now", "Admit one voter",
                      "Yes, this person may vote now", "Help", "Settings", "Wipe the screen", "Pause voting", "Close voting", "Yes, go on to close",
                      "Show the closing report", "Save the votes to the stick"],
        "resident": ["Touch to start", "Settings", "Choose", "Check my choices", "Cast my vote", "Start again", "Test this machine instead"],
        "observer": ["Test this machine instead"], "running": ["Erase the votes"]}
for path, buttons in want.items():
    text = open("assets/guides/%s.md" % path, encoding="utf-8").read()
    bold = [b.rstrip(".") for b in re.findall(r"\*\*([^*]+)\*\*", text)]
    faults = ["no button says: " + b for b in buttons if b not in said] + ["the guide does not name: " + b for b in buttons if b not in bold]
    say(not faults, "%s.md: its %d buttons are on the screens, word for word" % (path, len(buttons)), faults)
PY
if command -v cmark-gfm >/dev/null; then
	assets/guides/make "$work/out" 2>"$work/err"
	code=$?
	made=$(find "$work/out" -name '*.html' | wc -l)
	if [ "$code $made" = "0 $(find assets/guides -name '*.md' | wc -l)" ] && ! grep -lE 'href="[^"#]*\.md"|<td>[^<]*\| ' "$work"/out/*.html; then
		echo "ok - every guide becomes a page"
	else
		echo "not ok - every guide becomes a page"
		sed 's/^/#   /' "$work/err"
	fi
	links=$(grep -o 'href="#[^"]*"' "$work/out/running.html" | sed 's/href="#//; s/"//' | while read -r id; do grep -q "id=\"$id\"" "$work/out/running.html" || echo "$id"; done)
	if [ -z "$links" ]; then echo "ok - every line of the book's contents leads to its chapter"; else printf 'not ok - the book'\''s contents lead nowhere\n#   %s\n' "$links"; fi
else
	echo "ok - every guide becomes a page # SKIP cmark-gfm is not installed"
fi
