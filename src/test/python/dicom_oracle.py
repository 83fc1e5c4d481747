"""DICOM files for tests, and what is to be seen on them.

The window is DICOM PS3.3 C.11.2.1, written here a second time; where pydicom has a function of its own for it, the two are
compared.
"""
import pathlib
import sys
import warnings

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels import apply_modality_lut, apply_windowing
from pydicom.sequence import Sequence

warnings.filterwarnings("ignore")
out = pathlib.Path(sys.argv[1])


def window(values, center, width, function="LINEAR"):
    x = values.astype(np.float64)
    if function == "LINEAR":
        y = (x - (center - 0.5)) / (width - 1) + 0.5
        return np.where(x <= center - 0.5 - (width - 1) / 2, 0, np.where(x > center - 0.5 + (width - 1) / 2, 1, y))
    if function == "LINEAR_EXACT":
        y = (x - center) / width + 0.5
        return np.where(x <= center - width / 2, 0, np.where(x > center + width / 2, 1, y))
    return 1 / (1 + np.exp(-4 * (x - center) / width))


def first(value):
    return float(value[0] if isinstance(value, pydicom.multival.MultiValue) else value)


def brightness(ds, stored):
    values = apply_modality_lut(stored, ds)
    exact = values.astype(np.float64)
    if "WindowCenter" in ds:
        shown = window(values, first(ds.WindowCenter), first(ds.WindowWidth), ds.get("VOILUTFunction", "LINEAR"))
        theirs = np.asarray(apply_windowing(values, ds), np.float64)
        least, greatest = (0, 2**ds.BitsStored - 1) if not ds.PixelRepresentation else (-(2 ** (ds.BitsStored - 1)), 2 ** (ds.BitsStored - 1) - 1)
        if "RescaleSlope" in ds:
            least, greatest = (v * float(ds.RescaleSlope) + float(ds.RescaleIntercept) for v in (least, greatest))
        if "ModalityLUTSequence" not in ds:
            assert np.abs((theirs - least) / (greatest - least) - shown).max() < 1e-6
        return shown
    if "VOILUTSequence" in ds:
        bits = ds.VOILUTSequence[0].LUTDescriptor[2]
        return pydicom.pixels.apply_voi(values.astype(stored.dtype), ds) / (2**bits - 1)
    if ds.BitsStored == 8 and not ds.PixelRepresentation and "RescaleSlope" not in ds:
        return values / 255
    seen = exact[stored != ds.PixelPaddingValue] if "PixelPaddingValue" in ds else exact
    return np.clip((exact - seen.min()) / (float(seen.max()) - seen.min()), 0, 1)


def expect(name, ds, stored):
    shown = brightness(ds, stored)
    shown = 1 - shown if ds.PhotometricInterpretation == "MONOCHROME1" else shown
    (out / (name + ".grey")).write_bytes(np.floor(shown * 255 + 0.5).astype(np.uint8).tobytes())
    print(name, ds.Columns, ds.Rows)


def dataset(syntax, stored, bits, photometric="MONOCHROME2", **elements):
    ds = Dataset()
    ds.PatientName, ds.PatientID, ds.Modality = "Nobody", "0", "DX"
    ds.ReferencedImageSequence = Sequence([Dataset()])
    ds.ReferencedImageSequence[0].ReferencedSOPInstanceUID = "1.2.3"
    ds.Rows, ds.Columns = stored.shape
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, photometric
    ds.PixelRepresentation = int(np.issubdtype(stored.dtype, np.signedinteger))
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = stored.itemsize * 8, bits, bits - 1
    for key, value in elements.items():
        setattr(ds, key, value)
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = "1.2.3.4"
    return ds
