"""What an exported ensemble says of grey bytes. usage: ensemble_export.py MODEL PIXELS SIZE FOLDER"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

path, pixels, size, folder = sys.argv[1:]
grey = np.fromfile(pixels, "uint8").reshape(-1, int(size), int(size))
model = tf.saved_model.load(path)
outputs = model.signatures["serve_bytes"](images=tf.constant(grey))["probabilities"].numpy()
scaled = tf.repeat(tf.cast(grey, "float32")[..., None], 3, -1)
np.testing.assert_allclose(model.signatures["serving_default"](images=scaled)["probabilities"], outputs, atol=1e-7)
outputs.tofile(folder + "/ensemble.f32")
