"""Writes SavedModels with random weights and their outputs on one random batch.

usage: keras_models.py FOLDER KIND NAME
KIND: keras2 (model.save), saved_model (tf.saved_model.save), keras3 (model.export)
NAME: a Keras application, or small (an own CNN), tiny (a backbone), colour, or one of the odd inputs grey, bytes
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf


def application(keras, name):
    return getattr(keras.applications, name)(include_top=False, weights=None)


def small(keras):
    layers = keras.layers
    image = layers.Input((64, 64, 1))
    x = layers.SeparableConv2D(8, 3, name="separable")(image)
    x = layers.BatchNormalization(momentum=0.9, name="norm")(x)
    x = layers.LeakyReLU()(x)
    x = layers.Dropout(0.3, name="drop")(x)
    x = layers.Conv2D(6, 3, activation="swish", name="convolution")(x)
    x = layers.BatchNormalization(scale=False, center=False, name="bare_norm")(x)
    x = layers.GlobalMaxPooling2D()(x)
    x = layers.Dense(8, name="hidden")(x)
    x = layers.BatchNormalization(name="vector_norm")(x)
    return keras.Model(image, layers.Dense(2, activation="sigmoid", name="out")(x))


def grey(keras):
    image = keras.layers.Input((32, 32))
    x = keras.layers.Reshape((32, 32, 1))(image)
    x = keras.layers.Conv2D(4, 3, activation="relu")(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, keras.layers.Dense(3, activation="softmax")(x))


def tiny(keras):
    """A backbone as small as one can be: any size in, feature maps out."""
    layers = keras.layers
    image = layers.Input((None, None, 3))
    x = layers.Conv2D(8, 3, strides=2, padding="same", name="conv1")(image)
    x = layers.BatchNormalization(momentum=0.9, name="norm1")(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(16, 3, strides=2, padding="same", name="conv2")(x)
    x = layers.BatchNormalization(momentum=0.9, name="norm2")(x)
    return keras.Model(image, layers.ReLU()(x), name="tiny")


def colour(keras):
    """A complete classifier of colour images of any size."""
    backbone = tiny(keras)
    x = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(2, activation="sigmoid")(x), name="colour")


def odd(keras):
    """An op without gradient in C++ (Cumprod's exclusive form has one; Betainc has none)."""
    image = keras.layers.Input((16, 16, 3))
    x = keras.layers.Conv2D(4, 3, activation="sigmoid", name="convolution")(image)
    x = keras.layers.Lambda(lambda t: tf.raw_ops.NextAfter(x1=t, x2=t), name="strange")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, keras.layers.Dense(2, activation="sigmoid")(x))


def randomise(model, rng):
    for variable in model.weights:
        name = getattr(variable, "path", variable.name)
        shape = tuple(variable.shape)
        if "moving_variance" in name or "gamma" in name:
            variable.assign(rng.uniform(0.5, 1.5, shape).astype("float32"))
        elif "moving_mean" in name or "beta" in name or "bias" in name:
            variable.assign(rng.normal(0, 0.1, shape).astype("float32"))


def main(folder, kind, name):
    if kind == "keras3":
        import keras
    else:
        import tf_keras as keras
    keras.utils.set_random_seed(7)
    makers = {"small": small, "grey": grey, "odd": odd, "tiny": tiny, "colour": colour}
    model = makers[name](keras) if name in makers else application(keras, name)
    rng = np.random.default_rng(7)
    randomise(model, rng)
    size = [96 if s is None else s for s in model.inputs[0].shape[1:]]
    images = rng.uniform(-1, 1, [2] + size).astype("float32")
    outputs = np.asarray(model(images, training=False), "float32")
    os.makedirs(folder, exist_ok=True)
    images.tofile(folder + "/images.f32")
    outputs.tofile(folder + "/outputs.f32")
    target = folder + "/model"
    if kind == "keras3":
        model.export(target, verbose=False)
    elif kind == "saved_model":
        tf.saved_model.save(model, target)
    else:
        model.save(target, save_format="tf")
    with open(folder + "/weights.txt", "w") as file:
        for w in model.weights:
            file.write("%s %s\n" % (w.name if kind != "keras3" else w.path, "x".join(map(str, w.shape))))


main(*sys.argv[1:4])
