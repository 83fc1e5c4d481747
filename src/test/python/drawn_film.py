"""Writes a JPEG file as an 8-bit grey DICOM file: drawn_film.py IN OUT."""
import sys

import numpy as np
from PIL import Image
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

pixels = np.asarray(Image.open(sys.argv[1]).convert("L"))
meta = FileMetaDataset()
meta.TransferSyntaxUID = ExplicitVRLittleEndian
meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
meta.MediaStorageSOPInstanceUID = "1.2.3.4"
film = FileDataset(sys.argv[2], {}, file_meta=meta, preamble=b"\0" * 128)
film.SOPClassUID = meta.MediaStorageSOPClassUID
film.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
film.Modality = "DX"
film.PhotometricInterpretation = "MONOCHROME2"
film.SamplesPerPixel = 1
film.Rows, film.Columns = pixels.shape
film.BitsAllocated = film.BitsStored = 8
film.HighBit = 7
film.PixelRepresentation = 0
film.PixelData = pixels.tobytes() + b"\0" * (pixels.size % 2)
film.save_as(sys.argv[2], enforce_file_format=True)
