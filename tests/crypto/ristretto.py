"""ristretto255 and Ed25519, transcripts and generators, in Python's standard library alone.

Written from RFC 9496, RFC 8032 and crypto/PROTOCOL.md, sections 1 to 3, 9 and 13. It shares no code with Folkmoot. Slow and not
constant time: for checking, never for secrets.
"""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
D2 = 2 * D % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235


class Refused(Exception):
    pass


def need(holds, why):
    if not holds:
        raise Refused(why)


# --- the group: RFC 9496 over edwards25519, points as (X, Y, Z, T) ---


def absolute(x):
    x %= P
    return P - x if x & 1 else x


def sqrt_ratio(u, v):
    v3 = v * v * v % P
    r = u * v3 * pow(u * v3 * v3 * v % P, (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in ((-u) % P, (-u * SQRT_M1) % P):
        r = r * SQRT_M1 % P
    return check in (u % P, (-u) % P), absolute(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, (-1 - D) % P)[1]
ZERO = (0, 1, 1, 0)


def add(p, q):
    x1, y1, z1, t1 = p
    x2, y2, z2, t2 = q
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = t1 * t2 % P * D2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p):
    x, y, z, _ = p
    a, b = x * x % P, y * y % P
    h, g, s = a + b, a - b, x + y
    e, f = h - s * s, 2 * z * z + g
    e, f = e % P, f % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def negative(p):
    return -p[0] % P, p[1], p[2], -p[3] % P


def minus(p, q):
    return add(p, negative(q))


def multiples(p):
    """0, p, 2 p, ... 15 p."""
    row = [ZERO, p]
    while len(row) < 16:
        row.append(add(row[-1], p))
    return row


def combine(scalars, points):
    """The sum of scalars[i] points[i]: sixteen multiples of each point, the doublings shared."""
    rows, digits = [], []
    for k, p in zip(scalars, points):
        k %= L
        if k:
            rows.append(multiples(p))
            digits.append("%x" % k)
    total = ZERO
    longest = max(map(len, digits), default=0)
    digits = [text.rjust(longest, "0") for text in digits]
    for i in range(longest):
        if total is not ZERO:
            total = double(double(double(double(total))))
        for row, text in zip(rows, digits):
            digit = int(text[i], 16)
            if digit:
                total = add(total, row[digit])
    return total


def times(k, p):
    total = ZERO
    for bit in bin(k)[2:]:
        total = double(total)
        if bit == "1":
            total = add(total, p)
    return total


def total_of(points):
    total = ZERO
    for p in points:
        total = add(total, p)
    return total


def equal(p, q):
    return (p[0] * q[1] - p[1] * q[0]) % P == 0 or (p[1] * q[1] - p[0] * q[0]) % P == 0


def is_zero(p):
    return p[0] % P == 0 or p[1] % P == 0


def point(data):
    need(len(data) == 32, "a point has 32 bytes")
    s = int.from_bytes(data, "little")
    need(s < P and s & 1 == 0, "a point is not canonical")
    need(s != 0, "the identity")
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, inverse = sqrt_ratio(1, v * u2 * u2 % P)
    dx = inverse * u2 % P
    x, y = absolute(2 * s * dx), u1 * inverse * dx * v % P
    t = x * y % P
    need(square and t & 1 == 0 and y != 0, "no point")
    return x, y, 1, t


def encode(p):
    x, y, z, t = p
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    inverse = sqrt_ratio(1, u1 * u2 * u2 % P)[1]
    d1, d2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = d1 * d2 * t % P
    if (t * z_inverse % P) & 1:
        x, y, d = y * SQRT_M1 % P, x * SQRT_M1 % P, d1 * INVSQRT_A_MINUS_D % P
    else:
        d = d2
    if (x * z_inverse % P) & 1:
        y = -y % P
    return absolute(d * (z - y)).to_bytes(32, "little")


def half_hash_to_group(data):
    t = int.from_bytes(data, "little") & (2**255 - 1)
    r = SQRT_M1 * t * t % P
    u = (r + 1) * (1 - D * D) % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    if not square:
        s = -absolute(s * t) % P
    n = ((-1 if square else r) * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1, w2, w3 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P, (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def hash_to_group(data):
    return add(half_hash_to_group(data[:32]), half_hash_to_group(data[32:]))


GY = 4 * pow(5, P - 2, P) % P
GX = absolute(sqrt_ratio((GY * GY - 1) % P, (D * GY * GY + 1) % P)[1])
G = (GX, GY, 1, GX * GY % P)


def scalar(data):
    value = int.from_bytes(data, "little")
    need(len(data) == 32 and value < L, "a scalar is not canonical")
    return value


# --- Ed25519: RFC 8032 ---


def edwards(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    need(len(data) == 32 and y < P, "not canonical")
    square, x = sqrt_ratio((y * y - 1) % P, (D * y * y + 1) % P)
    need(square and not (x == 0 and sign), "no point")
    if x & 1 != sign:
        x = P - x
    p = (x, y, 1, x * y % P)
    need(times(8, p)[0] != 0, "small order")
    return p


def verify_ed25519(key, message, signature):
    a, r, s = edwards(key), edwards(signature[:32]), scalar(signature[32:])
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, G), add(r, times(k, a))
    same = (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
    need(same, "the signature does not hold")


# --- transcripts: PROTOCOL.md, 2 and 9 ---


def u64(n):
    return n.to_bytes(8, "little")


def item(label, data):
    label = label.encode()
    return len(label).to_bytes(4, "little") + label + u64(len(data)) + data


class Transcript:
    def __init__(self, purpose, key=b""):
        self.data, self.key = item("purpose", purpose.encode()), key

    def append(self, *items):
        self.data += b"".join(item(label, u64(data) if isinstance(data, int) else data) for label, data in items)
        return self

    def output(self, kind, label):
        return hashlib.blake2b(self.data + item(kind, label.encode()), key=self.key).digest()

    def hash(self, label):
        return self.output("hash", label)[:32]

    def challenge(self, label):
        return int.from_bytes(self.output("challenge", label), "little") % L

    def reduced(self, label):
        return int.from_bytes(self.output("wide", label), "little") % L


def hash_of(purpose, data):
    return Transcript(purpose).append(("data", data)).hash("data")


def set_hash(codes):
    t = Transcript("folkmoot/ballot-set/1").append(("count", len(codes)))
    return t.append(*(("code", code) for code in codes)).hash("set")


def list_hash(contest, width, count, entries):
    t = Transcript("folkmoot/list/1").append(("contest", contest), ("width", width), ("count", count))
    return t.append(("entries", entries)).hash("list")


def expand(seed, count):
    """The first `count` challenges of 128 bits."""
    numbers = []
    for block in range((count + 3) // 4):
        wide = Transcript("folkmoot/expand/1").append(("seed", seed), ("block", block)).output("wide", "challenges")
        numbers += [int.from_bytes(wide[16 * i : 16 * i + 16], "little") for i in range(4)]
    return numbers[:count]


GENERATORS = []


def generators(count):
    """h[0] ... h[count - 1]."""
    while len(GENERATORS) < count:
        t = Transcript("folkmoot/generator/1").append(("index", len(GENERATORS)))
        GENERATORS.append(hash_to_group(t.output("wide", "generator")))
    return GENERATORS[:count]


# --- thirty bytes and a point: PROTOCOL.md, 3 ---


def candidate(payload, counter):
    return bytes([2 * (counter % 128)]) + payload + bytes([counter // 128])


def payload_point(payload):
    for counter in range(16384):
        try:
            return point(candidate(payload, counter))
        except Refused:
            pass
    raise Refused("no point for this payload")


def payload_of(p):
    data = encode(p)
    need(any(data), "the identity holds nothing")
    payload = data[1:31]
    need(encode(payload_point(payload)) == data, "not what encoding yields")
    return payload
