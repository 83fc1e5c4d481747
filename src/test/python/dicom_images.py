"""Writes DICOM files of every kind into a folder, and what pydicom and NumPy make of them: NAME.dcm beside NAME.grey (raw bytes).

Prints 'name columns rows'.
"""
import io
import pathlib

import numpy as np
import pydicom
from PIL import Image
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.pixels import pixel_array
from pydicom.sequence import Sequence
from pydicom.uid import (
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    JPEGLSLossless,
)

from dicom_oracle import dataset, expect, out

random = np.random.RandomState(3)
HEIGHT, WIDTH = 37, 52


def save(name, ds):
    big = ds.file_meta.TransferSyntaxUID == ExplicitVRBigEndian
    implicit = ds.file_meta.TransferSyntaxUID == ImplicitVRLittleEndian
    ds["PixelData"].VR = "OW" if ds.BitsAllocated == 16 or implicit else "OB"
    ds.save_as(out / (name + ".dcm"), implicit_vr=implicit, little_endian=not big, enforce_file_format=True)


def native(name, syntax, stored, bits, photometric="MONOCHROME2", **elements):
    ds = dataset(syntax, stored, bits, photometric, **elements)
    ds.PixelData = stored.astype(stored.dtype.newbyteorder(">" if syntax == ExplicitVRBigEndian else "<")).tobytes()
    if len(ds.PixelData) % 2:
        ds.PixelData += b"\0"
    save(name, ds)
    expect(name, ds, stored)


def noise(bits, signed=False, shape=(HEIGHT, WIDTH)):
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)
    return random.randint(low, high, shape).astype(("i" if signed else "u") + ("1" if bits <= 8 else "2"))


def table(first_mapped, bits, entries):
    item = Dataset()
    item.add_new((0x0028, 0x3002), "US", [len(entries), first_mapped, bits])
    item.add_new((0x0028, 0x3006), "OW", np.asarray(entries, "<u2").tobytes())
    return Sequence([item])


SYNTAXES = {"implicit": ImplicitVRLittleEndian, "explicit": ExplicitVRLittleEndian, "big": ExplicitVRBigEndian}
for label, syntax in SYNTAXES.items():
    native(f"{label}_8", syntax, noise(8), 8)
    native(f"{label}_8_odd", syntax, noise(8, shape=(7, 9)), 8)
    for bits in (10, 12, 16):
        native(f"{label}_{bits}", syntax, noise(bits), bits)
        native(f"{label}_{bits}_signed", syntax, noise(bits, True), bits)
    native(f"{label}_inverted", syntax, noise(12), 12, "MONOCHROME1", WindowCenter=2000, WindowWidth=1500)
native("window", ExplicitVRLittleEndian, noise(12), 12, WindowCenter=["1800.5", "40"], WindowWidth=["900", "80"])
native("window_exact", ExplicitVRLittleEndian, noise(12), 12, WindowCenter=1800, WindowWidth=900, VOILUTFunction="LINEAR_EXACT")
native("window_sigmoid", ExplicitVRLittleEndian, noise(12), 12, WindowCenter=1800, WindowWidth=900, VOILUTFunction="SIGMOID")
native("window_narrow", ExplicitVRLittleEndian, noise(8), 8, WindowCenter=128, WindowWidth=1)
native("rescaled", ExplicitVRLittleEndian, noise(12), 12, RescaleSlope="0.5", RescaleIntercept="-1024", WindowCenter=40, WindowWidth=400)
native("rescaled_whole", ImplicitVRLittleEndian, noise(12), 12, "MONOCHROME1", RescaleSlope="-2", RescaleIntercept="10")
native("padded", ExplicitVRLittleEndian, noise(12), 12, PixelPaddingValue=0)
native("nested", ExplicitVRLittleEndian, noise(10), 10, OtherPatientIDsSequence=Sequence([Dataset(), Dataset()]))
curve = (np.linspace(0, 1, 4096) ** 2 * 4095).astype(int)
for label in ("implicit", "explicit"):
    native(f"voi_table_{label}", SYNTAXES[label], noise(12), 12, VOILUTSequence=table(0, 12, curve))
    native(f"voi_table_short_{label}", SYNTAXES[label], noise(12), 12, VOILUTSequence=table(500, 12, curve[::4]))
native("modality_table", ExplicitVRLittleEndian, noise(12), 12, ModalityLUTSequence=table(0, 16, curve * 3), WindowCenter=5000, WindowWidth=4000)

