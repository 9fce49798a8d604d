"""Reads a kiosk's box and log by crypto/FORMAT.md alone, sharing nothing with the program: read_box.py BOX.DB LOG.TXT KIOSK.PUB"""

import base64
import hashlib
import math
import re
import sqlite3
import struct
import sys

MASK = 0xFFFFFFFF


def item(label, data):
    return struct.pack("<I", len(label)) + label + struct.pack("<Q", len(data)) + data


def transcript(purpose, label, data, drawn, key=b""):
    hash_ = hashlib.blake2b(digest_size=64, key=key)
    hash_.update(item(b"purpose", purpose))
    for one, value in zip(label, data):
        hash_.update(item(one, value))
    hash_.update(item(b"hash", drawn))
    return hash_.digest()[:32]


def rotate(value, by):
    return ((value << by) | (value >> (32 - by))) & MASK


def quarter(w, a, b, c, d):
    for by_d, by_b in ((16, 12), (8, 7)):
        w[a] = (w[a] + w[b]) & MASK
        w[d] = rotate(w[d] ^ w[a], by_d)
        w[c] = (w[c] + w[d]) & MASK
        w[b] = rotate(w[b] ^ w[c], by_b)


def chacha20(key, nonce, length):
    out, block = b"", 0
    while len(out) < length:
        start = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *struct.unpack("<8I", key), block, 0]
        start += struct.unpack("<2I", nonce)
        w = start[:]
        for _ in range(10):
            for a in range(4):
                quarter(w, a, a + 4, a + 8, a + 12)
            for a in range(4):
                quarter(w, a, (a + 1) % 4 + 4, (a + 2) % 4 + 8, (a + 3) % 4 + 12)
        out += struct.pack("<16I", *((x + y) & MASK for x, y in zip(w, start)))
        block += 1
    return out[:length]


class Box:
    def __init__(self, path):
        db = sqlite3.connect(path)
        names = ("slots", "spoiled", "scrub", "fixed")
        form = "CREATE TABLE %s(slot INTEGER PRIMARY KEY, used INTEGER NOT NULL, body BLOB NOT NULL)"
        made = [row[0] for row in db.execute("SELECT sql FROM sqlite_schema ORDER BY rowid")]
        assert made == [form % name for name in names]
        assert db.execute("PRAGMA application_id").fetchone()[0] == 0x464D4278
        self.rows = {name: db.execute(f"SELECT slot, used, body FROM {name} ORDER BY slot").fetchall() for name in names}
        for rows in self.rows.values():
            assert [row[0] for row in rows] == list(range(len(rows)))
        box_key = self.rows["fixed"][0][2][:32]
        self.place, self.filler_key, self.seal_key, self.scrub = (
            hashlib.blake2b(digest_size=32, key=box_key, salt=struct.pack("<QQ", i, 0), person=b"fm-box-1".ljust(16, b"\0")).digest()
            for i in (1, 2, 3, 4)
        )

    def seal(self, table, head, content):
        data = bytes([table, 0]) + struct.pack("<H", len(head)) + head + content
        return hashlib.blake2b(data, digest_size=16, key=self.seal_key).digest()

    def wants(self, code, count):
        rank, first, step = struct.unpack("<3Q", transcript(b"folkmoot/box-slot/1", [b"code"], [code], b"slot", self.place)[:24])
        distance = 1 + step % count
        while math.gcd(distance, count) != 1:
            distance += 1
        return rank, first % count, distance % count

    def ballots(self, number, name, pages):
        """Slot by code; every byte as it must be."""
        found, rows = {}, self.rows[name]
        for slot in range(len(rows) // pages):
            mine = range(slot * pages, slot * pages + pages)
            body = b"".join(rows[i][2] for i in mine)
            filler = b"".join(chacha20(self.filler_key, struct.pack("<II", number, i), 4000) for i in mine)
            used = {rows[i][1] for i in mine}
            if used == {0}:
                assert body == filler, f"{name} {slot}: an unused slot is not filler"
                continue
            assert used == {1}
            end = 82 + struct.unpack("<H", body[:2])[0]
            assert body[66:82] == self.seal(number, body[:66], body[82:end]), f"{name} {slot}: seal"
            assert body[end:] == filler[end:], f"{name} {slot}: filler"
            found[body[2:34]] = slot
        return found, len(rows) // pages

    def check_places(self, found, count):
        """The layout, found in another way: ballots choose in the order of their ranks."""
        taken = set()
        for code in sorted(found, key=lambda code: (self.wants(code, count)[0], code)):
            _, at, distance = self.wants(code, count)
            while at in taken:
                at = (at + distance) % count
            taken.add(at)
            assert found[code] == at, "a ballot lies in another slot than the set gives it"

    def check(self):
        told = []
        for number, name, pages in ((0, "slots", 1), (1, "spoiled", 2)):
            found, count = self.ballots(number, name, pages)
            self.check_places(found, count)
            told.append(f"{len(found)} of {count} {name}")
        for i, (_, used, body) in enumerate(self.rows["fixed"]):
            assert used == 0 and body[112:] == self.seal(3, bytes([i]), body[:112])
        scrubs = struct.unpack("<Q", self.rows["scrub"][0][2][:8])[0]
        for i, (_, used, body) in enumerate(self.rows["scrub"]):
            count = scrubs if i < 24 else 0
            stream = chacha20(self.scrub, struct.pack("<Q", count * 128 + i), 4000)
            assert used == 0 and body == struct.pack("<Q", count) + stream[8:]
        return ", ".join(told)


def check_log(path, public_key):
    key = base64.b64decode(open(public_key, encoding="utf-8").read().split("\n")[1])[10:]
    head = transcript(b"folkmoot/log-start/1", [b"data"], [key], b"data")
    lines = open(path, "rb").read().split(b"\n")
    assert lines.pop() == b""
    for i, line in enumerate(lines):
        said, hash_ = line.rsplit(b" ", 1)
        assert re.fullmatch(rb"%d \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [a-z-]+ .+" % (i + 1), said), line
        head = transcript(b"folkmoot/log-line/1", [b"previous", b"line"], [head, said], b"head")
        assert hash_.decode() == head.hex(), f"line {i + 1}"
    return f"{len(lines)} lines of log"


print(Box(sys.argv[1]).check() + ", " + check_log(sys.argv[2], sys.argv[3]))
