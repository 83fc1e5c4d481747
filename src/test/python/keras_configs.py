"""Models of tf_keras and Keras 3 with their JSON, and models built from our JSON.

usage: keras_configs.py write FOLDER MODEL...   FOLDER/MODEL.config.json, FOLDER/MODEL.json and FOLDER/MODEL.bin
       keras_configs.py open FOLDER MODEL...    opens FOLDER/MODEL.keras2.json and FOLDER/MODEL.keras3.json

A model is GENERATION-NAME, as tf-every_kind, keras-every_kind or tf-DenseNet121; a generation of "old" is the
hand-written NAME of src/test/resources/org/thorax/model/keras/config. The .bin is little-endian float32 input, output,
weights in the order of model.weights and gradients of sum(output * output), for small models only.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import keras
import numpy as np
import tensorflow as tf
import tf_keras
from keras.src.legacy.saving import saving_utils as keras3_legacy
from tf_keras.src.saving.legacy import saving_utils as tf_legacy
from tf_keras.src.saving.legacy.saved_model import json_utils

RESOURCES = "src/test/resources/org/thorax/model/keras/config"
BOTH = "relu relu6 elu selu gelu tanh sigmoid hard_sigmoid softmax softplus softsign linear swish exponential mish"
BOTH += " leaky_relu log_softmax"


def every_kind(K):
    """Every kind of layer but inputs of unknown size."""
    L = K.layers
    image = L.Input((13, 12, 3))
    x = L.Rescaling([0.5, 0.3, 0.2], offset=0.1)(image)
    x = L.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 0.5, 2.0])(x)
    x = L.ZeroPadding2D(((1, 0), (2, 1)))(x)
    x = L.Conv2D(6, (3, 2), padding="same", kernel_regularizer="l2", name="first")(x)
    x = L.GaussianNoise(0.1)(L.SpatialDropout2D(0.2)(L.Dropout(0.1)(x)))
    x = L.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2)(L.GaussianDropout(0.1)(x))
    y = L.LeakyReLU(0.2)(L.Conv2D(6, 3, padding="same", groups=2)(x))
    z = L.PReLU(shared_axes=[1, 2])(L.DepthwiseConv2D(3, padding="same")(x))
    w = L.PReLU()(L.SeparableConv2D(6, 3, padding="same", depth_multiplier=2)(x))
    x = L.Add()([L.Multiply()([x, y]), L.Subtract()([z, w])])
    x = L.Average()([x, L.Maximum()([x, y, z]), L.Minimum()([z, w])])
    gate = L.GlobalAveragePooling2D(keepdims=True)(x)
    gate = L.Dense(6, activation="sigmoid")(gate)
    x = L.Multiply()([x, gate])
    x = L.LayerNormalization()(x)
    x = L.BatchNormalization(momentum=0.9, beta_regularizer="l2")(x)
    x = L.Conv2DTranspose(4, 3, strides=2, padding="same")(x)
    x = L.Conv2DTranspose(4, (3, 5), strides=(1, 3), activation="elu")(x)
    x = L.MaxPooling2D(3, strides=2, padding="same")(L.ELU(0.7)(x))
    x = L.Cropping2D(((1, 0), (2, 3)))(x)
    x = L.UpSampling2D((1, 2))(L.AveragePooling2D(2)(x))
    x = L.UpSampling2D(2, interpolation="bilinear")(x)
    x = L.Add()([x, L.Softmax(axis=1)(x)])
    x = L.Permute((3, 1, 2))(x)
    x = L.Reshape((-1, 4))(x)
    x = L.Dense(3, kernel_initializer="random_normal")(x)
    x = L.Concatenate(axis=1)([x, L.Softmax()(x)])
    return K.Model(image, L.Dense(5)(L.Flatten()(x)), name="every_kind")


def activations(K):
    L = K.layers
    image = L.Input((4, 4, 3))
    x = L.Conv2D(6, 3)(image)
    names = BOTH.split() + (["hard_silu"] if K is keras else [])
    x = L.Concatenate()([L.Activation(name)(x) for name in names])
    x = L.GlobalMaxPooling2D(keepdims=True)(L.ReLU(6.0)(L.ReLU()(x)))
    return K.Model(image, L.Dense(3, activation="silu")(L.Flatten()(x)), name="activations")


def axes(K):
    """Axes other than the last one."""
    L = K.layers
    image = L.Input((5, 4, 3))
    x = L.LayerNormalization(axis=[2, 3], scale=False)(L.Conv2D(4, 2)(image))
    x = L.Concatenate(axis=2)([x, L.LayerNormalization(axis=1)(x)])
    x = L.Concatenate(axis=1)([x, L.Softmax(axis=2)(x)])
    return K.Model(image, L.Dense(3)(L.Flatten()(x)), name="axes")


def sizes_unknown(K):
    """What must be computed from the image's size when run."""
    L = K.layers
    image = L.Input((None, None, 3))
    x = L.Dense(4, activation="relu")(image)
    x = L.DepthwiseConv2D(3, dilation_rate=2, padding="same")(x)
    x = L.SeparableConv2D(4, 3, dilation_rate=(1, 2))(x)
    x = L.Conv2DTranspose(4, 3, strides=2)(x)
    x = L.Conv2DTranspose(3, 2, strides=(2, 3), padding="same")(x)
    x = L.UpSampling2D((3, 2), interpolation="bilinear")(L.Cropping2D(1)(x))
    x = L.UpSampling2D(2)(L.MaxPooling2D()(x))
    y = L.GlobalMaxPooling2D()(x)
    x = L.GlobalAveragePooling2D()(L.Reshape((-1, 1, 3))(x))
    return K.Model(image, L.Concatenate()([x, y]), name="sizes_unknown")


