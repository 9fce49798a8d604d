#!/usr/bin/env python3
"""A long day at one kiosk: many voters on end through the screens, while memory, descriptors, processor time and waiting
are sampled for each of its processes. Whatever grows is a failure. Standard library only.

soak.py simulated KIOSK DATA STICK HOURS VOTERS-AN-HOUR   scripted voters on the script's clock: hours pass in minutes
soak.py real KIOSK DATA STICK MINUTES VOTERS-AN-HOUR      a real pointer (xdotool) on a real window, in real time

The reference is the sample after the first third: until then caches fill and an allocator settles. Processor time for
a voter is compared strictly, for it does not depend on what else runs; waiting is compared loosely.
"""
import os
import random
import re
import statistics
import subprocess
import sys
import time

PROJECTS = 16
# What may come between the first hour that counts and the last: what the recorder keeps of each ballot is about a hundred
# bytes, an allocator's unit is 132 KiB, and libraries' caches settle late.
MEMORY_BYTES_A_VOTER = 256
MEMORY_SLACK = 1024 * 1024
PROCESSOR_TIMES = 1.5
WAITING_TIMES = 3.0
PAUSE_MS = 3000  # between two simulated voters


def children(pid):
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % entry) as file:
                name, rest = re.match(r"\d+ \((.*)\) (.*)", file.read()).groups()
        except (OSError, AttributeError):
            continue
        if int(rest.split()[1]) == pid:
            found[name] = int(entry)
    return found


def sample(pid):
    """The least of several looks: what a process holds for a moment, such as a journal, is not what it keeps."""
    least = look(pid)
    for _ in range(20):
        time.sleep(0.005)
        for name, now in look(pid).items():
            before = least.setdefault(name, now)
            before["memory"] = min(before["memory"], now["memory"])
            before["files"] = min(before["files"], now["files"])
    return least


def look(pid):
    """Of the supervisor and its children: resident bytes, descriptors, seconds of processor time."""
    out = {}
    for name, child in dict(children(pid), **{"folkmoot-kiosk": pid}).items():
        with open("/proc/%d/stat" % child) as file:
            fields = file.read().rpartition(") ")[2].split()
        out[{"folkmoot-record": "recorder"}.get(name, name[9:])] = {
            "pid": child,
            "memory": int(fields[21]) * os.sysconf("SC_PAGE_SIZE"),
            "files": len(os.listdir("/proc/%d/fd" % child)),
            "processor": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
        }
    return out


