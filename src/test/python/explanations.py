"""Makes classifiers with tf_keras and explains them with GradientTape, by the methods' own definitions.

usage: explanations.py FOLDER NETWORK...
NETWORK: a Keras application

In FOLDER, for each network: NETWORK.h5 (Xception: NETWORK/, a SavedModel), NETWORK.u8 (two grey images), and
NETWORK-WHAT.f32 for every map, two images each, of the class CLASS.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import cv2
import numpy as np
import tensorflow as tf
import tf_keras as keras

CLASSES = 3
CLASS = 2
# The last feature map, one that the output also goes round, height and width.
NETWORKS = {
    "DenseNet121": ("relu", "conv5_block16_2_conv", "densenet", 96, 128),
    "Xception": ("block14_sepconv2_act", "block13_sepconv2_bn", "xception", 96, 96),
    "InceptionV3": ("mixed10", "mixed9_0", "inception_v3", 139, 139),
}


def classifier(name, rng, height, width):
    backbone = getattr(keras.applications, name)(include_top=False, weights=None, input_shape=(height, width, 3))
    x = keras.layers.GlobalAveragePooling2D()(backbone.output)
    x = keras.layers.Dense(1024, activation="relu", name="hidden")(x)
    x = keras.layers.Dense(CLASSES, activation="sigmoid", name="out")(x)
    model = keras.Model(backbone.input, x, name=backbone.name)
    for v in model.weights:
        shape = tuple(v.shape)
        if "moving_variance" in v.name or "gamma" in v.name:
            v.assign(rng.uniform(0.5, 1.5, shape).astype("float32"))
        elif "moving_mean" in v.name or "beta" in v.name or "bias" in v.name:
            v.assign(rng.normal(0, 0.1, shape).astype("float32"))
    return model


def logit(model):
    """The same model without its last sigmoid."""
    out = model.get_layer("out")
    linear = keras.layers.Dense(CLASSES, name="linear")
    z = linear(model.get_layer("hidden").output)
    linear.set_weights(out.get_weights())
    return keras.Model(model.input, z)


def gradients(model, layer, images):
    inner = keras.Model(model.input, [model.get_layer(layer).output, model.output])
    with tf.GradientTape() as tape:
        activations, outputs = inner(images)
        chosen = outputs[:, CLASS]
    return activations.numpy(), tape.gradient(chosen, activations).numpy()


def finished(coarse, size):
    maps = []
    for cam in coarse:
        cam = np.maximum(cv2.resize(cam, size, interpolation=cv2.INTER_LINEAR), 0)
        maps.append(cam / cam.max() if cam.max() > 0 else cam)
    return np.stack(maps)


def grad_cam(a, g):
    return np.einsum("nhwk,nk->nhw", a, g.mean(axis=(1, 2)))


def grad_cam_plus_plus(a, g):
    a, g = a.astype("float64"), g.astype("float64")
    down = 2 * g**2 + a.sum(axis=(1, 2), keepdims=True) * g**3
    alpha = np.where(down != 0, g**2 / np.where(down != 0, down, 1), 0)
    weights = (alpha * np.maximum(g, 0)).sum(axis=(1, 2))
    return np.einsum("nhwk,nk->nhw", a, weights).astype("float32")


def relevance(contributions, size):
    """Of (batch, height, width, classes): the class's map and the combined one."""
    squared = contributions**2

    def shown(grid):
        return np.stack([cv2.resize((g / g.max()).astype("float32"), size) for g in grid])

    return shown(squared[..., CLASS]), shown(squared.sum(-1))


def crm(model, images, size):
    """By the kernels and the gates of the hidden layer, without any gradient."""
    features = keras.Model(model.input, model.layers[-4].output)(images).numpy()
    hidden = keras.Model(model.input, model.get_layer("hidden").output)(images).numpy()
    first = model.get_layer("hidden").get_weights()[0]
    second = model.get_layer("out").get_weights()[0]
    places = features.shape[1] * features.shape[2]
    found = []
    for f, h in zip(features, hidden):
        both = (first * (h > 0)) @ second
        found.append(f @ both / places)
    return relevance(np.stack(found).astype("float64"), size)


