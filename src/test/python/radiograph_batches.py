"""Ten batches of eight radiographs of 128x128 grey bytes, and the scaling of the Keras applications."""

import csv

import numpy as np
from PIL import Image

STEPS, BATCH, SIZE = 10, 8, 128
CLASSES = ["Pneumonia", "No Finding"]


def read(sample):
    """Pixels uint8 (steps, batch, rows, columns) and labels float32 (steps, batch, classes)."""
    with open(sample + "/Data_Entry_2017_v2020.csv", newline="") as file:
        rows = list(csv.DictReader(file))[:: 3][: STEPS * BATCH]
    pixels, labels = [], []
    for row in rows:
        image = Image.open(sample + "/images/" + row["Image Index"]).convert("L")
        pixels.append(np.asarray(image.resize((SIZE, SIZE), Image.BICUBIC)))
        findings = row["Finding Labels"].split("|")
        labels.append([float(name in findings) for name in CLASSES])
    return (
        np.asarray(pixels, "uint8").reshape(STEPS, BATCH, SIZE, SIZE),
        np.asarray(labels, "float32").reshape(STEPS, BATCH, len(CLASSES)),
    )


def scaled(pixels, scaling):
    """Three channels as preprocess_input makes them of RGB, in float32; one as they are for none."""
    x = pixels.astype("float32")[..., None]
    if scaling == "none":
        return x
    x = np.repeat(x, 3, axis=-1)
    if scaling == "tf":
        return x / np.float32(127.5) - np.float32(1)
    mean = np.asarray([0.485, 0.456, 0.406], "float32")
    deviation = np.asarray([0.229, 0.224, 0.225], "float32")
    return (x / np.float32(255) - mean) / deviation
