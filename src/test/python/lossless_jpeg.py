"""A writer of lossless JPEG, ITU T.81 annex H, for one component: the libraries' writers know the first predictor only."""
import numpy as np


def categories(differences):
    """Bits of each difference, in which 32768 has 16."""
    return [int(abs(d)).bit_length() for d in differences]


def differences(samples, precision, predictor, rows_between_restarts):
    height, width = samples.shape
    for y in range(height):
        first = y == 0 or (rows_between_restarts and y % rows_between_restarts == 0)
        for x in range(width):
            a = int(samples[y, x - 1]) if x else None
            if first:
                predicted = 1 << (precision - 1) if a is None else a
            else:
                b = int(samples[y - 1, x])
                c = int(samples[y - 1, x - 1]) if x else 0
                predicted = b if a is None else (a, b, c, a + b - c, a + (b - c >> 1), b + (a - c >> 1), a + b >> 1)[predictor - 1]
            d = (int(samples[y, x]) - predicted) & 0xFFFF
            yield d if d <= 32768 else d - 65536


def lengths_of(used):
    """Lengths of codes up to 16, the frequent ones short."""
    order = sorted(set(used), key=used.count, reverse=True)
    return {category: min(i + 1, 13) if i < 12 else 16 for i, category in enumerate(order)}


def codes_of(lengths):
    codes, code, last = {}, 0, 0
    for category in sorted(lengths, key=lambda c: (lengths[c], c)):
        code <<= lengths[category] - last
        last = lengths[category]
        codes[category] = code
        code += 1
    return codes


def scan_bytes(bits):
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""
    return data.replace(b"\xff", b"\xff\0")


def encode(samples, precision, predictor=1, point_transform=0, rows_between_restarts=0):
    samples = np.asarray(samples).astype(np.int64) >> point_transform
    height, width = samples.shape
    all_differences = list(differences(samples, precision - point_transform, predictor, rows_between_restarts))
    used = categories(all_differences)
    lengths = lengths_of(used)
    codes = codes_of(lengths)
    step = rows_between_restarts * width or len(used)
    scans = []
    for begin in range(0, len(used), step):
        bits = ""
        for d, category in zip(all_differences[begin : begin + step], used[begin : begin + step]):
            bits += format(codes[category], f"0{lengths[category]}b")
            if 0 < category < 16:
                bits += format(d if d > 0 else d + (1 << category) - 1, f"0{category}b")
        scans.append(scan_bytes(bits))
    values = sorted(lengths, key=lambda c: (lengths[c], c))
    counts = bytes(list(lengths.values()).count(length) for length in range(1, 17))

    def segment(marker, data):
        return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data

    file = b"\xff\xd8" + segment(0xFE, b"a comment")
    file += segment(0xC3, bytes([precision]) + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\1\1\x11\0")
    file += segment(0xC4, b"\0" + counts + bytes(values))
    if rows_between_restarts:
        file += segment(0xDD, step.to_bytes(2, "big"))
    file += segment(0xDA, bytes([1, 1, 0, predictor, 0, point_transform]))
    for i, scan in enumerate(scans):
        file += (bytes([0xFF, 0xD0 + (i - 1) % 8]) if i else b"") + scan
    return file + b"\xff\xd9"
