"""Python's result of every step on real radiographs: image_steps.py IMAGES CHANGES OUT.

CHANGES has a line 'sample degrees right down scale brightness contrast contrastFirst' for each image. Written are
OUT/<image>.<step> (raw bytes) and OUT/crops.txt with 'image size x y score'. The template is the mean of the images.
torchvision is not needed: RandomAffine is Image.transform with its inverse matrix, ColorJitter is two ImageEnhance calls.
"""
import math
import pathlib
import sys

import cv2
import numpy as np
from PIL import Image, ImageEnhance
from scipy import ndimage

images, changes, out = (pathlib.Path(a) for a in sys.argv[1:])
files = sorted(images.glob("*.png"))[:40]


def resized(file, width, height):
    # Two calls: along the rows first, in every version of Pillow.
    image = Image.open(file).convert("L")
    return image.resize((width, image.height), Image.BICUBIC).resize((width, height), Image.BICUBIC)


def unsharp(pixels, radius, amount, exp=None):
    """skimage.filters.unsharp_mask; NumPy's own exp is off by a bit on some processors, so another may be given."""
    exact = np.multiply(pixels, 1.0 / 255, dtype=np.float64)
    blurred = ndimage.gaussian_filter(exact, radius, mode="reflect", truncate=4.0)
    if exp:
        reach = int(4 * radius + 0.5)
        weights = np.asarray([exp(-0.5 / (radius * radius) * x**2) for x in range(-reach, reach + 1)])
        weights = weights / weights.sum()
        blurred = ndimage.correlate1d(ndimage.correlate1d(exact, weights, 0, mode="reflect"), weights, 1, mode="reflect")
    return (np.clip(exact + (exact - blurred) * amount, 0, 1) * 255).astype(np.uint8)


def windowed(pixels, low, high):
    return ((np.clip(pixels, low, high) - low) / (high - low) * 255).astype(np.uint8)


def affine(image, degrees, right, down, scale):
    rotation = math.radians(degrees)
    matrix = [math.cos(rotation), math.sin(rotation), 0.0, -math.sin(rotation), math.cos(rotation), 0.0]
    matrix = [value / scale for value in matrix]
    cx, cy = image.width * 0.5, image.height * 0.5
    matrix[2] += matrix[0] * (-cx - right) + matrix[1] * (-cy - down) + cx
    matrix[5] += matrix[3] * (-cx - right) + matrix[4] * (-cy - down) + cy
    return image.transform(image.size, Image.AFFINE, matrix, Image.NEAREST, fillcolor=128)


def color(image, brightness, contrast, contrast_first):
    steps = [lambda i: ImageEnhance.Brightness(i).enhance(brightness), lambda i: ImageEnhance.Contrast(i).enhance(contrast)]
    for step in reversed(steps) if contrast_first else steps:
        image = step(image)
    return image


mean = np.mean([np.asarray(resized(file, 320, 327), np.float64) for file in files], axis=0)
whole = Image.fromarray((mean + 0.5).astype(np.uint8))
whole.save(out / "whole.png")
template = np.asarray(whole, np.float32)[30:300, 30:300]
with open(out / "crops.txt", "w") as crops:
    for file, line in zip(files, changes.read_text().splitlines()):
        degrees, right, down, scale, brightness, contrast, first = (float(value) for value in line.split()[1:])
        image = resized(file, 256, 256)
        pixels = np.asarray(image)
        results = {
            "unsharp": unsharp(pixels, 2, 1, math.exp),
            "unsharp_wide": unsharp(pixels, 6.5, 0.7, math.exp),
            "unsharp_numpy": unsharp(pixels, 2, 1),
            "gauss": cv2.GaussianBlur(pixels, (3, 3), 0),
            "gauss_wide": cv2.GaussianBlur(pixels, (9, 9), 1.7),
            "median": ndimage.median_filter(pixels, 3, mode="nearest"),
            "hist": cv2.equalizeHist(pixels),
            "window": windowed(pixels, 40, 255),
            "window_narrow": windowed(pixels, 33, 190),
            "affine": affine(image, degrees, right, down, scale),
            "color": color(image, brightness, contrast, first),
            "both": color(affine(image, degrees, right, down, scale), brightness, contrast, first),
        }
        for name, result in results.items():
            (out / f"{file.name}.{name}").write_bytes(np.asarray(result).tobytes())
        for size in (256, 320):
            large = np.asarray(resized(file, int(size * 1.1), int(size * 1.1)), np.float32)
            scores = cv2.matchTemplate(large, template, cv2.TM_CCORR_NORMED)
            _, best, _, (x, y) = cv2.minMaxLoc(scores)
            print(file.name, size, x, y, best, np.sort(scores, axis=None)[-2], file=crops)
