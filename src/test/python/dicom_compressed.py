"""Writes compressed DICOM files into a folder, and what pydicom and its decoders make of them.

NAME.dcm is beside NAME.stored (the values, 32 bits, little endian), NAME.grey (raw bytes) and NAME.header (patient, study, view,
sex, age in years). pydicom's own test files are among them.

Prints 'name columns rows' ('about' behind it where the cosine transform may round otherwise), or 'name -' for a file that cannot be read, being in colour, of several frames or no film.
"""
import io
import pathlib

import numpy as np
import pydicom
from PIL import Image
from pydicom.data import get_testdata_file
from pydicom.encaps import encapsulate
from pydicom.pixels import pixel_array
from pydicom.uid import JPEG2000, JPEGExtended12Bit, DeflatedExplicitVRLittleEndian, JPEG2000Lossless, JPEGLossless, JPEGLosslessSV1, RLELossless

import lossless_jpeg
from dicom_oracle import dataset, expect, out

random = np.random.RandomState(5)
SHAPES = [(37, 52), (64, 33), (1, 19), (45, 1)]


def film(bits, signed, shape):
    """Smooth with some noise, over the whole range."""
    height, width = shape
    y, x = np.mgrid[:height, :width]
    wave = (np.sin(x / 9) + np.cos(y / 7) + 2) / 4 + random.uniform(-0.03, 0.03, shape)
    values = np.clip(np.round(wave * (2**bits - 1)), 0, 2**bits - 1).astype(np.int64)
    values -= 2 ** (bits - 1) if signed else 0
    return values.astype(("i" if signed else "u") + ("1" if bits <= 8 else "2"))


def values_of(ds, plugin="pylibjpeg"):
    """The decoder is named, as others give up the whole process over rare files."""
    syntax = ds.file_meta.TransferSyntaxUID
    return pixel_array(ds, decoding_plugin="pydicom" if syntax == RLELossless else plugin if syntax.is_compressed and syntax.is_encapsulated else "")


def finish(name, ds, stored, exact=True, plugin="pylibjpeg", decoded=None):
    ds.save_as(out / (name + ".dcm"), implicit_vr=False, little_endian=True, enforce_file_format=True)
    if decoded is None:
        decoded = values_of(pydicom.dcmread(out / (name + ".dcm")), plugin)
    if exact:
        # No decoder of pydicom's extends the sign of lossless JPEG with fewer bits than the pixels take.
        assert ((decoded.astype(np.int64) - stored) % 2**ds.BitsStored == 0).all(), name
    else:
        stored = decoded
    keep(name, ds, stored)


