"""Steps of tiny networks with tf_keras, case by case, order by order (orders.py); all as raw float32.

order: train FOLDER CASE, or fit FOLDER CASE: one epoch of fit with the images that FOLDER has. CASE is one JSON object:
    classes, batch, steps
    head: sigmoid, reshaped (no logits to be seen behind it) or three_way (three outputs a class)
    loss: one of loss_of; weights, positive, negative, shares: what it needs, one number a class
    optimizer: Keras' class (or PESG), rate, arguments
    masked: every fifth label is -1
    by: function (the step of fit, whose batches are of any size) or train_on_batch
    size: of images, SIZE where it is missing

In FOLDER: start.h5, pixels.u8, labels.f32 (train); losses.f32 of each step, gradients.f32 of the first one, weights.f32 after
the last one, weights.txt (their names and sizes). The last batch is smaller by two, unless one would be left.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras as keras

import losses
import orders
import train_on_batch

SIZE = 29


def network(size, classes, head):
    """A mean over 7 x 7 pixels: its gradient is no division by a power of two either."""
    layers = keras.layers
    image = layers.Input((size, size, 1))
    x = layers.Conv2D(6, 3, strides=2, use_bias=False, name="first")(image)
    x = layers.BatchNormalization(name="first_norm")(x)
    x = layers.ReLU(name="first_relu")(x)
    x = layers.AveragePooling2D(3, strides=2, padding="same", name="pool")(x)
    x = layers.Conv2D(10, 3, padding="same", use_bias=False, name="second")(x)
    x = layers.BatchNormalization(name="second_norm")(x)
    x = layers.ReLU(name="second_relu")(x)
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    x = layers.Dense(11, activation="relu", name="hidden")(x)
    if head == "three_way":
        x = layers.Dense(3 * classes, name="out")(x)
        x = layers.Reshape((classes, 3), name="ways")(x)
        x = layers.Softmax(name="probabilities")(x)
        x = layers.Reshape((3 * classes,), name="flat")(x)
    else:
        x = layers.Dense(classes, activation="sigmoid", name="out")(x)
        if head == "reshaped":
            x = layers.Reshape((classes,), name="flat")(x)
    return keras.Model(image, x, name="tiny")


def cells_of(case):
    """Batches of pixels and labels."""
    rng = np.random.default_rng(11)
    batch, classes, size = case["batch"], case["classes"], case.get("size", SIZE)
    sizes = [batch] * (case["steps"] - 1) + [max(batch - 2, min(batch, 2))]
    images = sum(sizes)
    pixels = rng.integers(0, 256, (images, size, size), "uint8")
    labels = (rng.random((images, classes)) < 0.4).astype("float32")
    if case.get("masked"):
        labels.reshape(-1)[2::5] = -1
    cuts = np.cumsum(sizes)[:-1]
    return pixels, labels, np.split(pixels[..., None].astype("float32"), cuts), np.split(labels, cuts)


class AucMargin:
    """With its own variables, which PESG moves beside the network's."""

    def __init__(self, case):
        zeros = np.zeros(case["classes"], "float32")
        self.own = [tf.Variable(zeros) for _ in range(3)]
        self.case = case

    def of_classes(self, t, h, a, b, alpha):
        p = tf.constant(self.case["shares"], tf.float32)
        m = tf.cast(t >= 0, tf.float32)
        positive, negative = (1 - p) * (m * t), p * (m * (1 - t))
        spread = positive * tf.square(h - a) + negative * tf.square(h - b)
        cells = spread + 2 * alpha * ((negative - positive) * h)
        labelled = tf.reduce_sum(m, axis=0)
        rest = p * (1 - p) * ((2 * self.case["margin"] * alpha - tf.square(alpha)) * tf.minimum(labelled, 1.0))
        return tf.reduce_sum(cells, axis=0) / tf.maximum(labelled, 1.0) + rest

    def __call__(self, t, h):
        with tf.GradientTape() as tape:
            classes = self.of_classes(t, h, *self.own)
        by_a, by_b, by_alpha = tape.gradient(classes, self.own)
        a, b, alpha = self.own
        a.assign_sub(self.case["rate"] * by_a)
        b.assign_sub(self.case["rate"] * by_b)
        alpha.assign(tf.maximum(alpha + self.case["rate"] * by_alpha, 0.0))
        return tf.reduce_mean(classes)