class Day:
    """Samples by period, and the verdict."""

    def __init__(self, pid):
        self.pid = pid
        self.rows = []
        self.voters = 0
        self.waits = []

    def voter(self, seconds):
        self.voters += 1
        self.waits.append(seconds)

    def close_period(self, name):
        taken = sample(self.pid)
        waits = sorted(self.waits) or [0.0]
        row = {"name": name, "voters": self.voters, "of": taken, "count": len(self.waits),
               "median": statistics.median(waits), "p99": waits[min(len(waits) - 1, len(waits) * 99 // 100)]}
        self.rows.append(row)
        self.waits = []
        print("  %-12s %5d voters, a session %5.0f ms (99 %%: %5.0f)  %s"
              % (name, self.voters, 1000 * row["median"], 1000 * row["p99"],
                 "  ".join("%s %.1f MiB %d files %.1f s" % (process, of["memory"] / 2**20, of["files"], of["processor"])
                           for process, of in sorted(taken.items()))), flush=True)

    def used(self, at, process):
        """Seconds of processor time for each voter of a period."""
        now, before = self.rows[at], self.rows[at - 1]
        return (now["of"][process]["processor"] - before["of"][process]["processor"]) / max(1, now["count"])

    def verdict(self):
        if len(self.rows) < 4:
            return ["too few periods to compare: %d" % len(self.rows)]
        third = len(self.rows) // 3
        first, last, wrong = self.rows[third], self.rows[-1], []
        voters = last["voters"] - first["voters"]
        for process, before in first["of"].items():
            after = last["of"].get(process)
            if not after or after["pid"] != before["pid"]:
                wrong.append("%s was not the same process from beginning to end" % process)
                continue
            allowed = MEMORY_SLACK + MEMORY_BYTES_A_VOTER * voters
            if after["memory"] - before["memory"] > allowed:
                wrong.append("%s grew by %.1f MiB in %d voters, allowed %.1f"
                             % (process, (after["memory"] - before["memory"]) / 2**20, voters, allowed / 2**20))
            if after["files"] > before["files"]:
                wrong.append("%s holds %d descriptors, before %d" % (process, after["files"], before["files"]))
            early, late = self.used(third, process), self.used(len(self.rows) - 1, process)
            # The kernel counts in hundredths of a second.
            if late > PROCESSOR_TIMES * early + 0.002 + 0.02 / max(1, last["count"]):
                wrong.append("%s needs %.1f ms of processor time a voter, before %.1f" % (process, 1000 * late, 1000 * early))
        if last["median"] > WAITING_TIMES * first["median"] + 0.05:
            wrong.append("a session takes %.0f ms, before %.0f" % (1000 * last["median"], 1000 * first["median"]))
        return wrong


def projects(draw):
    return sorted(draw.sample(range(1, PROJECTS + 1), draw.randint(1, 4)))


def script_of(hours, voters):
    """Nineteen of twenty vote; others look at how it works, leave, or test the machine."""
    draw = random.Random(20260501)
    lines, told = ["pin 1234", "staff import", "staff open"], 0
    for hour in range(hours):
        for voter in range(voters):
            chosen = " ".join(map(str, projects(draw)))
            kind = voter % 40
            if kind == 13:
                lines.append("leave " + chosen)
            elif kind == 27:
                lines.append("idle " + chosen)
            elif kind == 39 and voter % 120 == 39:
                lines += ["challenge " + chosen, "vote " + chosen]
                told += 1
            else:
                lines.append("vote " + chosen)
            told += 1
            lines.append("wait %d" % PAUSE_MS)
            if hour % 4 == 2 and voter == voters // 2:
                lines += ["staff pause", "staff export", "staff open"]
    return lines + ["staff close", "staff export"], told


def simulated(kiosk, data, stick, hours, voters):
    lines, _ = script_of(hours, voters)
    script = data + ".script"
    with open(script, "w") as file:
        file.write("\n".join(lines) + "\n")
    run = subprocess.Popen([kiosk, "--data", data, "--usb", stick, "--script", script], stdout=subprocess.PIPE, text=True)
    day, at, thanks = Day(run.pid), time.monotonic(), 0
    for line in run.stdout:
        now = time.monotonic()
        word = line.split(" ", 1)[0].strip()
        if word in ("thanks", "spoiled", "left", "timed"):
            thanks += word == "thanks"
            day.voter(now - at)
            if day.voters % voters == 0 and len(day.rows) < hours:
                day.close_period("hour %d" % (len(day.rows) + 1))
        at = now
    wrong = day.verdict()
    if run.wait() != 0:
        wrong.append("the kiosk ended with exit %d" % run.returncode)
    print("  %d voters, %d ballots cast" % (day.voters, thanks))
    return wrong, thanks


class Pointer:
    """A person's finger on the window, told where things stand by the kiosk's --describe."""

    def __init__(self, kiosk, data, stick):
        self.seen = data + ".seen"
        self.run = subprocess.Popen([kiosk, "--data", data, "--usb", stick, "--window", "1280x800", "--pin-file",
                                     data + ".pin", "--describe", self.seen])
        self.await_screen("start", "not-open")
        screen = children(self.run.pid)["folkmoot-screen"]
        window = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(screen)],
                                capture_output=True, text=True, check=True).stdout.split()[0]
        place = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window], capture_output=True, text=True,
                               check=True).stdout
        self.x, self.y = (int(re.search(r"^%s=(-?\d+)" % axis, place, re.M).group(1)) for axis in "XY")

    def screen(self):
        try:
            with open(self.seen) as file:
                lines = file.read().split("\n")
        except FileNotFoundError:
            return "", {}
        return lines[0][6:], {line.split(" ")[1]: line.split(" ") for line in lines if line.startswith("element ")}

    def await_screen(self, *names, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.screen()[0] in names:
                return
            time.sleep(0.02)
        raise SystemExit("soak: the screen %s did not come, but %s" % (" or ".join(names), self.screen()[0]))

    def click(self, element, look=0.4):
        time.sleep(look)
        for name, of in self.screen()[1].items():
            if re.fullmatch(element, name):
                x, y, w, h = map(int, of[2:6])
                subprocess.run(["xdotool", "mousemove", str(self.x + x + w // 2), str(self.y + y + h // 2), "sleep", "0.05",
                                "mousedown", "1", "sleep", "0.05", "mouseup", "1"], check=True)
                return 1
        return 0

    def click_to(self, element, *names):
        for _ in range(4):
            if self.screen()[0] in names:
                return
            self.click(element)
            try:
                self.await_screen(*names, seconds=5)
            except SystemExit:
                continue
        self.await_screen(*names, seconds=1)

    def vote(self, chosen):
        self.click_to("start[-0-9]*", "settings")
        self.click_to("next", "how")
        self.click_to("next", "projects")
        for _ in range(PROJECTS):
            for number in chosen:
                self.click("choose-%d" % number, 0.3)
            if not self.click("page-next", 0.3):
                break
        self.click_to("next", "review")
        self.click_to("next", "sealed")
        time.sleep(0.8)
        began = time.monotonic()
        self.click_to("cast", "thanks")
        took = time.monotonic() - began
        self.click_to("done", "start")
        return took


def real(kiosk, data, stick, minutes, voters):
    draw, pointer = random.Random(20260502), Pointer(kiosk, data, stick)
    day, began, period = Day(pointer.run.pid), time.monotonic(), 60.0 * max(1, minutes // 10)
    while time.monotonic() < began + 60 * minutes:
        due = began + day.voters * 3600.0 / voters
        time.sleep(max(0.0, due - time.monotonic()))
        day.voter(pointer.vote(projects(draw)[:2]))
        if time.monotonic() >= began + period * (len(day.rows) + 1):
            day.close_period("minute %d" % round((time.monotonic() - began) / 60))
    pointer.run.terminate()
    wrong = day.verdict()
    if pointer.run.wait() != 0:
        wrong.append("the kiosk ended with exit %d" % pointer.run.returncode)
    print("  %d voters in %d minutes: %.0f an hour" % (day.voters, minutes, day.voters * 60 / minutes))
    return wrong, day.voters


def main():
    if len(sys.argv) != 7 or sys.argv[1] not in ("simulated", "real"):
        print(__doc__, file=sys.stderr)
        return 2
    run = simulated if sys.argv[1] == "simulated" else real
    wrong, cast = run(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
    with open(sys.argv[3] + ".cast", "w") as file:
        file.write("%d\n" % cast)
    for what in wrong:
        print("  wrong: " + what)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
