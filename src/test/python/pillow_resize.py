"""Resizes random images with Pillow: case.in, case.out (raw bytes) and a line 'case width height width height FILTER'.

Pillow before 13 always went along the rows first, and so do we; since 13 it starts with the columns when the height shrinks
much more than the width, which moves some pixels by one. Two calls give the old order in every version.
"""
import pathlib
import sys

import numpy as np
from PIL import Image

out = pathlib.Path(sys.argv[1])
random = np.random.RandomState(2)
cases = [(390, 320, 256, 256), (320, 390, 256, 256), (320, 320, 224, 224), (1024, 1024, 256, 256), (2500, 2048, 256, 256), (320, 369, 281, 281)]
cases += [(390, 320, 256, 256), (320, 327, 281, 281), (2, 3, 7, 5), (1, 1, 4, 4), (500, 1, 3, 3), (256, 300, 256, 128), (300, 256, 128, 256)]
cases += [tuple(random.randint(1, 400, 4)) for _ in range(40)]
for number, (w, h, width, height) in enumerate(cases):
    # Black and white noise makes the cubic overshoot, so clipping is tested as well.
    levels = [0, 255] if number % 3 == 0 else 256
    pixels = random.choice(levels, (h, w)).astype(np.uint8)
    for name in ("BICUBIC", "BILINEAR"):
        case = f"{number}_{name}"
        (out / (case + ".in")).write_bytes(pixels.tobytes())
        image, resampling = Image.fromarray(pixels), getattr(Image.Resampling, name)
        resized = image.resize((int(width), h), resampling).resize((int(width), int(height)), resampling)
        (out / (case + ".out")).write_bytes(resized.tobytes())
        print(case, w, h, width, height, name)
