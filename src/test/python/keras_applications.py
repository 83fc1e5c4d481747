"""The models of keras.applications, with random weights and statistics of their own.

usage: keras_applications.py, then orders on the standard input
orders: list GENERATION                 -> one name a line
        make GENERATION NAME FOLDER     -> NAME.h5, NAME.keras, the SavedModel NAME, NAME.images,
                                           NAME.graph, NAME.call and, in float64, NAME.exact in FOLDER; prints the input's size
"""

import os
import sys
import traceback

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
answers = os.fdopen(os.dup(1), "w")  # what libraries print is no answer
os.dup2(2, 1)

import numpy as np
import tensorflow

LEAST = {"InceptionV3": 75, "InceptionResNetV2": 75, "Xception": 71}
SCALES_ITSELF = ("ConvNeXt", "EfficientNet", "MobileNetV3", "RegNet", "ResNetRS")


def library(generation):
    if generation == "2":
        import tf_keras

        return tf_keras
    import keras

    return keras


def settle(model, images):
    """Weights that let differences be seen, moving statistics near those of the images."""
    rng = np.random.default_rng(11)
    layers = [layer for layer in model._flatten_layers()]
    norms = [layer for layer in layers if type(layer).__name__ == "BatchNormalization"]
    for variable in model.weights:
        name = getattr(variable, "path", variable.name)
        if len(variable.shape) == 1 and variable.dtype in ("float32", np.float32) and "moving" not in name:
            low, high = (0.5, 1.5) if "gamma" in name or "variance" in name else (-0.1, 0.1)
            variable.assign(rng.uniform(low, high, variable.shape).astype("float32"))
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):
            # Normalization computes with what it took from its weights when it was built.
            layer.finalize_state()
    momenta = [layer.momentum for layer in norms]
    for layer in norms:
        layer.momentum = 0.0
    model(images, training=True)
    for layer, momentum in zip(norms, momenta):
        layer.momentum = momentum
        variance = np.array(layer.moving_variance)
        floor = 0.1 * variance.mean() + 1e-3
        layer.moving_variance.assign(np.maximum(variance, floor) * rng.uniform(0.8, 1.25, variance.shape))
        mean = np.array(layer.moving_mean)
        layer.moving_mean.assign(mean + rng.normal(0, 0.1, mean.shape) * np.sqrt(floor))


def exactly(keras, name, size, model):
    """The same model in float64."""
    set_policy(keras, "float64")
    try:
        exact = getattr(keras.applications, name)(
            weights=None, input_shape=(size, size, 3), classes=3, classifier_activation=None)
        exact.set_weights(model.get_weights())
        for layer in exact.layers:
            if hasattr(layer, "finalize_state"):
                layer.finalize_state()
        return lambda images: tensorflow.cast(exact(images, training=False), "float32")
    finally:
        set_policy(keras, "float32")


def set_policy(keras, name):
    keras.backend.set_floatx(name)
    if hasattr(keras, "mixed_precision"):
        keras.mixed_precision.set_global_policy(name)
    if hasattr(keras, "config"):
        keras.config.set_dtype_policy(name)


def make(generation, name, folder):
    keras = library(generation)
    keras.backend.clear_session()
    keras.utils.set_random_seed(17)
    size = LEAST.get(name, 64)
    model = getattr(keras.applications, name)(
        weights=None, input_shape=(size, size, 3), classes=3, classifier_activation=None)
    low, high = (0, 255) if name.startswith(SCALES_ITSELF) else (-1, 1)
    # Statistics of two images alone come near to zero in deep layers, and magnify what rounds otherwise.
    images = np.random.default_rng(13).uniform(low, high, (16, size, size, 3)).astype("float32")
    settle(model, images)
    images = images[:2]
    path = f"{folder}/{name}"
    images.tofile(path + ".images")
    # Keras rounds otherwise in a call and in a graph, as predict runs one: 1.4e-5 on MobileNet with oneDNN. Not predict
    # itself, as Keras 3 lets XLA compile that.
    in_graph = tensorflow.function(lambda batch: model(batch, training=False))
    np.array(in_graph(images)).astype("float32").tofile(path + ".graph")
    np.array(model(images, training=False)).astype("float32").tofile(path + ".call")
    exactly(keras, name, size, model)(images.astype("float64")).numpy().tofile(path + ".exact")
    model.save(path + ".h5")
    model.save(path + ".keras")
    if generation == "2":
        model.save(path)
    else:
        model.export(path, verbose=False)
    return [str(size)]


def answer(words):
    if words[0] == "list":
        names = dir(library(words[1]).applications)
        return [name for name in names if name[0].isupper()]
    return make(*words[1:])


for line in sys.stdin:
    try:
        for word in answer(line.rstrip("\n").split("\t")):
            print(word, file=answers)
        print("ok", file=answers, flush=True)
    except Exception as e:
        traceback.print_exc()
        print("failed:", repr(e).replace("\n", " "), file=answers, flush=True)
