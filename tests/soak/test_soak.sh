#!/bin/bash
# The soak at a tiny size: every ballot is in the last export. Controls: its verdict sees memory, descriptors, processor time and waiting that grow, and
# a process that was started anew.
set -u
not_ok() { printf 'not ok - %s\n#   %s\n' "$1" "$2"; }
said=$(HOURS=4 VOTERS=4 tests/soak/run 2>&1)
line=$(grep -E '^  [0-9]+ ballots cast, [0-9]+ in the last export$' <<<"$said")
[ "$(awk '{ print $1 == $4 && $1 == 16 }' <<<"$line")" = 1 ] && echo "ok - 16 voters of 4 hours: all in the last export" ||
	not_ok "a tiny day" "$(tail -5 <<<"$said" | tr '\n' ' ')"
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/soak python3 - <<'PYTHON'
import soak


def day(change):
    out = soak.Day(1)
    for period in range(12):
        of = {"pid": 7, "memory": 8 << 20, "files": 8, "processor": 2.0 * period}
        row = {"name": "", "voters": 360 * (period + 1), "count": 360, "median": 0.2, "p99": 0.4, "of": {"recorder": of}}
        change(period, row, of)
        out.rows.append(row)
    return out.verdict()


def tell(name, right):
    print("%s - %s" % ("ok" if right else "not ok", name))


tell("control: a day on which nothing grows passes", day(lambda period, row, of: None) == [])
tell("memory that grows by 1 KiB a voter is seen", day(lambda period, row, of: of.update(memory=(8 << 20) + 1024 * row["voters"])))
tell("a descriptor an hour is seen", day(lambda period, row, of: of.update(files=8 + period)))
tell("processor time that grows with the box is seen", day(lambda period, row, of: of.update(processor=0.1 * period ** 2.5)))
tell("waiting that grows is seen", day(lambda period, row, of: row.update(median=0.2 + 0.3 * max(0, period - 4))))
tell("a process that was started anew is seen", day(lambda period, row, of: of.update(pid=7 + period // 8)))
tell("a process that is gone is seen", day(lambda period, row, of: row.update(of={}) if period == 11 else None))
PYTHON
