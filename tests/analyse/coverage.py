"""The table of branches taken, by group and file, from gcovr's JSON. Ends with 1 where one was neither taken nor explained."""
import json
import re
import sys

GROUPS = [
    ("box", r"kiosk/box/(box|slots|tags)[a-z_]*\.c"),
    ("export", r"kiosk/box/export[a-z_]*\.c"),
    ("recorder", r"kiosk/box/.*\.c"),
    ("parsers", r"kiosk/model/(election_bytes|ballot|certificate|closing|permission|roster|readiness|enrolment|opening|messages)\.c"
                r"|crypto/(bytes|manifest|statement|sign|words|voting_code)\.c"),
    ("sealing", r"crypto/(sealed|sealed_batch|elgamal|group|proof|transcript|locked)\.c"),
    ("counting", r"tools/count/.*\.c"),
    ("mixing and decrypting", r"crypto/.*\.c"),
]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        files = json.load(file)["files"]
    left = {entry["file"]: entry for entry in files}
    missed_wanted = 0
    for group, pattern in GROUPS:
        rows = []
        for name in sorted(left):
            if not re.fullmatch(pattern, name):
                continue
            branches = taken = excluded = 0
            lines = []
            for line in left[name]["lines"]:
                if line.get("gcovr/noncode") or line.get("gcovr/excluded"):
                    continue
                here = [branch for branch in line["branches"] if not branch.get("gcovr/excluded")]
                branches += len(here)
                hit = sum(branch["count"] > 0 for branch in here)
                taken += hit
                if hit < len(here) or (line["count"] == 0 and not here):
                    lines.append(str(line["line_number"]))
            with open(name, encoding="utf-8") as source:
                excluded = sum("GCOVR_EXCL" in line for line in source)
            rows.append((name, branches, taken, excluded, lines))
        for row in rows:
            del left[row[0]]
        branches, taken, excluded = (sum(row[i] for row in rows) for i in (1, 2, 3))
        print(f"{group}: {taken} of {branches} branches taken ({100 * taken / max(branches, 1):.1f} %), "
              f"{excluded} lines explained")
        for name, branches, taken, excluded, lines in rows:
            if lines:
                print(f"    {name}: {branches - taken} of {branches} not taken, lines {' '.join(lines)}")
        if group != "mixing and decrypting":
            missed_wanted += branches - taken if rows else 0
    sys.exit(1 if missed_wanted else 0)


main()
