"""The original recipe's training batches of ChestX-ray14: recipe_batches.py DATASET SEED EPOCH OUT CASE...

A CASE is SIZE:CROP:STEPS:AUGMENTATION, e.g. 224:0:gb+hist:affine+color. Nothing of Thorax is used: scikit-learn splits,
NumPy shuffles, Pillow reads, resizes and augments as torchvision does on Pillow images, OpenCV crops and transforms. What
was drawn at random in the original comes from SplitMix64, as documented. Written are OUT/<number of the case>.pixels and
.labels: the first two batches of 32, as bytes and float32.
"""
import csv
import math
import pathlib
import sys

import cv2
import numpy as np
from PIL import Image, ImageEnhance
from sklearn.model_selection import GroupShuffleSplit

CLASSES = [
    "Edema", "Atelectasis", "Pneumonia", "Pleural_Thickening", "Cardiomegaly", "Infiltration", "Consolidation", "Fibrosis",
    "No Finding", "Effusion", "Nodule", "Mass", "Hernia", "Emphysema", "Pneumothorax",
]
SPLIT_SEED = 6122156
BATCHES, BATCH = 2, 32
WORD = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15


def mixed(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


class Draws:
    """Uniform numbers of a sample in an epoch."""

    def __init__(self, seed, epoch, sample):
        self.state = mixed(((mixed(mixed((seed + GOLDEN) & WORD) ^ epoch) + GOLDEN) & WORD) ^ sample)

    def uniform(self, low, high):
        self.state = (self.state + GOLDEN) & WORD
        return low + (high - low) * (mixed(self.state) >> 11) * 2.0**-53


def part(rows, share, seed):
    """Training rows and the others, whole patients."""
    splitter = GroupShuffleSplit(n_splits=1, test_size=share, random_state=seed)
    return next(splitter.split(rows, groups=[int(row["Patient ID"]) for row in rows]))


def training_rows(dataset):
    with open(dataset / "Data_Entry_2017_v2020.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    for _ in ("test", "validation"):
        rows = [rows[i] for i in part(rows, 0.2, SPLIT_SEED)[0]]
    return rows


def affine(image, draws):
    degrees = draws.uniform(-15, 15)
    right = round(draws.uniform(-0.05 * image.width, 0.05 * image.width))
    down = round(draws.uniform(-0.05 * image.height, 0.05 * image.height))
    scale = draws.uniform(0.95, 1.05)
    rotation = math.radians(degrees)
    matrix = [math.cos(rotation), math.sin(rotation), 0.0, -math.sin(rotation), math.cos(rotation), 0.0]
    matrix = [value / scale for value in matrix]
    cx, cy = image.width * 0.5, image.height * 0.5
    matrix[2] += matrix[0] * (-cx - right) + matrix[1] * (-cy - down) + cx
    matrix[5] += matrix[3] * (-cx - right) + matrix[4] * (-cy - down) + cy
    return image.transform(image.size, Image.AFFINE, matrix, Image.NEAREST, fillcolor=128)


def color(image, draws):
    brightness, contrast = draws.uniform(0.9, 1.1), draws.uniform(0.9, 1.1)
    steps = [(ImageEnhance.Brightness, brightness), (ImageEnhance.Contrast, contrast)]
    for step, factor in reversed(steps) if draws.uniform(0, 1) < 0.5 else steps:
        image = step(image).enhance(factor)
    return image


STEPS = {"gb": lambda pixels: cv2.GaussianBlur(pixels, (3, 3), 0), "hist": cv2.equalizeHist}
CHANGES = {"affine": affine, "color": color}


def cropped(image, size, template):
    large = np.asarray(image.resize((int(size * 1.1), int(size * 1.1)), Image.BICUBIC), np.float32)
    _, _, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(large, template, cv2.TM_CCORR_NORMED))
    return large[y : y + size, x : x + size].astype(np.uint8)


def main():
    dataset, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[4])
    seed, epoch = int(sys.argv[2]), int(sys.argv[3])
    rows = training_rows(dataset)
    order = np.random.RandomState([seed, epoch]).permutation(len(rows))[: BATCHES * BATCH]
    for number, case in enumerate(sys.argv[5:]):
        size, crop, steps, changes = case.split(":")
        size = int(size)
        template = None
        if crop == "1":
            whole = Image.open(dataset / "templates/frontal.png").convert("L").resize((320, 327), Image.BICUBIC)
            template = np.asarray(whole, np.float32)[30:300, 30:300]
        pixels, labels = [], []
        for sample in order:
            image = Image.open(dataset / "images" / rows[sample]["Image Index"]).convert("L")
            grey = np.asarray(image.resize((size, size), Image.BICUBIC)) if template is None else cropped(image, size, template)
            for step in filter(None, steps.split("+")):
                grey = STEPS[step](grey)
            image = Image.fromarray(grey)
            draws = Draws(seed, epoch, int(sample))
            for change in filter(None, changes.split("+")):
                image = CHANGES[change](image, draws)
            pixels.append(np.asarray(image))
            findings = rows[sample]["Finding Labels"].split("|")
            labels.append([float(name in findings) for name in CLASSES])
        (out / f"{number}.pixels").write_bytes(np.asarray(pixels, np.uint8).tobytes())
        (out / f"{number}.labels").write_bytes(np.asarray(labels, ">f4").tobytes())


main()
