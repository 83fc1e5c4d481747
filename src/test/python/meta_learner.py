"""Keras' dense layer on the members' probabilities, from the same kernel and in the same order.

usage: meta_learner.py ROWS LABELS INPUTS CLASSES EPOCHS SEED FOLDER
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tf_keras as keras


def main(rows, labels, inputs, classes, epochs, seed, folder):
    inputs, classes, epochs, seed = int(inputs), int(classes), int(epochs), int(seed)
    x = np.fromfile(rows, "float32").reshape(-1, inputs)
    y = np.fromfile(labels, "float32").reshape(-1, classes)
    model = keras.Sequential([keras.layers.Input((inputs,)), keras.layers.Dense(classes, activation="sigmoid")])
    limit = np.sqrt(6.0 / (inputs + classes))
    kernel = limit * (2 * np.random.RandomState(seed).random_sample(inputs * classes) - 1)
    model.set_weights([kernel.reshape(inputs, classes).astype("float32"), np.zeros(classes, "float32")])
    rate = keras.optimizers.schedules.ExponentialDecay(1e-3, 1850, 0.99, staircase=True)
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
    for epoch in range(epochs):
        order = np.random.RandomState([seed, epoch]).permutation(len(x))
        model.fit(x[order], y[order], batch_size=32, epochs=1, shuffle=False, verbose=0)
    for name, values in zip(["kernel", "bias"], model.get_weights()):
        values.tofile("%s/%s.f32" % (folder, name))


main(*sys.argv[1:])
