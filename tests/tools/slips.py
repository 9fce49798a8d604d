"""Reads the codes of slips (one a line, as their QR codes hold them) and holds them against the files of tags, by what crypto/FORMAT.md
says of voting codes alone: the check letter, and the hash of each tag. Argon2id is libsodium's, all else is written here."""
import ctypes, ctypes.util, hashlib, struct, sys

LETTERS = "123456789abcdefghjkmnpqrstuvwxyz"


def times_x(value):
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def is_code(code):
    if len(code) != 13 or any(letter not in LETTERS for letter in code):
        return False
    total = 0
    for letter in code:
        total = times_x(total) ^ LETTERS.index(letter)
    return total == 0


def item(label, data):
    return struct.pack("<I", len(label)) + label + struct.pack("<Q", len(data)) + data


def h(purpose, data):
    return hashlib.blake2b(item(b"purpose", purpose) + item(b"data", data) + item(b"hash", b"data")).digest()[:32]


def tag_of(sodium, code, election):
    out = ctypes.create_string_buffer(32)
    salt = h(b"folkmoot/voting-code/1", election.encode())[:16]
    answer = sodium.crypto_pwhash(out, ctypes.c_ulonglong(32), code.encode(), ctypes.c_ulonglong(len(code)), salt, ctypes.c_ulonglong(2), ctypes.c_size_t(8192 * 1024), 2)
    if answer != 0:
        sys.exit("Argon2id failed")
    return out.raw


def main():
    election, tags = sys.argv[1], sys.argv[2]
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    sodium.sodium_init()
    codes = [line.strip().lower() for line in sys.stdin if line.strip()]
    wrong = [code for code in codes if not is_code(code)]
    issued = {line.rstrip("\n").split("\t")[2] for line in open(tags, encoding="utf-8")}
    made = {h(b"folkmoot/issued-tag/1", tag_of(sodium, code, election)).hex() for code in codes}
    print("%d codes, %d without their check letter, %d tags, %s" % (len(codes), len(wrong), len(issued), "the same" if made == issued else "others"))


main()