def keep(name, ds, stored, about=False):
    age = str(ds.get("PatientAge") or "")
    years = str(int(age[:-1]) // {"Y": 1, "M": 12}[age[-1]]) if age else ""
    header = [str(ds.get(key) or "") for key in ("PatientID", "StudyInstanceUID", "ViewPosition", "PatientSex")]
    (out / (name + ".header")).write_text("\n".join(header + [years]), "iso-8859-1")
    (out / (name + ".stored")).write_bytes(np.asarray(stored).astype("<i4").tobytes())
    if about:
        print(name, ds.Columns, ds.Rows, "about")
    else:
        expect(name, ds, stored)


def kinds():
    """Bits, sign, size and interpretation, every bit depth with every other."""
    number = 0
    for bits in (8, 10, 12, 16):
        for signed in (False, True):
            for shape in SHAPES:
                number += 1
                yield bits, signed, shape, ("MONOCHROME1", "MONOCHROME2")[number % 2], number


def compressed(syntax, bits, signed, shape, photometric, **how):
    stored = film(bits, signed, shape)
    ds = dataset("1.2.840.10008.1.2.1", stored, bits, photometric)
    ds.StudyInstanceUID, ds.PatientAge, ds.ViewPosition = "1.2.3", ("061Y", "007M", "120M")[bits % 3], ("PA", "AP", "LL")[bits % 3]
    ds.PatientSex = "FMO"[bits % 3]
    if bits == 12:
        ds.WindowCenter, ds.WindowWidth, ds.RescaleSlope, ds.RescaleIntercept = 1000, 2500, "1.5", "-20"
    ds.PixelData = stored.tobytes() + b"\0" * (stored.nbytes % 2)
    ds["PixelData"].VR = "OW" if stored.itemsize == 2 else "OB"
    if syntax:
        ds.compress(syntax, generate_instance_uid=False, **how)
    return ds, stored


for bits, signed, shape, photometric, number in kinds():
    label = f"{bits}_{'signed' if signed else 'unsigned'}_{shape[0]}x{shape[1]}"
    ds, stored = compressed(RLELossless, bits, signed, shape, photometric, encoding_plugin="pydicom")
    finish(f"rle_{label}", ds, stored)
    if min(shape) > 1:
        ds, stored = compressed(JPEG2000Lossless, bits, signed, shape, photometric, encoding_plugin="pylibjpeg")
        finish(f"j2k_{label}", ds, stored)
        ds, stored = compressed(JPEG2000, bits, signed, shape, photometric, encoding_plugin="pylibjpeg", j2k_psnr=[45.0])
        finish(f"j2k_lossy_{label}", ds, stored, exact=False)
    ds, stored = compressed(None, bits, signed, shape, photometric)
    ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    finish(f"deflated_{label}", ds, stored)
    # Lossless JPEG has no sign: words go in as they are, of as many bits as are stored, or of all.
    ds, stored = compressed(None, bits, signed, shape, photometric)
    precision = ds.BitsAllocated if number % 3 == 0 else bits
    words = stored.astype(np.int64) % 2**precision
    file = lossless_jpeg.encode(words, precision, number % 7 + 1, 0, (0, 1, 5)[number % 3])
    ds.file_meta.TransferSyntaxUID = JPEGLossless if number % 7 else JPEGLosslessSV1
    ds.PixelData = encapsulate([file], fragments_per_frame=number % 4 + 1, has_bot=number % 2 == 0)
    ds["PixelData"].VR, ds["PixelData"].is_undefined_length = "OB", True
    finish(f"lossless_{label}", ds, stored)

for bits in (2, 5, 8, 9, 12, 13, 16):
    for predictor in range(1, 8):
        # Noise has differences of every length, and now and then the 32768 that stands for itself.
        stored = random.randint(0, 2**bits, (23, 31)).astype(np.uint8 if bits <= 8 else np.uint16)
        if bits == 16:
            stored[5:9:2], stored[6:9:2] = 0, 32768
            stored[12, ::2], stored[12, 1::2] = 65535, 32767
        # Of the two decoders libjpeg does not shift samples, and GDCM knows only these lengths.
        shift = bits // 4 if bits in (8, 12, 16) and predictor % 2 else 0
        stored = stored >> shift << shift
        ds = dataset(JPEGLossless, stored, bits)
        ds.PixelData = encapsulate([lossless_jpeg.encode(stored, bits, predictor, shift, predictor % 3 * 2)])
        ds["PixelData"].VR, ds["PixelData"].is_undefined_length = "OB", True
        finish(f"predictor_{predictor}_{bits}", ds, stored, plugin="gdcm" if shift else "pylibjpeg")

# Codestreams of other writers: progressions, precincts, tiles, layers, blocks, small and odd images.
number = 0
for progression in ("LRCP", "RLCP", "RPCL", "PCRL", "CPRL"):
    for bits in (8, 16):
        for irreversible in (False, True):
            for how in (
                {},
                {"precinct_size": (64, 32)},
                {"precinct_size": (16, 64), "codeblock_size": (8, 16), "num_resolutions": 3},
                {"tile_size": (50, 40), "codeblock_size": (64, 16)},
                {"tile_size": (33, 71), "precinct_size": (32, 32), "offset": (5, 3), "tile_offset": (1, 2)},
                {"num_resolutions": 1},
                {"num_resolutions": 7, "quality_mode": "dB", "quality_layers": [30, 40, 55]},
            ):
                number += 1
                stored = film(bits, False, (90 + number % 4, 121 + number % 3))
                file = io.BytesIO()
                Image.fromarray(stored).save(file, "JPEG2000", no_jp2=number % 5 > 0, progression=progression, irreversible=irreversible, **how)
                whole = not irreversible and "quality_layers" not in how
                ds = dataset(JPEG2000Lossless if whole else JPEG2000, stored, bits)
                ds.PixelData = encapsulate([file.getvalue()], fragments_per_frame=number % 3 + 1)
                ds["PixelData"].VR, ds["PixelData"].is_undefined_length = "OB", True
                # pydicom's decoder takes the begin of an image that is not at 0 for pixels.
                decoded = np.asarray(Image.open(file)) if "offset" in how else None
                # Pillow writes other pixels than it is given where tiles have 16 bits.
                exact = whole and not (bits == 16 and "tile_size" in how)
                finish(f"codestream_{number}", ds, stored, exact=exact, decoded=decoded)

for number, how in enumerate(({}, {"restart_marker_blocks": 3}, {"quality": 100, "optimize": True})):
    stored = film(8, False, (61, 43 + number))
    file = io.BytesIO()
    Image.fromarray(stored).save(file, "JPEG", **how)
    ds = dataset(JPEGExtended12Bit, stored, 8, "MONOCHROME1")
    ds.PixelData = encapsulate([file.getvalue().replace(b"\xff\xc0\0\x0b", b"\xff\xc1\0\x0b")], fragments_per_frame=number + 1)
    ds["PixelData"].VR, ds["PixelData"].is_undefined_length = "OB", True
    ds.save_as(out / f"extended_{number}.dcm", implicit_vr=False, little_endian=True, enforce_file_format=True)
    keep(f"extended_{number}", ds, np.asarray(Image.open(file)), about=True)

GREY = (
    "693_J2KI 693_J2KR J2K_pixelrep_mismatch JPEG-LL JPEG2000 JPGLosslessP14SV1_1s_1f_8b JPGExtended"
    " MR2_J2KI MR2_J2KR MR_small_RLE MR_small_jp2klossless RG1_J2KI RG1_J2KR RG3_J2KI RG3_J2KR bad_sequence explicit_VR-UN"
    " image_dfl mlut_18 vlut_04 MR2_UNCI RG1_UNCI RG3_UNCR"
).split()
REFUSED = (
    "SC_rgb_rle SC_rgb_rle_16bit SC_rgb_rle_2frame SC_rgb_gdcm_KY SC_rgb_jpeg_gdcm GDCMJ2K_TextGBR US1_J2KI OBXXXX1A_rle"
    " emri_small_RLE emri_small_jpeg_2k_lossless emri_small_jpeg_2k_lossless_too_short rtdose_rle rtdose_rle_1frame"
    " MR_small_jpeg_ls_lossless JPEGLSNearLossless_08 JPEG-lossy test-SR reportsi rtplan waveform_ecg"
).split()
for name in GREY + REFUSED:
    path = pathlib.Path(get_testdata_file(name + ".dcm", download=False))
    (out / (name + ".dcm")).write_bytes(path.read_bytes())
    if name in REFUSED:
        print(name, "-")
        continue
    ds = pydicom.dcmread(path)
    keep(name, ds, values_of(ds), about=name == "JPGExtended")
