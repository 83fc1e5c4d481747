"""tf_keras' side of performance/step; runs in the virtual environment of the tests.

usage: keras_step.py prepare FOLDER ARCHITECTURE SIZE BATCH STEPS   writes the start model and the images
       keras_step.py fit FOLDER ARCHITECTURE SIZE BATCH STEPS      trains and prints one line of JSON
"""

import json
import os
import sys
import time

import numpy as np
import tensorflow as tf
import tf_keras as keras

CLASSES = 14
LEARNING_RATE = 0.001


def model_of(architecture):
    backbone = getattr(keras.applications, architecture)(include_top=False, weights=None)
    x = keras.layers.GlobalAveragePooling2D()(backbone.output)
    x = keras.layers.Dense(1024, activation="relu")(x)
    x = keras.layers.Dense(CLASSES, activation="sigmoid")(x)
    return keras.Model(backbone.input, x, name=backbone.name)


def scaling_of(architecture):
    module = {"DenseNet": "densenet", "ResNet": "resnet_v2", "InceptionV": "inception_v3",
              "InceptionR": "inception_resnet_v2", "Xception": "xception"}
    name = next(value for key, value in module.items() if architecture.startswith(key))
    return getattr(keras.applications, name).preprocess_input


def prepare(folder, architecture, size, batch, steps):
    keras.utils.set_random_seed(7)
    model = model_of(architecture)
    rng = np.random.default_rng(7)
    images = batch * steps
    # Smooth blobs and some noise: nearer to a radiograph than white noise.
    coarse = rng.uniform(0, 255, (images, 8, 8, 1)).astype("float32")
    smooth = tf.image.resize(coarse, (size, size), "bicubic").numpy()[..., 0]
    pixels = np.clip(smooth + rng.normal(0, 8, smooth.shape), 0, 255).astype("uint8")
    os.makedirs(folder, exist_ok=True)
    pixels.tofile(folder + "/pixels.u8")
    (rng.uniform(size=(images, CLASSES)) < 0.2).astype("<f4").tofile(folder + "/labels.f32")
    model.save_weights(folder + "/weights.h5")
    model.save(folder + "/model", save_format="tf")


class StepTimes(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ends = []
        self.cpu = []
        self.losses = []

    def on_train_batch_end(self, batch, logs=None):
        self.ends.append(time.time())
        self.cpu.append(time.process_time())
        self.losses.append(float(logs["loss"]))


def fit(folder, architecture, size, batch, steps):
    model = model_of(architecture)
    model.load_weights(folder + "/weights.h5")
    model.compile(keras.optimizers.SGD(LEARNING_RATE), "binary_crossentropy")
    pixels = np.fromfile(folder + "/pixels.u8", "uint8").reshape(-1, size, size)
    labels = np.fromfile(folder + "/labels.f32", "<f4").reshape(-1, CLASSES)
    preprocess = scaling_of(architecture)

    def scaled(grey, truth):
        rgb = tf.repeat(tf.cast(grey, tf.float32)[..., None], 3, axis=-1)
        return preprocess(rgb), truth

    data = tf.data.Dataset.from_tensor_slices((pixels, labels))
    data = data.batch(batch).map(scaled, tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)
    times = StepTimes()
    model.fit(data, verbose=0, callbacks=[times])
    print(json.dumps({"ends": times.ends, "cpu": times.cpu, "losses": times.losses}))


if __name__ == "__main__":
    command, folder, architecture = sys.argv[1:4]
    {"prepare": prepare, "fit": fit}[command](folder, architecture, *map(int, sys.argv[4:7]))
