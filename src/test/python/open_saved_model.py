"""Opens a SavedModel as Python's users do and writes what it gives.

usage: open_saved_model.py MODEL PIXELS SIZE SCALING FOLDER
PIXELS: raw grey bytes of SIZExSIZE images; SCALING: torch, tf or none (one channel)

In FOLDER: saved_model-SIGNATURE.f32 (tf.saved_model.load) and layer-SIGNATURE.f32 (Keras 3's TFSMLayer) for
serving_default and serve_bytes, variables.txt (names) and variables.f32 (values end to end).
"""

import functools
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

import radiograph_batches


def main(path, pixels, size, scaling, folder):
    grey = np.fromfile(pixels, "uint8").reshape(-1, int(size), int(size))[:8]
    inputs = {"serving_default": radiograph_batches.scaled(grey, scaling), "serve_bytes": grey}
    # The layer opens the folder each time; what it finds there is the same.
    tf.saved_model.load = functools.lru_cache(tf.saved_model.load)
    model = tf.saved_model.load(path)
    for signature, images in inputs.items():
        outputs = model.signatures[signature](images=tf.constant(images))
        outputs["probabilities"].numpy().tofile("%s/saved_model-%s.f32" % (folder, signature))
        layer = keras.layers.TFSMLayer(path, call_endpoint=signature)
        outputs = layer(tf.constant(images))
        outputs["probabilities"].numpy().tofile("%s/layer-%s.f32" % (folder, signature))
    with open(folder + "/variables.txt", "w") as file:
        file.writelines(v.name + "\n" for v in model.variables)
    np.concatenate([v.numpy().ravel() for v in model.variables]).tofile(folder + "/variables.f32")


if __name__ == "__main__":
    main(*sys.argv[1:])
