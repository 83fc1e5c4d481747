"""Predicts image files as a user of Keras does: Pillow's grey, bicubic resize, scaling, model.

usage: keras_predict.py COUNT IMAGE... MODEL,HEIGHT,WIDTH,CHANNELS,SCALING...
COUNT: of the images. CHANNELS: 0 for a model of (batch, height, width).
Prints one line of probabilities for each model and image.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tf_keras
from PIL import Image


def scaled(grey, scaling):
    if scaling == "none":
        return grey
    if scaling == "tf":
        return grey / np.float32(127.5) - np.float32(1)
    return (grey / np.float32(255) - np.float32([0.485, 0.456, 0.406])) / np.float32([0.229, 0.224, 0.225])


count, *arguments = sys.argv[1:]
files = arguments[: int(count)]
for case in arguments[int(count) :]:
    folder, height, width, channels, scaling = case.split(",")
    model = tf_keras.models.load_model(folder, compile=False)
    for file in files:
        image = Image.open(file).convert("L").resize((int(width), int(height)), Image.BICUBIC)
        grey = np.asarray(image, "float32")
        if int(channels):
            grey = np.repeat(grey[..., np.newaxis], int(channels), -1)
        output = np.asarray(model(scaled(grey, scaling)[np.newaxis]))[0]
        print("probabilities", case, *(repr(float(value)) for value in output))
