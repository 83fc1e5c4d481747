"""Compares a SavedModel's two signatures in Python, whose images are scaled by NumPy for the second.

usage: serve_bytes.py PIXELS SIZE MODEL=SCALING ...
PIXELS: raw grey bytes of SIZExSIZE images; SCALING: unit, per-image, or mean/std as in 123.675-116.28-103.53/58

Prints the largest difference of each model, one a line.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf


def scaled(images, scaling):
    if scaling == "unit":
        return images / np.float32(255)
    if scaling == "per-image":
        # ImageDataGenerator's samplewise_center and samplewise_std_normalization.
        each = (images - images.mean((1, 2, 3), keepdims=True))
        return (each / (each.std((1, 2, 3), keepdims=True) + 1e-6)).astype("float32")
    mean, std = (np.array(part.split("-"), "float32") for part in scaling.split("/"))
    return (images - mean) / std


grey = np.fromfile(sys.argv[1], "uint8").reshape(-1, int(sys.argv[2]), int(sys.argv[2]))
colour = np.repeat(grey[..., None], 3, -1).astype("float32")
for argument in sys.argv[3:]:
    path, scaling = argument.split("=")
    signatures = tf.saved_model.load(path).signatures
    (of_bytes,) = signatures["serve_bytes"](images=tf.constant(grey)).values()
    (of_scaled,) = signatures["serving_default"](images=tf.constant(scaled(colour, scaling))).values()
    print(float(tf.reduce_max(tf.abs(of_bytes - of_scaled))))
