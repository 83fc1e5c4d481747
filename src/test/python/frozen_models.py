"""Models with frozen layers, saved by both generations of Keras, and what three steps of training make of them.

usage: frozen_models.py FOLDER [SAVED_MODELS]

FOLDER gets KERAS-SHAPE-FROZEN.h5, .keras and, of the names that end in one of SAVED_MODELS (commas), a SavedModel's
folder without ending; keras2-nested-plain once more with flags that speak
against the names of its weights (other-flags.h5) and with names that say nothing (other-names.h5); and expected.json: pixels (grey bytes of three batches), and of each name labels, prediction
of the first batch, the first step's loss, and all weights before and after the steps, by layer and weight.
"""

import json
import os
import shutil
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import keras.src.models.functional
import numpy as np
import tensorflow as tf
import tf_keras

RATE = 0.1
STEPS = 3
BATCH = 5
SIZE = 10
SHAPES = ["flat", "nested", "doubly", "sequential"]
FROZEN = ["plain", "norm", "base", "last", "relit", "call", "both", "onecall"]


def as_documented(operation, training):
    """Keras 3's guide says that a call with training=False is in inference mode; its fit overrides that (3.8)."""

    def call(*args, **kwargs):
        if getattr(operation, "_call_has_training_arg", False) and training is not None:
            kwargs.setdefault("training", training)
            if kwargs["training"] is None:
                kwargs["training"] = training
        return operation(*args, **kwargs)

    return call


keras.src.models.functional.operation_fn = as_documented


def block(layers, number, **norm):
    return [
        layers.Conv2D(4, 3, padding="same", name=f"conv{number}"),
        layers.BatchNormalization(name=f"norm{number}", momentum=0.9, **norm),
        layers.ReLU(name=f"relu{number}"),
    ]


def run(layers, x, calls):
    for layer in layers:
        x = layer(x, **calls) if "norm" in layer.name or "drop" in layer.name else layer(x)
    return x


def build(k, shape, frozen, classes):
    """The model and the layers of its base that have weights, in order."""
    layers = k.layers
    call = {"training": False} if frozen in ("call", "both") else {}
    # One norm of the base alone is called so.
    inner = {"training": False} if frozen == "onecall" else {}
    image = layers.Input((SIZE, SIZE, 3), name="image")
    one, two, three = block(layers, 1), block(layers, 2, scale=False), block(layers, 3, center=False)
    if call:
        # Called so it drops nothing.
        one.append(layers.Dropout(0.5, name="drop1"))
        three.append(layers.SpatialDropout2D(0.5, name="drop3"))
    if shape == "flat":
        x = run(two, run(one, image, {**call, **inner}), call)
        models = []
        leaves = one + two
    elif shape == "nested":
        start = layers.Input((SIZE, SIZE, 3))
        base = k.Model(start, run(two, run(one, start, inner), {}), name="base")
        x, models, leaves = base(image, **call), [base], one + two
    elif shape == "doubly":
        middle = layers.Input((SIZE, SIZE, 4))
        core = k.Model(middle, run(two, middle, inner), name="core")
        start = layers.Input((SIZE, SIZE, 3))
        base = k.Model(start, run(three, core(run(one, start, {})), {}), name="base")
        x, models, leaves = base(image, **call), [base, core], one + two + three
    else:
        base = k.Sequential([layers.Input((SIZE, SIZE, 3)), *one, *two], name="base")
        x, models, leaves = base(image, **call), [base], one + two
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.BatchNormalization(name="last", momentum=0.8)(x)
    model = k.Model(image, layers.Dense(classes, activation="sigmoid", name="head")(x), name="whole")
    with_weights = [layer for layer in leaves if layer.weights]
    if frozen == "norm":
        for layer in with_weights:
            layer.trainable = "norm" not in layer.name
    elif frozen in ("base", "both", "relit"):
        for layer in models or with_weights:
            layer.trainable = False
        if frozen == "relit":
            # The base itself stays frozen.
            for layer in with_weights[-2:]:
                layer.trainable = True
    elif frozen == "last":
        for layer in with_weights[:-2]:
            layer.trainable = False
    return model