def loss_of(case):
    kind = case["loss"]
    if kind in ("bce", "wbce"):
        return "binary_crossentropy"
    if kind in ("own", "wbce_own"):
        return train_on_batch.own_loss
    if kind == "cwbce":
        return lambda t, p: losses.weighted(t, p, case["positive"], case["negative"])
    if kind == "class_weighted":
        return lambda t, p: losses.class_weighted(t, p, case["weights"])
    if kind == "focal":
        alpha = case.get("alpha", 0)
        if case.get("masked"):
            return lambda t, p: losses.focal(t, p, case["gamma"], alpha)
        return keras.losses.BinaryFocalCrossentropy(alpha > 0, alpha=alpha, gamma=case["gamma"])
    return losses.three_way


def optimizer_of(case, variables):
    arguments = dict(case.get("arguments", {}))
    if case["optimizer"] == "PESG":
        kind = train_on_batch.recording(train_on_batch.Pesg, variables)
        return kind, kind(case["rate"], jit_compile=False, **arguments)
    kind = train_on_batch.recording(getattr(keras.optimizers, case["optimizer"]), variables)
    return kind, kind(case["rate"], jit_compile=False, **arguments)


def save(model, folder):
    model.save(folder + "/start.h5")
    trainable = {id(v) for v in model.trainable_variables}
    with open(folder + "/weights.txt", "w") as file:
        for v in model.weights:
            kind = "trainable" if id(v) in trainable else "moving"
            file.write("%s %d %s\n" % (v.name[:-2], np.prod(v.shape), kind))


def steps(model, by, images, labels, class_weight):
    """The loss of each step."""
    if by == "train_on_batch":
        for x, t in zip(images, labels):
            yield model.train_on_batch(x, t, class_weight=class_weight)
    elif by == "function":
        signature = [tf.TensorSpec((None, *images[0].shape[1:])), tf.TensorSpec((None, labels[0].shape[1]))]
        data = tf.data.Dataset.from_generator(lambda: zip(images, labels), output_signature=tuple(signature))
        if class_weight:
            weights = tf.constant([class_weight[c] for c in range(labels[0].shape[1])])
            data = data.map(lambda x, t: (x, t, tf.gather(weights, tf.argmax(t, axis=-1))))
        iterator = iter(data)
        function = model.make_train_function()
        for _ in images:
            model.reset_metrics()
            yield float(function(iterator)["loss"])


class BatchLosses(keras.callbacks.Callback):
    """The loss of each batch; Keras' own log is the mean of the epoch so far."""

    def __init__(self):
        super().__init__()
        self.found = []

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()

    def on_train_batch_end(self, batch, logs=None):
        self.found.append(logs["loss"])


def compiled(folder, case):
    """The model, saved before it is compiled, its optimizer's class and the class weights."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model = network(case.get("size", SIZE), case["classes"], case.get("head", "sigmoid"))
    save(model, folder)
    kind, optimizer = optimizer_of(case, model.trainable_variables)
    model.compile(optimizer, AucMargin(case) if case["loss"] == "auc_margin" else loss_of(case), jit_compile=False)
    if case["optimizer"] == "PESG":
        optimizer.build(model.trainable_variables)
    weighted = case["loss"] in ("wbce", "wbce_own")
    return model, kind, dict(enumerate(case["weights"])) if weighted else None


def ended(model, folder, case, found):
    if case.get("arguments", {}).get("use_ema"):
        model.optimizer.finalize_variable_values(model.trainable_variables)
    train_on_batch.raw(folder + "/losses.f32", found)
    train_on_batch.raw(folder + "/weights.f32", model.get_weights())


def train(folder, case):
    case = json.loads(case)
    model, kind, class_weight = compiled(folder, case)
    pixels, labels, images, truths = cells_of(case)
    pixels.tofile(folder + "/pixels.u8")
    labels.tofile(folder + "/labels.f32")
    found = []
    for loss in steps(model, case.get("by", "function"), images, truths, class_weight):
        found.append(loss)
        if len(found) == 1:
            train_on_batch.raw(folder + "/gradients.f32", kind.kept)
    ended(model, folder, case, found)


def fit(folder, case):
    case = json.loads(case)
    model, _, class_weight = compiled(folder, case)
    size = case["size"]
    images = np.fromfile(folder + "/pixels.u8", "uint8").reshape(-1, size, size, 1).astype("float32")
    labels = np.fromfile(folder + "/labels.f32", "<f4").reshape(-1, case["classes"])
    losses_of = BatchLosses()
    model.fit(images, labels, case["batch"], shuffle=False, verbose=0, class_weight=class_weight,
              callbacks=[losses_of])
    ended(model, folder, case, losses_of.found)


if __name__ == "__main__":
    orders.serve(train=train, fit=fit)
