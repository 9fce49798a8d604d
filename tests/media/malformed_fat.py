#!/usr/bin/env python3
"""Damaged FAT file systems: malformed_fat.py TEMPLATE FOLDER COUNT [SEED] makes COUNT images 0000.img … in FOLDER from a sound FAT12, FAT16 or
FAT32 image, each with one kind of damage, and FOLDER/list.txt with "NAME<tab>what was done". The same seed makes the same images. For a kernel that
mounts them: a sound kiosk says one clear sentence or reads the stick, and votes on.

    truncate -s 40M sound.img && mkfs.vfat -F 32 sound.img && mcopy -i sound.img pond.election pond.roster ::
    python3 tests/media/malformed_fat.py sound.img images 1000

FAT: Microsoft, FAT32 File System Specification 1.03 (2000).
"""
import random
import struct
import sys
from pathlib import Path


class Fat:
    def __init__(self, data):
        self.data = bytearray(data)
        self.sector = struct.unpack_from("<H", data, 11)[0]
        self.per_cluster = data[13]
        self.reserved = struct.unpack_from("<H", data, 14)[0]
        self.fats = data[16]
        self.root_entries = struct.unpack_from("<H", data, 17)[0]
        sectors16, self.fat_sectors = struct.unpack_from("<H", data, 19)[0], struct.unpack_from("<H", data, 22)[0]
        self.is_32 = self.fat_sectors == 0
        if self.is_32:
            self.fat_sectors = struct.unpack_from("<I", data, 36)[0]
        self.sectors = sectors16 or struct.unpack_from("<I", data, 32)[0]
        if self.sector not in (512, 1024, 2048, 4096) or not self.per_cluster or not self.fats or not self.fat_sectors:
            raise ValueError("the template is no FAT file system")
        self.fat_at = self.reserved * self.sector
        self.fat_len = self.fat_sectors * self.sector
        root_len = self.root_entries * 32
        self.data_at = self.fat_at + self.fats * self.fat_len + -(-root_len // self.sector) * self.sector
        self.clusters = (self.sectors * self.sector - self.data_at) // (self.per_cluster * self.sector)
        self.width = 32 if self.is_32 else 16 if self.clusters >= 4085 else 12
        self.root_at = (self.data_at + (struct.unpack_from("<I", data, 44)[0] - 2) * self.per_cluster * self.sector
                        if self.is_32 else self.fat_at + self.fats * self.fat_len)

    def set_fat(self, cluster, value):
        for copy in range(self.fats):
            at = self.fat_at + copy * self.fat_len
            if self.width == 12:
                at += cluster * 3 // 2
                old = struct.unpack_from("<H", self.data, at)[0]
                new = old & 0x000F | (value & 0xFFF) << 4 if cluster & 1 else old & 0xF000 | value & 0xFFF
                struct.pack_into("<H", self.data, at, new)
            elif self.width == 16:
                struct.pack_into("<H", self.data, at + 2 * cluster, value & 0xFFFF)
            else:
                struct.pack_into("<I", self.data, at + 4 * cluster, value & 0x0FFFFFFF)

    def entries(self):
        """Where the root folder's used entries lie."""
        found = []
        for at in range(self.root_at, min(self.root_at + 32 * 512, len(self.data) - 31), 32):
            if self.data[at] == 0:
                break
            found.append(at)
        return found


def put(fat, at, form, value):
    struct.pack_into(form, fat.data, at, value)


def odd(rng, bits):
    """Numbers at which programs stumble."""
    top = (1 << bits) - 1
    return rng.choice([0, 1, 2, 3, top, top - 1, top >> 1, (top >> 1) + 1, rng.randrange(top + 1)])


def boot_field(fat, rng):
    name, at, form, bits = rng.choice([
        ("bytes per sector", 11, "<H", 16), ("sectors per cluster", 13, "<B", 8), ("reserved sectors", 14, "<H", 16),
        ("number of FATs", 16, "<B", 8), ("root entries", 17, "<H", 16), ("sectors, short", 19, "<H", 16), ("media", 21, "<B", 8),
        ("FAT length, short", 22, "<H", 16), ("hidden sectors", 28, "<I", 32), ("sectors, long", 32, "<I", 32), ("FAT length, long", 36, "<I", 32),
        ("flags", 40, "<H", 16), ("version", 42, "<H", 16), ("root cluster", 44, "<I", 32), ("info sector", 48, "<H", 16),
        ("boot copy", 50, "<H", 16), ("mark of a boot sector", 510, "<H", 16)])
    value = odd(rng, bits)
    put(fat, at, form, value)
    return f"boot sector: {name} is {value}"


def info_sector(fat, rng):
    at = fat.sector * (struct.unpack_from("<H", fat.data, 48)[0] if fat.is_32 else 1)
    field = rng.choice([0, 484, 488, 492, 508])
    value = odd(rng, 32)
    put(fat, at + field, "<I", value)
    return f"info sector: bytes {field} to {field + 3} are {value}"


def chain_loop(fat, rng):
    first = rng.randrange(2, 2 + min(fat.clusters, 400))
    length = rng.choice([1, 2, 3, 50])
    for i in range(length):
        fat.set_fat(first + i, first + (i + 1) % length)
    return f"FAT: clusters from {first} are a ring of {length}"


def chain_wild(fat, rng):
    cluster, value = rng.randrange(2, 2 + min(fat.clusters, 400)), odd(rng, fat.width)
    fat.set_fat(cluster, value)
    return f"FAT: cluster {cluster} leads to {value}"


def chains_cross(fat, rng):
    a, b = rng.randrange(2, 2 + min(fat.clusters, 400)), rng.randrange(2, 2 + min(fat.clusters, 400))
    for cluster in range(2, 2 + min(fat.clusters, 400), 7):
        fat.set_fat(cluster, rng.choice([a, b]))
    return f"FAT: many chains lead to clusters {a} and {b}"


def fats_differ(fat, rng):
    at = fat.fat_at + (fat.fats - 1) * fat.fat_len
    for _ in range(200):
        fat.data[at + rng.randrange(min(fat.fat_len, 4096))] = rng.randrange(256)
    return "FAT: the last copy is other than the first"


def entry_field(fat, rng):
    at = rng.choice(fat.entries() or [fat.root_at])
    name, field, form, bits = rng.choice([
        ("first letter", 0, "<B", 8), ("attributes", 11, "<B", 8), ("cluster, low", 26, "<H", 16), ("cluster, high", 20, "<H", 16), ("size", 28, "<I", 32),
        ("date", 24, "<H", 16), ("place in a long name", 0, "<B", 8)])
    value = odd(rng, bits)
    put(fat, at + field, form, value)
    return f"folder, entry {(at - fat.root_at) // 32}: {name} is {value}"


def entry_is_folder(fat, rng):
    at = rng.choice(fat.entries() or [fat.root_at])
    fat.data[at + 11] = 0x10
    cluster = rng.choice([0, 2, struct.unpack_from("<H", fat.data, at + 26)[0]])
    put(fat, at + 26, "<H", cluster)
    return f"folder, entry {(at - fat.root_at) // 32}: a folder in cluster {cluster}, perhaps itself"


def endless_folder(fat, rng):
    cluster = fat.per_cluster * fat.sector
    entry = bytes(f"F{rng.randrange(10 ** 6):06}  TXT", "ascii")[:11].ljust(11) + bytes([0x20]) + bytes(20)
    for at in range(fat.root_at, min(fat.root_at + max(cluster, fat.root_entries * 32), len(fat.data) - 31), 32):
        fat.data[at:at + 32] = entry
    fat.set_fat(2, 2)
    return "folder: full of one name, and its cluster leads to itself"


def names_of_any_bytes(fat, rng):
    for at in fat.entries():
        for i in range(11):
            fat.data[at + i] = rng.randrange(1, 256)
    return "folder: every name is of random bytes"


def long_names_torn(fat, rng):
    for at in range(fat.root_at, fat.root_at + 32 * 64, 32):
        fat.data[at:at + 32] = bytes([rng.choice([0x41, 0x54, 0x7F, 0xC1, 0x02, 0x00])]) + rng.randbytes(10) + bytes([0x0F]) + rng.randbytes(20)
    return "folder: 64 parts of long names that belong to nothing"


def noise_in(fat, rng, begin, end, what):
    count = rng.choice([1, 8, 64, 512])
    for _ in range(count):
        fat.data[rng.randrange(begin, max(begin + 1, min(end, len(fat.data))))] = rng.randrange(256)
    return f"{what}: {count} random bytes"


def noise_boot(fat, rng):
    return noise_in(fat, rng, 0, 512, "boot sector")


def noise_fat(fat, rng):
    return noise_in(fat, rng, fat.fat_at, fat.fat_at + min(fat.fat_len, 4096), "FAT")


def noise_root(fat, rng):
    return noise_in(fat, rng, fat.root_at, fat.root_at + 2048, "folder")


def cut_short(fat, rng):
    length = rng.choice([0, 1, 511, 512, fat.fat_at, fat.fat_at + 512, fat.data_at, fat.data_at + 512, rng.randrange(len(fat.data))])
    del fat.data[length:]
    return f"image: ends after {length} bytes"


def all_of(value):
    def damage(fat, rng):
        begin = rng.choice([0, fat.fat_at, fat.root_at])
        end = min(begin + rng.choice([512, 4096, 65536]), len(fat.data))
        fat.data[begin:end] = bytes([value]) * (end - begin)
        return f"image: bytes {begin} to {end - 1} are {value}"
    return damage


DAMAGES = [boot_field, boot_field, info_sector, chain_loop, chain_wild, chains_cross, fats_differ, entry_field, entry_field, entry_is_folder,
           endless_folder, names_of_any_bytes, long_names_torn, noise_boot, noise_fat, noise_root, cut_short, all_of(0), all_of(255)]


def main(arguments):
    if len(arguments) not in (4, 5) or not arguments[3].isdigit():
        print("malformed_fat.py TEMPLATE FOLDER COUNT [SEED]", file=sys.stderr)
        return 2
    try:
        template = Path(arguments[1]).read_bytes()
        Fat(template)
    except (OSError, ValueError, struct.error) as fault:
        print(f"{arguments[1]}: {fault}: give a sound FAT image", file=sys.stderr)
        return 2
    folder = Path(arguments[2])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "list.txt", "w", encoding="utf-8") as listed:
        for number in range(int(arguments[3])):
            rng = random.Random(f"{arguments[4] if len(arguments) == 5 else 'folkmoot'} {number}")
            fat = Fat(template)
            what = DAMAGES[number % len(DAMAGES)](fat, rng)
            name = f"{number:04}.img"
            with open(folder / name, "wb") as image:  # zeros are left out: a thousand images are small
                for at in range(0, len(fat.data), 4096):
                    part = fat.data[at:at + 4096]
                    if part.strip(b"\0"):
                        image.seek(at)
                        image.write(part)
                image.truncate(len(fat.data))
            listed.write(f"{name}\t{what}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