def fill(model, seed):
    random = np.random.RandomState(seed)
    for weight in model.weights:
        name = weight.path if hasattr(weight, "path") else weight.name
        values = random.normal(0, 0.4, weight.shape)
        if "variance" in name or "gamma" in name:
            values = 0.5 + np.abs(values)
        weight.assign(values.astype("float32"))


def named(model):
    weights = {}
    for layer in model._flatten_layers() if hasattr(model, "_flatten_layers") else [model]:
        if not isinstance(layer, (keras.Model, tf_keras.Model)):
            for weight in layer.weights:
                name = (weight.path if hasattr(weight, "path") else weight.name).split(":")[0].split("/")[-1]
                weights[layer.name + "/" + name] = np.asarray(weight).ravel().tolist()
    return weights


def train(model, pixels, labels):
    batches = [np.repeat(each[..., None], 3, -1).astype("float32") / np.float32(127.5) - 1 for each in pixels]
    result = {"prediction": np.asarray(model(batches[0], training=False)).ravel().tolist(), "before": named(model)}
    for step, batch in enumerate(batches):
        with tf.GradientTape() as tape:
            given = model(batch, training=True)
            truth = tf.constant(labels[step], tf.float32)
            loss = -tf.reduce_mean(truth * tf.math.log(given) + (1 - truth) * tf.math.log(1 - given))
        if step == 0:
            result["loss"] = float(loss)
        variables = [each for each in model.trainable_variables]
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign(variable - RATE * gradient)
    result["after"] = named(model)
    result["trained"] = len(variables)
    return result


def tamper(folder, source):
    for name in ("other-flags.h5", "other-names.h5"):
        path = os.path.join(folder, name)
        shutil.copy(os.path.join(folder, source), path)
        with h5py.File(path, "r+") as file:
            if name == "other-flags.h5":
                config = json.loads(file.attrs["model_config"])
                base = next(layer for layer in config["config"]["layers"] if layer["class_name"] == "Functional")
                for layer in base["config"]["layers"][1:3]:
                    layer["config"]["trainable"] = False
                file.attrs["model_config"] = json.dumps(config)
            else:
                group = file["model_weights"]["base"]
                names = [each.decode() if isinstance(each, bytes) else each for each in group.attrs["weight_names"]]
                # As after conv2 and norm2 had been built first and conv1, norm1 were counted on.
                renamed = [each.replace("1/", "3/").replace("2/", "1/") for each in names]
                for old, new in sorted(zip(names, renamed)):
                    group.move(old, new + ".moved")
                for new in renamed:
                    group.move(new + ".moved", new)
                group.attrs["weight_names"] = [each.encode() for each in renamed]


def main(folder, saved_models):
    os.makedirs(folder, exist_ok=True)
    random = np.random.RandomState(1)
    pixels = random.randint(0, 256, (STEPS, BATCH, SIZE, SIZE)).astype("uint8")
    expected = {}
    for generation, k in (("keras2", tf_keras), ("keras3", keras)):
        for i, shape in enumerate(SHAPES):
            for frozen in FROZEN:
                classes = 3 if (i + len(frozen)) % 2 else 2
                labels = random.randint(0, 2, (STEPS, BATCH, classes))
                k.backend.clear_session()
                tf.random.set_seed(len(expected))
                model = build(k, shape, frozen, classes)
                fill(model, len(expected))
                name = f"{generation}-{shape}-{frozen}"
                path = os.path.join(folder, name)
                model.save(path + ".h5")
                model.save(path + ".keras")
                trained = model
                if f"{shape}-{frozen}" in saved_models:
                    if generation == "keras2":
                        model.save(path)
                    else:
                        model.export(path, verbose=False)
                if generation == "keras2" and frozen == "relit" and shape != "flat":
                    # The frozen model around them: gone when Keras 2 has loaded the file, kept in its SavedModel.
                    loaded = k.models.load_model(path + ".keras")
                    expected[name] = dict(train(loaded, pixels, labels), labels=labels.tolist())
                    name += "-saved"
                expected[name] = dict(train(trained, pixels, labels), labels=labels.tolist())
    tamper(folder, "keras2-nested-plain.h5")
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump({"pixels": pixels.tolist(), "models": expected}, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split(",") if len(sys.argv) > 2 else [])