def nested(K):
    """Models in models, names that come twice, and layers without weights called twice."""
    L = K.layers
    inside = L.Input((None, None, 4))
    x = L.BatchNormalization(name="norm")(L.Conv2D(4, 3, name="conv")(inside))
    inner = K.Model(inside, [L.Conv2D(3, 1, name="left")(x), x], name="inner")
    inner.get_layer("conv").trainable = inner.get_layer("norm").trainable = False
    tail = K.Sequential([L.Input((4, 4, 3)), L.Conv2D(3, 2, name="conv"), L.Flatten()], name="tail")
    first = L.Input((8, 8, 4))
    middle = K.Model(first, tail(L.Cropping2D(1, name="crop")(inner(first)[0])), name="middle")
    image = L.Input((8, 8, 3))
    relu = L.ReLU(name="relu")
    x = relu(L.Conv2D(4, 3, padding="same", name="conv")(image))
    x = relu(L.BatchNormalization(name="norm")(x))
    x = middle(x, training=False)
    return K.Model(image, L.Dense(2, name="dense")(x), name="nested")


def sequential(K):
    L = K.layers
    first = K.Sequential([L.Conv2D(4, 3, input_shape=(7, 7, 2)), L.ReLU(name="inner_relu")], name="first")
    return K.Sequential([first, L.Conv2D(3, 3), L.GlobalAveragePooling2D(), L.Dense(2)], name="chain")


def classifier(K):
    backbone = K.applications.DenseNet121(include_top=False, weights=None, input_shape=(64, 64, 3))
    x = K.layers.GlobalAveragePooling2D()(backbone.output)
    x = K.layers.Dense(12, activation="sigmoid")(x)
    return K.Model(backbone.input, x, name="classifier")


SMALL = {f.__name__: f for f in (every_kind, activations, axes, sizes_unknown, nested, sequential)}
IMAGES = {"every_kind": (13, 12), "activations": (4, 4), "axes": (5, 4), "sizes_unknown": (9, 8), "nested": (8, 8), "sequential": (7, 7)}


def build(name):
    generation, name = name.split("-")
    if generation == "old":
        with open(f"{RESOURCES}/{name}.json") as file:
            return tf_keras.models.model_from_json(file.read())
    K = tf_keras if generation == "tf" else keras
    K.backend.clear_session()
    if name in SMALL:
        return SMALL[name](K)
    if name == "Classifier":
        return classifier(K)
    return getattr(K.applications, name)(include_top=False, weights=None)


def randomize(model, random):
    values = []
    for weight in model.weights:
        kind = getattr(weight, "path", weight.name).split("/")[-1].split(":")[0]
        if kind in ("gamma", "moving_variance"):
            values.append(random.uniform(0.5, 1.5, weight.shape))
        elif "kernel" in kind:
            values.append(random.normal(0, 1, weight.shape) / np.sqrt(np.prod(weight.shape[:-1])))
        else:
            values.append(random.normal(0, 0.2, weight.shape))
    values = [value.astype(np.float32) for value in values]
    model.set_weights(values)
    return values


