"""Small models with Keras' preprocessing layers and arithmetic between layers.

usage: layer_models.py make FOLDER
       layer_models.py open FOLDER NAME=FILE...
make: each model of both generations as .h5, .keras and SavedModel, with a batch and Keras' outputs;
      models.txt says NAME HEIGHT WIDTH CHANNELS of each
open: FILE must give NAME's outputs within 1e-5 of the largest
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np


def classifier(keras, x, classes=3):
    layers = keras.layers
    x = layers.Conv2D(5, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return layers.Dense(classes)(x)


def on(keras, shape, body, classes=3):
    image = keras.layers.Input(shape)
    return keras.Model(image, classifier(keras, body(image), classes))


def adapted(keras, shape, **arguments):
    layer = keras.layers.Normalization(**arguments)
    layer.adapt(np.random.default_rng(3).uniform(0, 255, (6, *shape)).astype("float32"))
    return layer


def models(keras):
    """(name, model without preprocessing outside), both generations."""
    layers = keras.layers
    apps = keras.applications

    def augmentation():
        return [
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(0.1, fill_mode="constant"),
            layers.RandomZoom(0.1, 0.2),
            layers.RandomTranslation(0.1, 0.1),
            layers.RandomContrast(0.2),
            layers.RandomBrightness(0.1),
        ]

    yield "augmented", keras.Sequential(
        [layers.Input((20, 17, 3)), *augmentation(), layers.Rescaling(1 / 255.0),
         layers.GaussianNoise(0.1), layers.Conv2D(4, 3, activation="relu"),
         layers.GlobalAveragePooling2D(), layers.Dense(2, activation="sigmoid")])
    image = layers.Input((20, 20, 1))
    x = keras.Sequential(augmentation(), name="augmentation")(image)
    x = layers.Concatenate()([x, x, x])
    inner = layers.Input((20, 20, 3))
    base = keras.Model(inner, layers.BatchNormalization()(layers.Conv2D(4, 3)(adapted(keras, (20, 20, 3))(inner))))
    x = layers.GlobalAveragePooling2D()(base(x))
    yield "nested_augmentation", keras.Model(image, layers.Dense(1)(x))

    sizes = {"bilinear": (9, 13), "nearest": (31, 8), "bicubic": (15, 30), "area": (7, 10),
             "lanczos3": (12, 12), "lanczos5": (30, 9)}
    for name, (height, width) in sizes.items():
        yield "resizing_" + name, on(keras, (21, 18, 3), layers.Resizing(height, width, interpolation=name), 5)
    yield "resizing_cropped", on(keras, (21, 14, 3), layers.Resizing(12, 13, crop_to_aspect_ratio=True))
    yield "resizing_cropped_wide", on(keras, (14, 21, 1), layers.Resizing(16, 8, "bicubic", crop_to_aspect_ratio=True))
    yield "resizing_free", on(keras, (None, None, 3), layers.Resizing(12, 13))
    yield "center_crop", on(keras, (21, 18, 3), layers.CenterCrop(14, 13))
    yield "center_crop_of_smaller", on(keras, (12, 18, 3), layers.CenterCrop(15, 14))
    yield "random_crop", on(keras, (21, 18, 3), layers.RandomCrop(14, 14))

    yield "adapted", on(keras, (16, 16, 3), adapted(keras, (16, 16, 3)))
    yield "adapted_one", on(keras, (16, 15, 1), adapted(keras, (16, 15, 1), axis=None))
    yield "adapted_inverted", on(keras, (16, 15, 3), adapted(keras, (16, 15, 3), invert=True))
    yield "adapted_by_place", on(keras, (16, 15, 3), adapted(keras, (16, 15, 3), axis=(1, 2)))
    yield "given", on(keras, (16, 15, 3), layers.Normalization(mean=[100.0, 90.0, 80.0], variance=[900.0, 800.0, 700.0]))
    yield "given_one", on(keras, (16, 15, 3), layers.Normalization(axis=None, mean=100.0, variance=900.0))

    for name in ("mobilenet_v2", "vgg16", "densenet"):
        yield "preprocess_" + name, on(keras, (17, 16, 3), getattr(apps, name).preprocess_input)
    colours = np.array([1.0, 2.0, 3.0], "float32")

    def arithmetic(x):
        y = 3 - (x - colours) / 127.5
        y = 2 * y + x * 0.01 + 1
        return (y / (1 + abs(y))) ** 2 - 1 / (3 + y * y) + (-y)

    yield "arithmetic", on(keras, (17, 16, 3), arithmetic)
    yield "slices", on(keras, (17, 16, 3), lambda x: x[:, 1:-2, ::2, ::-1] / 255.0)
    yield "one_channel_of", on(keras, (17, 16, 3), lambda x: (x[..., 1][..., None] - 128.0) / 64.0)


def models2(keras):
    import tensorflow as tf

    layers = keras.layers
    for name, size in {"gaussian": (9, 8), "mitchellcubic": (30, 25)}.items():
        yield "resizing_" + name, on(keras, (21, 18, 3), layers.Resizing(*size, interpolation=name))
    yield "random_size", on(keras, (21, 18, 3), lambda x: layers.RandomWidth(0.2)(layers.RandomHeight(0.2)(x)))

    def functions(x):
        x = tf.image.grayscale_to_rgb(tf.image.resize(x, (12, 14), method="bicubic", antialias=True))
        x = tf.clip_by_value(tf.cast(x, tf.float32), 10, 200) / 255.0
        y = tf.concat([tf.nn.relu(x - 0.5), tf.sqrt(tf.square(x)), tf.reverse(x, [2])], -1)
        y = tf.pad(tf.transpose(y, (0, 2, 1, 3)), [[0, 0], [1, 2], [0, 1], [0, 0]])
        y = y - tf.reduce_mean(y, axis=[1, 2], keepdims=True)
        y = tf.nn.swish(y) + tf.sigmoid(y) * tf.nn.relu6(y * 6 + 3) / 6
        y = tf.maximum(y, 0.1) + tf.minimum(0.3, y) - tf.reduce_max(y, axis=-1, keepdims=True)
        return tf.expand_dims(tf.squeeze(tf.repeat(y[..., :1], 2, axis=-1)[..., 1:], 3), -1)

    yield "functions", on(keras, (21, 18, 1), functions)


def models3(keras):
    layers = keras.layers
    ops = keras.ops
    yield "resizing_padded", on(keras, (21, 14, 3), layers.Resizing(12, 13, pad_to_aspect_ratio=True, fill_value=7.0))
    # One a model: some give their own input, which Keras 3 calls a cycle in longer chains.
    for more in (layers.RandomShear(0.1), layers.RandomGrayscale(), layers.Solarization(),
                 layers.RandomColorJitter(), layers.RandAugment()):
        yield type(more).__name__, on(keras, (16, 16, 3), more)

    def functions(x):
        x = ops.repeat(ops.image.resize(x, (12, 14), interpolation="bicubic", antialias=True), 3, axis=-1)
        x = ops.clip(ops.cast(x, "float32"), 10, 200) / 255.0
        y = ops.concatenate([ops.relu(x - 0.5), ops.sqrt(ops.square(x)), ops.flip(x, 2)], -1)
        y = ops.pad(ops.transpose(y, (0, 2, 1, 3)), [[0, 0], [1, 2], [0, 1], [0, 0]])
        y = y - ops.mean(y, axis=[1, 2], keepdims=True)
        y = ops.silu(y) + ops.sigmoid(y) * ops.relu6(y * 6 + 3) / 6
        y = ops.maximum(y, 0.1) + ops.minimum(0.3, y) - ops.max(y, axis=-1, keepdims=True)
        y = ops.stack([y[..., 1], y[..., 0]], axis=-1)
        return ops.expand_dims(ops.squeeze(y[..., 1:], 3), -1)

    yield "functions", on(keras, (21, 18, 1), functions)

    def mixed(x):
        x = layers.Conv2D(4, 3, dtype="mixed_float16")(x)
        return layers.Conv2D(4, 3, dtype="float32")(ops.cast(x, "float32"))

    yield "mixed", on(keras, (16, 16, 3), mixed)
    yield "cast", on(keras, (16, 16, 3), lambda x: ops.cast(ops.cast(x, "float64"), "float32") / 99.0)


def convnext(keras):
    """LayerScale and StochasticDepth of ConvNeXt."""
    from importlib import import_module

    module = import_module(keras.__name__ + ".src.applications.convnext")
    layers = keras.layers

    def block(x):
        x = layers.Conv2D(6, 2)(x / 255.0)
        y = module.LayerScale(0.5, 6, name="scale")(layers.LayerNormalization(epsilon=1e-6)(x))
        return x + module.StochasticDepth(0.2, name="depth")(y)

    return on(keras, (12, 12, 3), block)


def save(model, path, generation):
    """In every kind of file that this Keras itself can write of this model."""
    for file in (path + ".h5", path + ".keras"):
        try:
            model.save(file)
        except TypeError as e:  # x[...] in tf_keras' .keras, deep copies in Keras 3's .h5
            assert "ellipsis" in str(e) or "pickle" in str(e), e
            print("not saved:", file, e)
            if os.path.exists(file):
                os.remove(file)
    # Their graphs have branches in functions of their own, or layers in layers that are random.
    branches = ("center_crop2", "center_crop_of_smaller2", "random_crop2", "resizing_padded3",
                "RandomColorJitter3", "RandAugment3")
    if path.endswith(branches):
        return
    if generation == "3":
        model.export(path, verbose=False)
    elif "convnext" not in path:  # tf_keras' StochasticDepth cannot be traced
        model.save(path)


def make(folder):
    os.makedirs(folder, exist_ok=True)
    import keras
    import tf_keras

    lines = []
    for generation, library, more in (("2", tf_keras, models2), ("3", keras, models3)):
        library.utils.set_random_seed(17)
        for each in (models(library), more(library), [("convnext", convnext(library))]):
            for name, model in each:
                name += generation
                height, width, channels = model.inputs[0].shape[1:]
                height, width = height or 19, width or 15
                save(model, f"{folder}/{name}", generation)
                rng = np.random.default_rng(len(lines))
                images = rng.uniform(0, 255, (2, height, width, channels)).astype("float32")
                images.tofile(f"{folder}/{name}.images")
                model.predict(images, verbose=0).astype("float32").tofile(f"{folder}/{name}.outputs")
                lines.append(f"{name} {height} {width} {channels}")
            library.backend.clear_session()
    with open(folder + "/models.txt", "w") as text:
        text.write("\n".join(lines))


def open_all(folder, pairs):
    import keras
    import tf_keras

    for pair in pairs:
        name, file = pair.split("=", 1)
        generation = tf_keras if file.endswith("2.h5") else keras
        custom = {}
        if name.startswith("convnext"):
            from importlib import import_module

            module = import_module(generation.__name__ + ".src.applications.convnext")
            custom = {"LayerScale": module.LayerScale, "StochasticDepth": module.StochasticDepth}
        model = generation.models.load_model(file, custom_objects=custom)
        height, width, channels = np.loadtxt(folder + "/models.txt", dtype=str, usecols=(1, 2, 3))[
            list(np.loadtxt(folder + "/models.txt", dtype=str, usecols=0)).index(name)
        ].astype(int)
        images = np.fromfile(f"{folder}/{name}.images", "float32").reshape(2, height, width, channels)
        expected = np.fromfile(f"{folder}/{name}.outputs", "float32").reshape(2, -1)
        difference = np.abs(model.predict(images, verbose=0) - expected).max() / np.abs(expected).max()
        assert difference < 1e-5, (pair, difference)
        print(file, "opened")


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    open_all(sys.argv[2], sys.argv[3:])
