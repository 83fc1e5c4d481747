"""Whole models in Keras' files: made by both generations, and opened by both.

usage: keras_models_in_files.py make FOLDER
       keras_models_in_files.py check FOLDER REFERENCE=FILE...
make: small and densenet models of Keras 2 and 3, a batch, and Keras' outputs for it
check: FILE must hold REFERENCE's weights bit for bit and give its outputs within 1e-6
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np


def block(keras, name):
    layers = keras.layers
    image = layers.Input((None, None, 4))
    x = layers.Conv2D(4, 3, padding="same", name="inner_conv")(image)
    x = layers.BatchNormalization(name="inner_norm")(x)
    return keras.Model(image, layers.Conv2D(4, 1, name="inner_conv2")(x), name=name)


def small(keras):
    layers = keras.layers
    image = layers.Input((16, 16, 3), name="image")
    x = layers.Conv2D(4, 3, activation="relu")(image)
    x = block(keras, "nested")(x)
    x = layers.SeparableConv2D(5, 3, use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    x = keras.Sequential([layers.Conv2D(3, 1), layers.ReLU(), layers.Conv2D(6, 1)], name="stack")(x)
    x = layers.Dropout(0.2)(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(2, activation="sigmoid")(x), name="small")


def densenet(keras):
    """The original project's classifier."""
    base = keras.applications.DenseNet121(include_top=False, weights=None)
    x = keras.layers.GlobalAveragePooling2D()(base.output)
    x = keras.layers.Dense(1024, activation="relu")(x)
    return keras.Model(base.input, keras.layers.Dense(5, activation="sigmoid")(x)), base


def randomise(model):
    rng = np.random.default_rng(11)
    for v in model.weights:
        name = getattr(v, "path", v.name)
        if "moving_variance" in name or "gamma" in name:
            v.assign(rng.uniform(0.5, 1.5, v.shape).astype("float32"))
        elif len(v.shape) == 1:
            v.assign(rng.normal(0, 0.1, v.shape).astype("float32"))
    return model


def batch(model):
    size = model.inputs[0].shape[1] or 64
    return np.random.default_rng(13).uniform(-1, 1, (2, size, size, 3)).astype("float32")


def make(folder):
    os.makedirs(folder, exist_ok=True)
    import keras
    import tf_keras

    for generation, library in (("2", tf_keras), ("3", keras)):
        library.utils.set_random_seed(17)
        model = randomise(small(library))
        record(folder, "small" + generation, model)
        model.save(folder + "/small%s.h5" % generation)
        model.save(folder + "/small%s.keras" % generation)
        library.backend.clear_session()
        model, base = densenet(library)
        record(folder, "densenet" + generation, randomise(model))
        model.save(folder + "/densenet%s.h5" % generation)
        model.save_weights(folder + "/densenet%s.weights.h5" % generation)
        if generation == "2":
            model.save_weights(folder + "/weights.05-0.12.hdf5")
            base.save_weights(folder + "/densenet_notop.h5")
            model.save(folder + "/densenet2", save_format="tf")
        else:
            model.save(folder + "/densenet3.keras")
    open(folder + "/done", "w").close()


def record(folder, name, model):
    images = batch(model)
    images.tofile(folder + "/" + name + ".images")
    np.asarray(model(images, training=False), "float32").tofile(folder + "/" + name + ".outputs")


def loaders(file):
    import keras
    import tf_keras

    if file.endswith(".keras"):
        return [keras]
    return [tf_keras, keras]


def check(folder, *cases):
    import keras
    import tf_keras

    for case in cases:
        reference, file = case.split("=")
        original = {"2": tf_keras, "3": keras}[reference[-1]].models.load_model(folder + "/" + reference + ".h5", compile=False)
        expected = {bytes_of(w) for w in original.get_weights()}
        outputs = np.fromfile(folder + "/" + reference + ".outputs", "float32")
        for library in loaders(file):
            if file.endswith(".weights.h5"):
                model = densenet(library)[0]
                model.load_weights(file)
            else:
                model = library.models.load_model(file)
            found = model.get_weights()
            assert {bytes_of(w) for w in found} == expected, (file, library.__name__, "weights differ")
            assert len(found) == len(original.get_weights()), file
            got = np.asarray(model(batch(model), training=False)).ravel()
            np.testing.assert_allclose(got, outputs, atol=1e-6, rtol=0)
            print(os.path.basename(file), "opened by", library.__name__)


def bytes_of(array):
    return (array.shape, np.asarray(array, "float32").tobytes())


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