def write(folder, number, name):
    random = np.random.default_rng(number)
    model = build(name)
    with open(f"{folder}/{name}.config.json", "w") as file:
        file.write(model.to_json())
    if name.startswith("tf-"):
        model.use_legacy_config = True
        config = tf_legacy.model_metadata(model, include_optimizer=False)["model_config"]
        with open(f"{folder}/{name}.legacy.json", "w") as file:
            json.dump(config, file, default=json_utils.get_json_type)
    plain = name.split("-")[1]
    if not (plain in SMALL or name.startswith("old-") or plain == "Classifier"):
        return
    values = randomize(model, random)
    shape = model.inputs[0].shape[1:]
    size = [n or m for n, m in zip(shape[:2], IMAGES.get(plain, shape[:2]))]
    image = random.uniform(-1, 1, (2, *size, shape[-1])).astype(np.float32)
    with tf.GradientTape() as tape:
        output = model(image, training=False)
        loss = tf.reduce_sum(output * output)
    variables = model.trainable_weights
    gradients = tape.gradient(loss, [w.value for w in variables] if name.startswith("keras") else variables)
    gradients = [] if plain == "Classifier" else gradients
    with open(f"{folder}/{name}.bin", "wb") as file:
        for array in [image, output.numpy(), *values, *map(np.asarray, gradients)]:
            file.write(array.astype("<f4").tobytes())
    facts = {
        "input": list(image.shape),
        "output": list(output.shape),
        "gradients": len(gradients) > 0,
        "weights": [[getattr(w, "path", w.name).split(":")[0], list(w.shape)] for w in model.weights],
    }
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump(facts, file)


def open_ours(folder, name):
    """Ours has the layers and weights it says, in all three ways to open it, and the outputs of its model."""
    with open(f"{folder}/{name}.ours.json") as file:
        ours = json.load(file)
    results = []
    ways = [("keras2", tf_keras.models.model_from_json)]
    ways += [("keras2", lambda text: keras3_legacy.model_from_config(json.loads(text)))]
    ways += [("keras3", keras.models.model_from_json)]
    for wording, way in ways:
        path = f"{folder}/{name}.{wording}.json"
        # Keras 3 refuses names with slashes.
        refused = any("/" in row[0] for row in ours["layers"])
        if not os.path.exists(path) or (refused and (wording, way) == ways[1]):
            continue
        with open(path) as file:
            model = way(file.read())
        assert model.name == ours["name"], (model.name, ours["name"])
        layers = [[layer.name, layer.__class__.__name__, layer.trainable] for layer in model.layers]
        rename = (lambda text: text.replace("/", "_")) if wording == "keras3" else (lambda text: text)
        expected = [[rename(row[0]), row[1]] for row in ours["layers"]]
        assert [row[:2] for row in layers] == expected, (wording, layers, expected)
        for layer, row in zip(layers, ours["layers"]):
            assert layer[2] == row[2] or row[1] == "InputLayer", (wording, layer, row)
        names = [getattr(w, "path", w.name).split(":")[0] for w in model.weights]
        assert len(names) == len(ours["weights"]), (wording, names)
        for theirs, shape, row in zip(names, [list(w.shape) for w in model.weights], ours["weights"]):
            assert shape == row[1], (wording, theirs, shape, row)
            layer, _, weight = row[0].rpartition("/")
            # Keras 3 calls a DepthwiseConv2D's kernel so.
            kernels = {weight, "kernel"} if weight == "depthwise_kernel" else {weight}
            assert theirs in {f"{rename(layer)}/{kernel}" for kernel in kernels}, (theirs, row)
        # Keras 3 has another hard_sigmoid and takes it for that of an .h5 file by Keras 2, too.
        other = (wording, way) == ways[1] and name in ("old-tf21", "tf-activations")
        if os.path.exists(f"{folder}/{name}.bin") and not other:
            compare(folder, name, model)
    print(name, "opened")


def compare(folder, name, model):
    with open(f"{folder}/{name}.json") as file:
        facts = json.load(file)
    data = np.fromfile(f"{folder}/{name}.bin", "<f4")
    arrays = []
    for shape in [facts["input"], facts["output"], *[w.shape for w in model.weights]]:
        arrays.append(data[: np.prod(shape, dtype=int)].reshape(shape))
        data = data[np.prod(shape, dtype=int) :]
    model.set_weights(arrays[2:])
    output = np.asarray(model(arrays[0], training=False))
    error = np.abs(output - arrays[1]).max() / np.abs(arrays[1]).max()
    assert error < 1e-5, (name, model, error)


def main(mode, folder, *names):
    failures = []
    for number, name in enumerate(names):
        try:
            if mode == "write":
                write(folder, number, name)
            else:
                open_ours(folder, name)
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}: {str(error)[-600:]}")
    if failures:
        sys.exit("\n".join(failures))


main(*sys.argv[1:])
