"""Writes images of every kind and what Pillow makes of them: NAME.png|jpg beside NAME.grey (raw bytes)."""
import pathlib
import struct
import sys

import cv2
import numpy as np
from PIL import Image, PngImagePlugin

out = pathlib.Path(sys.argv[1])
random = np.random.RandomState(1)


def smooth(height, width, channels):
    """Blobs with a little noise: JPEG-like content that still uses all levels."""
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for c in range(channels):
        plane = 127 + 90 * np.sin(x / (7.0 + c)) * np.cos(y / (11.0 + 2 * c)) + random.randint(-40, 40, (height, width))
        planes.append(np.clip(plane, 0, 255).astype(np.uint8))
    return np.stack(planes, -1)


def rotated():
    """Metadata that ask a viewer to turn the image; neither Pillow's convert nor we do."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def save(name, image, **options):
    image.save(out / name, **options)
    grey = Image.open(out / name).convert("L")
    (out / (name + ".grey")).write_bytes(grey.tobytes())
    print(name, grey.width, grey.height)


grey = Image.fromarray(smooth(61, 83, 1)[:, :, 0])
rgb = Image.fromarray(smooth(61, 83, 3))
rgba = Image.fromarray(smooth(61, 83, 4), "RGBA")
save("grey.png", grey)
save("rgb.png", rgb)
save("rgba.png", rgba)
save("grey_alpha.png", rgba.convert("LA"))
save("palette.png", rgb.quantize(64))
save("palette4.png", rgb.quantize(5), bits=4)
save("bilevel.png", grey.convert("1"))
save("grey_transparent.png", grey, transparency=7)
gamma = PngImagePlugin.PngInfo()
gamma.add(b"gAMA", struct.pack(">I", 100000))
save("grey_gamma.png", grey, pnginfo=gamma)
save("rgb_gamma.png", rgb, pnginfo=gamma)
# A colour profile says how to show an image; the network never saw its effect. Java brings linear.icc.
linear = pathlib.Path(sys.argv[2]).read_bytes()
linear_grey = pathlib.Path(sys.argv[3]).read_bytes()
save("rgb_profile.png", rgb, icc_profile=linear)
save("grey_profile.png", grey, icc_profile=linear_grey)
save("colour_profile.jpg", rgb, icc_profile=linear)
save("grey_profile.jpg", grey, icc_profile=linear_grey)
save("grey_rotated.jpg", grey, exif=rotated())
save("grey.jpg", grey, quality=90)
save("grey_progressive.jpg", grey, quality=75, progressive=True)
for subsampling in (0, 1, 2):
    save(f"colour{subsampling}.jpg", rgb, quality=85, subsampling=subsampling)
save("colour_untransformed.jpg", rgb, quality=90, keep_rgb=True)
cmyk = Image.fromarray(smooth(61, 83, 4), "CMYK")
save("cmyk.jpg", cmyk, quality=90)
# The same numbers called YCCK: Adobe's segment ends with the colour transform.
adobe = (out / "cmyk.jpg").read_bytes()
at = adobe.index(b"Adobe") + 11


def given(name, content):
    (out / name).write_bytes(content)
    grey = Image.open(out / name).convert("L")
    (out / (name + ".grey")).write_bytes(grey.tobytes())
    print(name, grey.width, grey.height)


given("ycck.jpg", adobe[:at] + b"\x02" + adobe[at + 1 :])
given("cmyk_without_adobe.jpg", adobe[: adobe.index(b"Adobe") - 4] + adobe[at + 1 :])
for index in range(4):
    width, height = random.randint(1, 500, 2)
    save(f"odd{index}.jpg", Image.fromarray(smooth(height, width, 1)[:, :, 0]), quality=int(random.randint(30, 100)))

# 16 bits in colour or with alpha: the high byte, in Pillow too. cv2 writes them.
wide = (smooth(61, 83, 4).astype(np.uint16) * 257) ^ random.randint(0, 255, (61, 83, 4)).astype(np.uint16)
given("rgb16.png", cv2.imencode(".png", wide[:, :, :3])[1].tobytes())
given("rgba16.png", cv2.imencode(".png", wide)[1].tobytes())
deep = (np.arange(61 * 83).reshape(61, 83) * 12).astype(np.uint16)
Image.fromarray(deep).save(out / "deep.png")
# What Pillow makes of 16-bit grey: all above 255 is white.
assert (np.asarray(Image.open(out / "deep.png").convert("L")) == np.minimum(deep, 255)).all()
# Few of the 16 bits used, as scanners' 8 to 14 bits are; and images that are dark in themselves.
for bits in (1, 8, 10, 12, 14, 15, 16):
    few = np.round(np.linspace(0, 2**bits - 1, 61 * 83)).astype(np.uint16).reshape(61, 83)
    Image.fromarray(few).save(out / f"bits{bits}.png")
cv2.imwrite(str(out / "colour12.png"), np.stack([np.full_like(deep, value) for value in (0, 4095, 7)], -1))
Image.fromarray(np.zeros_like(deep)).save(out / "black.png")
(out / "deep.png.high").write_bytes((deep >> 8).astype(np.uint8).tobytes())
