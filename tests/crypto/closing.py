"""A closing report and a permission to reopen, read from FORMAT.md and PROTOCOL.md alone: the examples that the model's
tests write hold, and none with a letter changed does."""
import base64
import os
import re
import sys

from ristretto import Refused, hash_of, need, verify_ed25519
from verify_ballot import from_base64

NUMBER = r"(0|[1-9][0-9]*)"
REPORT = re.compile(r"FOLKMOOT/1 CLOSING %s BALLOTS %s TESTS %s LOG %s ([A-Z2-7]{359})" % ((NUMBER,) * 4))


def u32(value):
    need(value < 1 << 32, "a number of 2^32 or more")
    return value.to_bytes(4, "little")


def closing_report(text):
    match = REPORT.fullmatch(text)
    need(match, "no closing report")
    closing, ballots, tests, lines = (int(n) for n in match.groups()[:4])
    data = base64.b32decode(match[5] + "=")
    need(base64.b32encode(data).decode().rstrip("=") == match[5], "unused bits are not zero")
    need(closing > 0 and len(data) == 224, "closing 0, or another length")
    election, kiosk, ballot_set, test_set, head = (data[i : i + 32] for i in range(0, 160, 32))
    message = election + kiosk + u32(closing) + u32(ballots) + u32(tests) + ballot_set + test_set + u32(lines) + head
    verify_ed25519(kiosk, hash_of("folkmoot/closing-report/1", message), data[160:])
    return ballots


def permission(text, organiser):
    keys = ("folkmoot reopen", "practice", "election", "name", "kiosk", "closing", "reason", "signature")
    lines = text.split("\n")
    need(len(lines) == 9 and lines[8] == "", "not eight lines")
    value = {}
    for key, line in zip(keys, lines):
        need(line.startswith(key + " "), "another line than " + key)
        value[key] = line[len(key) + 1 :]
    need(value["folkmoot reopen"] == "1" and value["practice"] in ("yes", "no"), "title or practice")
    need(re.fullmatch(NUMBER, value["closing"]) and value["closing"] != "0", "the closing")
    for key in ("election", "kiosk"):
        need(re.fullmatch("[0-9a-f]{64}", value[key]), key)
    message = bytes.fromhex(value["election"] + value["kiosk"]) + u32(int(value["closing"]))
    verify_ed25519(organiser, hash_of("folkmoot/reopen/1", message), from_base64(value["signature"], 64))


def refused(read, *given):
    try:
        read(*given)
    except (Refused, ValueError):
        return True
    return False


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "reports.txt"), encoding="utf-8") as file:
        report, organiser, rest = file.read().split("\n", 2)
    organiser = bytes.fromhex(organiser)
    holds = closing_report(report) == 812
    changed = sum(refused(closing_report, report[:i] + ("A" if report[i] != "A" else "B") + report[i + 1 :]) for i in range(0, len(report), 7))
    print("%s - the documents alone: a closing report, and %d of %d with a letter changed are refused" % ("ok" if holds and changed == len(range(0, len(report), 7)) else "not ok", changed, len(range(0, len(report), 7))))
    permission(rest, organiser)
    others = (rest.replace("closing 1", "closing 2"), rest.replace("signature ", "signature A"), rest + "\n", rest.replace("election ", "election 0"))
    bad = [other for other in others if not refused(permission, other, organiser)]
    print("%s - the documents alone: a permission to reopen, and none that is changed" % ("not ok" if bad else "ok"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
