"""Models of both Kerases that want images scaled in other ways than applications, or give logits.

    scaled_models.py FOLDER [reports]

writes, of two public reports, a film of 32 pixels, pneumonia.h5 and logits.h5; or films, models, and expected.json: for each model its file, what must be said about it, the
number of classes, and what Keras answers for each film.
"""
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import keras as keras3
import numpy as np
import tensorflow as tf
import tf_keras as keras2
from PIL import Image

SIZE = 24
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
cases = []


def drawn(size, seed=0):
    y, x = np.mgrid[0:size, 0:size]
    return (90 + 80 * np.sin(x / 3.0 + seed) * np.cos(y / 5.0) + 40 * (x > y)).clip(0, 255).astype("uint8")


films = [drawn(SIZE, seed) for seed in range(3)] + [np.full((SIZE, SIZE), 77, "uint8")]
for i, film in enumerate(films):
    Image.fromarray(film).save(f"{out}/film-{i}.png")


def bytes_of(channels):
    return np.repeat(np.stack(films).astype("float32")[..., None], channels, -1)


def scaled(how, x):
    if how == "unit":
        return keras2.preprocessing.image.ImageDataGenerator(rescale=1 / 255).standardize(x.copy())
    if how == "per-image":
        generator = keras2.preprocessing.image.ImageDataGenerator(
            samplewise_center=True, samplewise_std_normalization=True)
        return np.stack([generator.standardize(each.copy()) for each in x])
    if how == "tf":
        return x / np.float32(127.5) - 1
    if how.startswith("mean="):
        mean, std = [np.array([float(n) for n in part.split("=")[1].split("/")], "float32") for part in how.split(",")]
        return (x - mean) / std
    return x


def fill(model, seed, spread):
    r = np.random.RandomState(seed)
    model.set_weights([r.uniform(0.5, 1.5, w.shape) if "variance" in v.name else r.normal(0.02, spread, w.shape)
                       for v, w in zip(model.weights, model.get_weights())])


def save(model, name, form):
    path = f"{out}/{name}.{form}"
    if form == "savedmodel":
        model.save(path)
    elif form == "exported":
        model.export(path, verbose=False)
    else:
        model.save(path)
    return os.path.basename(path)


def case(name, k, form, classes, channels=3, first=(), last="sigmoid", after=None, loss=None, optimizer="adam",
         say=None, told=None, means=None, model_name=None, spread=0.25, nested=False, end=()):
    """say: --scaling needed; told: --activation needed; means: what its outputs become."""
    L = k.layers
    image = x = L.Input((SIZE, SIZE, channels))
    for layer in first:
        x = layer(L)(x)
    if nested:
        inner = L.Input((SIZE, SIZE, channels))
        x = k.Model(inner, L.Conv2D(6, 3, activation="relu")(inner), name="inner")(x)
    else:
        x = L.Conv2D(6, 3, activation="relu")(x)
    x = L.GlobalAveragePooling2D()(L.MaxPooling2D()(x))
    if end:
        x = end[0](L, x)
    else:
        x = L.Dense(classes, activation=last, name="out")(x)
        if after:
            x = after(L)(x)
    model = k.Model(image, x, name=model_name or "model_of_" + name)
    fill(model, len(cases), spread)
    if loss is not None:
        model.compile(optimizer(k) if callable(optimizer) else optimizer, loss=loss(k.losses))
    outputs = np.asarray(model(scaled(say or "none", bytes_of(channels)), training=False)).astype("float64")
    if means == "sigmoid":
        outputs = 1 / (1 + np.exp(-outputs))
    elif means == "softmax":
        outputs = np.exp(outputs - outputs.max(-1, keepdims=True))
        outputs /= outputs.sum(-1, keepdims=True)
    cases.append({"file": save(model, name, form), "scaling": say, "activation": told, "classes": classes,
                  "expected": outputs.tolist()})


def reports():
    L = keras2.layers
    Image.fromarray(drawn(32)).save(f"{out}/film.png")
    keras2.utils.set_random_seed(1)
    image = L.Input((32, 32, 3))
    x = L.Flatten()(L.MaxPooling2D()(L.Conv2D(8, 3, activation="relu")(image)))
    model = keras2.Model(image, L.Dense(2, activation="softmax")(x))
    r = np.random.RandomState(7)
    model.set_weights([r.normal(0.1, 0.3, w.shape) for w in model.get_weights()])
    model.save(f"{out}/pneumonia.h5")
    keras2.utils.set_random_seed(3)
    image = L.Input((32, 32, 3))
    x = L.GlobalAveragePooling2D()(L.Conv2D(8, 3, activation="relu")(image))
    model = keras2.Model(image, L.Dense(2, kernel_initializer=keras2.initializers.RandomNormal(0, 6.0))(x))
    model.compile("adam", keras2.losses.BinaryCrossentropy(from_logits=True))
    model.save(f"{out}/logits.h5")