# Bits that are not the lowest, and foreign bits above them.
shifted = noise(10)
ds = dataset(ExplicitVRLittleEndian, shifted, 10)
ds.HighBit = 13
ds.PixelData = ((shifted << 4) | random.randint(0, 4, shifted.shape).astype(np.uint16) << 14 | 5).astype("<u2").tobytes()
save("shifted", ds)
expect("shifted", ds, shifted)

photo = Image.fromarray(np.clip(128 + 100 * np.sin(np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) / 30), 0, 255).astype(np.uint8))
file = io.BytesIO()
photo.save(file, "JPEG", quality=90)
decoded = np.asarray(Image.open(file))
for label, elements in {"jpeg": {}, "jpeg_inverted": {"photometric": "MONOCHROME1"}, "jpeg_window": {"WindowCenter": 120, "WindowWidth": 90}}.items():
    ds = dataset(JPEGBaseline8Bit, decoded, 8, **elements)
    ds.PixelData = encapsulate([file.getvalue()], fragments_per_frame=2 if label == "jpeg_window" else 1)
    ds["PixelData"].is_undefined_length = True
    save(label, ds)
    expect(label, ds, decoded)

# Thumbnails: pixel data inside a sequence, however it is written, are neither the film's nor the end of anything.
def thumbnail(compressed):
    icon = dataset(ExplicitVRLittleEndian, noise(8, shape=(4, 6)), 8)
    del icon.file_meta
    icon.WindowCenter, icon.WindowWidth = 3, 4
    icon.PixelData = encapsulate([file.getvalue()] * 2, fragments_per_frame=2) if compressed else noise(8, shape=(4, 6)).tobytes()
    icon["PixelData"].VR = "OB"
    icon["PixelData"].is_undefined_length = compressed
    return icon


def wrapped(item, keyword, open_sequence, open_item):
    item.is_undefined_length_sequence_item = open_item
    outer = Dataset()
    setattr(outer, keyword, Sequence([item, Dataset()]))
    outer[keyword].value.is_undefined_length = outer[keyword].is_undefined_length = open_sequence
    return outer


def with_thumbnail(name, ds, deep, open_sequence, open_item, compressed=False):
    inner = thumbnail(compressed)
    for _ in range(deep):
        inner = wrapped(inner, "IconImageSequence", open_sequence, open_item)
        inner = wrapped(inner, "ReferencedSeriesSequence", open_sequence, open_item)
    for element in wrapped(inner, "IconImageSequence", open_sequence, open_item):
        ds.add(element)
    save(name, ds)


for number in range(24):
    label, open_sequence, open_item, deep = list(SYNTAXES)[number % 3], bool(number & 1), bool(number & 2), number // 12 * 2
    native(f"icon_plain_{number}", SYNTAXES[label], noise(12), 12)
    ds = pydicom.dcmread(out / f"icon_plain_{number}.dcm")
    stored = pixel_array(ds)
    with_thumbnail(f"icon_{number}", ds, deep, open_sequence, open_item)
    expect(f"icon_{number}", ds, stored)
for number, compressed in enumerate((True, False)):
    for deep in (0, 3):
        ds = pydicom.dcmread(out / "jpeg.dcm")
        with_thumbnail(f"icon_jpeg_{number}_{deep}", ds, deep, True, True, compressed)
        expect(f"icon_jpeg_{number}_{deep}", ds, decoded)

# Not read.
for label in ("alone", "alone_compressed"):
    ds = dataset(JPEGBaseline8Bit if label == "alone_compressed" else ExplicitVRLittleEndian, noise(8), 8)
    ds.IconImageSequence = wrapped(thumbnail(label == "alone_compressed"), "IconImageSequence", True, True).IconImageSequence
    ds.save_as(out / (label + ".dcm"), enforce_file_format=True)
ds = dataset(JPEGLSLossless, noise(8), 8)
ds.PixelData = encapsulate([b"\0" * 64])
ds["PixelData"].is_undefined_length = True
save("jpeg_ls", ds)

# Scanners' files, as pydicom brings them.
for label in ("CT_small", "MR_small", "MR_small_bigendian", "MR_small_implicit", "MR_small_padded", "MR_small_expb"):
    path = get_testdata_file(label + ".dcm", download=False)
    (out / (label + ".dcm")).write_bytes(pathlib.Path(path).read_bytes())
    ds = pydicom.dcmread(path)
    expect(label, ds, pixel_array(ds))
