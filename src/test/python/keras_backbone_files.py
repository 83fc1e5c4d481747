"""Makes and opens files of the original project's classifiers, order by order (orders.py).

usage: keras_backbone_files.py tf_keras|keras
orders:
  make ARCHITECTURE FOLDER    the model in this library's files, a batch and the outputs for it
  check FOLDER FILE...        each FILE must hold the model's weights bit for bit and give its outputs within 1e-6
"""

import importlib
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np

import orders

GENERATION = sys.argv[1]
keras = importlib.import_module(GENERATION)
made = {}


def classifier(name):
    base = getattr(keras.applications, name)(include_top=False, weights=None)
    x = keras.layers.GlobalAveragePooling2D()(base.output)
    x = keras.layers.Dense(1024, activation="relu")(x)
    return keras.Model(base.input, keras.layers.Dense(3, activation="sigmoid")(x)), base


def values(model):
    """Layer by layer: model.get_weights() sorts in Keras 2."""
    return [w for layer in model.layers for w in layer.get_weights()]


def randomise(model, images):
    """The same values in both generations; outputs that are neither all alike nor all 0 or 1."""
    rng = np.random.default_rng(19)
    for layer in model.layers:
        found = []
        for weight in layer.weights:
            name = getattr(weight, "path", weight.name).split("/")[-1]
            shape = tuple(weight.shape)
            if name.startswith(("gamma", "moving_variance")):
                found.append(rng.uniform(0.5, 1.5, shape))
            elif len(shape) == 1:
                found.append(rng.normal(0, 0.1, shape))
            else:
                fan = shape[0] * shape[1] if name.startswith("depthwise") else np.prod(shape[:-1])
                found.append(rng.standard_normal(shape, "float32") * np.sqrt(1.5 / fan))
        layer.set_weights([value.astype("float32") for value in found])
    last = model.layers[-1]
    last.activation = keras.activations.linear
    spread = np.std(np.asarray(model(images, training=False)))
    kernel, bias = last.get_weights()
    last.set_weights([kernel * np.float32(2.0 ** np.round(np.log2(1 / spread))), bias])
    last.activation = keras.activations.sigmoid


def make(name, folder):
    model, base = classifier(name)
    images = np.random.default_rng(23).uniform(-1, 1, (2, 96, 96, 3)).astype("float32")
    randomise(model, images)
    outputs = np.asarray(model(images, training=False), "float32")
    assert 0.01 < outputs.std(), outputs
    images.tofile(f"{folder}/images.f32")
    outputs.tofile(f"{folder}/{GENERATION}.f32")
    if GENERATION == "tf_keras":
        model.save(f"{folder}/tf_keras.h5")
        model.save_weights(f"{folder}/weights.03-0.41.hdf5")
        base.save_weights(f"{folder}/notop.h5")
        print("layers", *(layer.name for layer in model.layers))
    else:
        model.save(f"{folder}/keras.keras")
        model.save_weights(f"{folder}/keras.weights.h5")
    made.update(model=model, values=values(model), images=images, outputs=outputs)


def check(folder, *files):
    for file in files:
        if file.endswith(".weights.h5"):
            model = made["model"]
            for layer in model.layers:
                layer.set_weights([np.zeros_like(w) for w in layer.get_weights()])
            model.load_weights(f"{folder}/{file}")
        else:
            model = keras.models.load_model(f"{folder}/{file}")
        found = values(model)
        assert len(found) == len(made["values"]), f"{file}: {len(found)} weights"
        for number, (one, other) in enumerate(zip(made["values"], found)):
            assert one.shape == other.shape and one.tobytes() == other.tobytes(), f"{file}: weight {number} differs"
        outputs = np.asarray(model(made["images"], training=False))
        difference = np.abs(outputs - made["outputs"]).max()
        assert difference <= 1e-6, f"{file}: outputs differ by {difference}"
        print(file, "equal", difference)


# Layers before, so that the models' automatic names begin anywhere: conv2d_94, dense_3.
for _ in range(94):
    keras.layers.Conv2D(1, 1), keras.layers.BatchNormalization(), keras.layers.Activation("relu")
for _ in range(3):
    keras.layers.Dense(1), keras.layers.GlobalAveragePooling2D()
orders.serve(make=make, check=check)