if len(sys.argv) > 2:
    reports()
    sys.exit()
three = "mean=123.675/116.28/103.53,std=58.395/57.12/57.375"
for i, (k, form) in enumerate([(keras2, "h5"), (keras3, "keras"), (keras2, "savedmodel"), (keras3, "exported")]):
    case(f"unit-{i}", k, form, 1 + i, say="unit", spread=2)
    case(f"per-image-{i}", k, form, [1, 3, 14, 5][i], say="per-image")
    case(f"numbers-{i}", k, form, 3, last="softmax", say=three)
    case(f"one-number-{i}", k, form, 14, channels=1, say="mean=127.5,std=50")
    case(f"grey-per-image-{i}", k, form, 2, channels=1, say="per-image")
    # Scaled inside: nothing is said.
    case(f"rescaling-{i}", k, form, 2, first=[lambda L: L.Rescaling(1 / 255)], spread=2)
    case(f"rescaled-application-{i}", k, form, 3, model_name="MobilenetV3small",
         first=[lambda L: L.Rescaling(1 / 127.5, offset=-1)], last="softmax")
    case(f"padded-{i}", k, form, 1, nested=True, first=[lambda L: L.ZeroPadding2D(2), lambda L: L.Rescaling(1 / 255)][::-1]
         + [lambda L: L.Cropping2D(2)], spread=2)
    case(f"normalization-{i}", k, form, 2, first=[
        lambda L: L.Normalization(mean=[120.0, 118.0, 110.0], variance=[3000.0, 2900.0, 2800.0])])
    case(f"efficient-{i}", k, form, 2, first=[
        lambda L: L.Rescaling(1 / 255), lambda L: L.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.05, 0.05, 0.05])])
    # Made for images of 0..1, so that it does not say it for those of 0..255.
    case(f"normalized-unit-{i}", k, form, 2, say="unit", first=[
        lambda L: L.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.05, 0.05, 0.05])])
    # Logits.
    compiled = form != "exported"
    told = lambda a: None if compiled else a
    case(f"binary-{i}", k, form, [1, 2, 14, 5][i], last=None, say="tf", told=told("sigmoid"), means="sigmoid",
         loss=lambda l: l.BinaryCrossentropy(from_logits=True))
    case(f"categorical-{i}", k, form, 3, last=None, say="unit", told=told("softmax"), means="softmax",
         loss=lambda l: l.CategoricalCrossentropy(from_logits=True))
    case(f"sparse-list-{i}", k, form, 5, last=None, say="unit", told=told("softmax"), means="softmax",
         loss=lambda l: [l.SparseCategoricalCrossentropy(from_logits=True)])
    case(f"focal-dictionary-{i}", k, form, 4, last=None, say="unit", told=told("sigmoid"), means="sigmoid",
         loss=lambda l: {"out": l.BinaryFocalCrossentropy(from_logits=True)})
    case(f"scheduled-{i}", k, form, 2, last=None, say="unit", told=told("sigmoid"), means="sigmoid",
         loss=lambda l: l.BinaryCrossentropy(from_logits=True),
         optimizer=lambda k: k.optimizers.Adam(k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)))
    case(f"not-compiled-{i}", k, form, 3, last=None, say="unit", told="softmax", means="softmax")
    # Probabilities all the same.
    case(f"activation-layer-{i}", k, form, 3, last=None, after=lambda L: L.Activation("softmax"), say="unit",
         loss=lambda l: l.CategoricalCrossentropy())
    case(f"activated-twice-said-{i}", k, form, 2, last=None, after=lambda L: L.Activation("sigmoid"), say="unit",
         loss=lambda l: l.BinaryCrossentropy(from_logits=True))
    case(f"average-{i}", k, form, 2, say="unit", end=[lambda L, x: L.Average()(
        [L.Dense(2, activation="sigmoid")(x), L.Dense(2, activation="softmax")(x)])])
json.dump(cases, open(f"{out}/expected.json", "w"))