def legacy_crm(model, images, size):
    features = keras.Model(model.input, model.layers[-4].output)(images).numpy()
    kernel = model.layers[-1].get_weights()[0]
    return relevance(features[..., : kernel.shape[0]].astype("float64") @ kernel, size)


@tf.custom_gradient
def guided_relu(x):
    def grad(dy):
        return tf.cast(dy > 0, dy.dtype) * tf.cast(x > 0, x.dtype) * dy

    return tf.nn.relu(x), grad


def guided(model, layer, images):
    changed = [l for l in model.layers if getattr(l, "activation", None) is keras.activations.relu]
    assert changed
    for l in changed:
        l.activation = guided_relu
    x = tf.constant(images)
    inner = keras.Model(model.input, [model.get_layer(layer).output, model.output])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        features, outputs = inner(x)
        chosen = outputs[:, CLASS]
    of_class = tape.gradient(chosen, x).numpy()
    of_layer = tape.gradient(features, x).numpy()
    for l in changed:
        l.activation = keras.activations.relu
    return of_class, of_layer


def occlusion(model, grey, scale):
    height, width = grey.shape[1:]
    side = min(height, width) // 8
    base = model(scale(grey)).numpy()[:, CLASS]
    total, count = np.zeros(grey.shape), np.zeros((height, width))
    mean = np.round(grey.mean(axis=(1, 2))).astype("uint8")
    for y in range(0, height - side // 2, side // 2):
        covered, corners = [], range(0, width - side // 2, side // 2)
        for x in corners:
            images = grey.copy()
            images[:, y : y + side, x : x + side] = mean[:, None, None]
            covered.append(images)
            count[y : y + side, x : x + side] += 1
        scores = model(scale(np.concatenate(covered))).numpy()[:, CLASS].reshape(len(covered), -1)
        for x, score in zip(corners, scores):
            total[:, y : y + side, x : x + side] += (base - score)[:, None, None]
    return total / count


def main(folder, networks):
    for name in networks:
        rng = np.random.default_rng(11)
        keras.utils.set_random_seed(11)
        last, inside, module, height, width = NETWORKS[name]
        size = (width, height)
        model = classifier(name, rng, height, width)
        small = rng.uniform(0, 255, (2, 12, 12)).astype("float32")
        grey = np.stack([cv2.resize(s, size, interpolation=cv2.INTER_LINEAR) for s in small]).astype("uint8")
        preprocess = getattr(keras.applications, module).preprocess_input

        def scale(images):
            return preprocess(np.repeat(images[..., None], 3, -1).astype("float32"))

        images = scale(grey)
        if not finished(grad_cam(*gradients(model, last, images)), size).any():
            # Nothing speaks for the class; the other way round everything does.
            kernel, bias = model.get_layer("out").get_weights()
            model.get_layer("out").set_weights([-kernel, bias])
        if name == "Xception":
            model.save(os.path.join(folder, name), save_format="tf")
        else:
            model.save(os.path.join(folder, name + ".h5"))
        grey.tofile(os.path.join(folder, name + ".u8"))
        linear = logit(model)
        found = {"outputs": model(images).numpy()}
        for where, layer in (("last", last), ("inside", inside)):
            a, g = gradients(model, layer, images)
            found["score-" + where] = finished(grad_cam(a, g), size)
            a, g = gradients(linear, layer, images)
            found["logit-" + where] = finished(grad_cam(a, g), size)
            found["raw-" + where] = grad_cam(a, g)
            assert where == "inside" or found["logit-last"].any(), "a map of nothing shows nothing"
            found["plus-plus-" + where] = finished(grad_cam_plus_plus(a, g), size)
        found["crm"], found["crm-combined"] = crm(model, images, size)
        found["legacy"], found["legacy-combined"] = legacy_crm(model, images, size)
        found["guided"], found["guided-layer"] = guided(model, last, images)
        found["guided-cam"] = found["guided"] * found["score-last"][..., None]
        if name == "DenseNet121":
            found["occlusion"] = occlusion(model, grey, scale)
        for what, values in found.items():
            np.asarray(values, "float32").tofile(os.path.join(folder, "%s-%s.f32" % (name, what)))


main(sys.argv[1], sys.argv[2:])
