"""Trains with tf_keras' train_on_batch and writes what every step gave, as raw float32, order by order (orders.py).

usage: train_on_batch.py SAMPLE THREADS
order: make FOLDER NAME OPTIMIZER...
NAME: a Keras application (with the head GAP, Dense 1024 relu, Dense 2 sigmoid; DenseNet121-14: 14 classes with
      drawn labels), or small (an own CNN)
OPTIMIZER: sgd (0.01), adam (1e-4), frozen (sgd of the last two layers alone) or own_loss (sgd with the original
project's own binary cross-entropy), one of OTHERS or LOSSES below; one after the other from one start

THREADS: 0 for as many as TensorFlow takes itself

In FOLDER, where it is not yet: pixels.u8, labels.f32, model/ (the start as SavedModel), weights.txt. For each
optimizer THREADS-OPTIMIZER-losses.f32, -gradients.f32 (of the first step) and -weights.f32 (after the last);
adam has no gradients, but the compiled model after half of the steps, five.h5.
"""

import fcntl
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras as keras
from tf_keras.src.saving.legacy import saving_utils

import orders
import radiograph_batches


def application(name):
    layers = keras.layers
    name, _, classes = name.partition("-")
    backbone = getattr(keras.applications, name)(include_top=False, weights=None)
    x = layers.GlobalAveragePooling2D()(backbone.output)
    x = layers.Dense(1024, activation="relu")(x)
    return keras.Model(backbone.input, layers.Dense(int(classes or 2), activation="sigmoid")(x), name=backbone.name)


def small():
    """Layers that the applications lack, with other settings than the defaults.

    No bias stands right before a batch norm, where its gradient is nothing but rounding, and the kernels
    start wide: the update of a narrow one before a batch norm is large, and ten of them chaotic.
    """
    layers = keras.layers
    wide = keras.initializers.VarianceScaling(10.0)
    image = layers.Input((128, 128, 1))
    x = layers.Rescaling(1 / 127.5, offset=-1)(image)
    x = layers.SeparableConv2D(8, 5, strides=2, activation="relu", name="separable",
                               depthwise_initializer=wide, pointwise_initializer=wide)(x)
    x = layers.BatchNormalization(momentum=0.9, name="norm")(x)
    x = layers.LeakyReLU(alpha=0.1)(x)
    x = layers.Dropout(0.0, name="drop")(x)
    x = layers.Conv2D(12, 3, strides=2, padding="same", activation="swish", name="convolution",
                      kernel_initializer=wide)(x)
    x = layers.BatchNormalization(scale=False, name="without_scale")(x)
    x = layers.LeakyReLU()(x)
    x = layers.AveragePooling2D(3, strides=2, padding="same")(x)
    x = layers.DepthwiseConv2D(3, use_bias=False, name="depthwise", depthwise_initializer=wide)(x)
    x = layers.BatchNormalization(center=False, epsilon=1e-2, name="without_center")(x)
    x = layers.Conv2D(16, 3, strides=2, activation="elu", use_bias=False, name="second",
                      kernel_initializer=wide)(x)
    x = layers.BatchNormalization(scale=False, center=False, momentum=0.5, name="bare")(x)
    x = layers.GlobalMaxPooling2D()(x)
    x = layers.BatchNormalization(scale=False, center=False, name="bare_vector_norm")(x)
    x = layers.Dense(16, activation="tanh", name="hidden")(x)
    x = layers.BatchNormalization(momentum=0.8, name="vector_norm")(x)
    return keras.Model(image, layers.Dense(2, activation="sigmoid", name="out")(x), name="small")


def recording(optimizer, variables):
    """The optimizer, which keeps the gradients that it was given."""

    class Recording(optimizer):
        def apply_gradients(self, grads_and_vars, *args, **options):
            pairs = list(grads_and_vars)
            for kept, (gradient, _) in zip(self.kept, pairs):
                kept.assign(gradient)
            return super().apply_gradients(pairs, *args, **options)

    Recording.kept = [tf.Variable(tf.zeros(v.shape)) for v in variables]
    return Recording


def raw(path, arrays):
    """Appears whole: another JVM's tests may wait for it."""
    with open(path + ".part", "wb") as file:
        for array in arrays:
            np.asarray(array, "float32").tofile(file)
    os.replace(path + ".part", path)


def own_loss(labels, outputs):
    """Binary cross-entropy with an epsilon in the logarithms and nothing clipped, mean over all cells."""
    epsilon = 1e-5
    cells = labels * tf.math.log(outputs + epsilon) + (1 - labels) * tf.math.log(1 - outputs + epsilon)
    return tf.reduce_mean(-cells)


class Pesg(keras.optimizers.Optimizer):
    """The proximal stochastic gradient of the AUC margin loss, as its paper has it: with the reference itself."""

    def __init__(self, rate, epoch_decay, weight_decay, clip_value, steps_per_stage, **options):
        super().__init__("pesg", **options)
        self._learning_rate = self._build_learning_rate(rate)
        self.constants = epoch_decay, weight_decay, clip_value, steps_per_stage

    def build(self, variables):
        if hasattr(self, "of_variable"):
            return
        super().build(variables)
        self.of_variable = {v.ref(): (tf.Variable(v), tf.Variable(tf.zeros_like(v))) for v in variables}

    def update_step(self, gradient, variable):
        epoch_decay, weight_decay, clip_value, steps_per_stage = self.constants
        reference, total = self.of_variable[variable.ref()]
        gradient = tf.clip_by_value(gradient, -clip_value, clip_value)
        gradient += epoch_decay * (variable - reference) + weight_decay * variable
        variable.assign_sub(tf.cast(self.learning_rate, tf.float32) * gradient)
        total.assign_add(variable)
        if_ended = (self.iterations + 1) % steps_per_stage == 0
        reference.assign(tf.where(if_ended, total / steps_per_stage, reference))
        total.assign(tf.where(if_ended, tf.zeros_like(total), total))

    def get_config(self):
        return {}


OTHERS = {
    "pesg": (Pesg, 0.01, {"epoch_decay": 0.5, "weight_decay": 0.1, "clip_value": 0.01, "steps_per_stage": 4}),
    "ema": (keras.optimizers.Adam, 1e-4, {"use_ema": True, "ema_momentum": 0.8, "clipnorm": 0.1}),
    "ema_overwriting": (keras.optimizers.SGD, 0.01,
                        {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 4}),
    "momentum": (keras.optimizers.SGD, 0.01, {"momentum": 0.9}),
    "nesterov": (keras.optimizers.SGD, 0.01, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (keras.optimizers.RMSprop, 1e-4, {}),
    "rmsprop_centered": (keras.optimizers.RMSprop, 1e-4, {"momentum": 0.5, "centered": True}),
    "adamw": (keras.optimizers.AdamW, 1e-4, {"weight_decay": 0.1}),
    "clipnorm": (keras.optimizers.SGD, 0.01, {"clipnorm": 0.1}),
    "clipvalue": (keras.optimizers.SGD, 0.01, {"clipvalue": 0.01}),
    "global_clipnorm": (keras.optimizers.Adam, 1e-4, {"global_clipnorm": 0.1}),
}


def weighted_binary_crossentropy(labels, outputs):
    """The original project's: a weight for positives and one for negatives of each class, -1 left out."""
    epsilon = keras.backend.epsilon()
    mask = tf.cast(labels >= 0, tf.float32)
    p = tf.clip_by_value(outputs, epsilon, 1 - epsilon)
    positive = -tf.constant(POSITIVE_WEIGHTS) * labels * tf.math.log(p + epsilon)
    negative = -tf.constant(NEGATIVE_WEIGHTS) * (1 - labels) * tf.math.log(1 - p + epsilon)
    return tf.reduce_sum(mask * (positive + negative)) / tf.reduce_sum(mask)


POSITIVE_WEIGHTS = [7.0, 3.0]
NEGATIVE_WEIGHTS = [2.5, 7.5]
CLASS_WEIGHTS = {0: 6.5, 1: 3.5}

# Loss and whether class_weight is given and every fifth label is -1. All with SGD (0.01, clipnorm 1) and a rate
# that is halved after every epoch of four steps, as the original's LearningRateScheduler did.
LOSSES = {
    "cwbce": (weighted_binary_crossentropy, None, True),
    "wbce": (keras.losses.BinaryCrossentropy(), CLASS_WEIGHTS, False),
    "wbce_own": (own_loss, CLASS_WEIGHTS, False),
}
STEPS_PER_EPOCH = 4


def train_with_loss(model, name, images, labels, prefix):
    loss, class_weight, masked = LOSSES[name]
    kind = recording(keras.optimizers.SGD, model.trainable_variables)
    model.compile(kind(0.01, clipnorm=1, jit_compile=False), loss, jit_compile=False)
    if masked:
        labels = labels.copy()
        labels.reshape(-1)[2::5] = -1
    losses = []
    for step in range(len(images)):
        if step > 0 and step % STEPS_PER_EPOCH == 0:
            rate = float(keras.backend.get_value(model.optimizer.learning_rate))
            keras.backend.set_value(model.optimizer.learning_rate, rate * 0.5)
        losses.append(model.train_on_batch(images[step], labels[step], class_weight=class_weight))
        if step == 0:
            raw(prefix + "-gradients.f32", kind.kept)
    raw(prefix + "-losses.f32", losses)
    raw(prefix + "-weights.f32", model.get_weights())


def train_with_adam(model, name, images, labels, prefix):
    """With what a file can hold: Keras' own words for optimizer and loss."""
    model.compile(keras.optimizers.Adam(1e-4, jit_compile=False), "binary_crossentropy", jit_compile=False)
    losses = []
    for step in range(len(images)):
        if step == len(images) // 2:
            model.save(os.path.dirname(prefix) + "/five.h5")
        losses.append(model.train_on_batch(images[step], labels[step]))
    raw(prefix + "-losses.f32", losses)
    raw(prefix + "-weights.f32", model.get_weights())


def train(model, optimizer, images, labels, prefix):
    for layer in model.layers[:-2]:
        layer.trainable = optimizer != "frozen"
    kind, rate, arguments = OTHERS.get(optimizer, (keras.optimizers.SGD, 0.01, {}))
    kind = recording(kind, model.trainable_variables)
    loss = own_loss if optimizer == "own_loss" else keras.losses.BinaryCrossentropy()
    model.compile(kind(rate, jit_compile=False, **arguments), loss, jit_compile=False)
    if optimizer == "pesg":
        # Its variables have to be there before the step is traced.
        model.optimizer.build(model.trainable_variables)
    losses = []
    for step in range(len(images)):
        losses.append(model.train_on_batch(images[step], labels[step]))
        if step == 0:
            raw(prefix + "-gradients.f32", kind.kept)
    if arguments.get("use_ema"):
        model.optimizer.finalize_variable_values(model.trainable_variables)
    raw(prefix + "-losses.f32", losses)
    raw(prefix + "-weights.f32", model.get_weights())


def save(model, folder, pixels, labels):
    pixels.tofile(folder + "/pixels.u8")
    labels.tofile(folder + "/labels.f32")
    # Without the layers' own functions: nobody calls them, and writing them takes longer than all training.
    signature = {"serving_default": saving_utils.trace_model_call(model)}
    model.save(folder + "/model", save_format="tf", save_traces=False, signatures=signature)
    trainable = {id(v) for v in model.trainable_variables}
    with open(folder + "/weights.txt", "w") as file:
        for v in model.weights:
            kind = "trainable" if id(v) in trainable else "moving"
            file.write("%s %d %s\n" % (v.name[:-2], np.prod(v.shape), kind))


def scaling(name):
    return "none" if name == "small" else "torch" if name.lower().startswith("densenet") else "tf"


def fresh(name):
    """The model with its random start, always the same, and Keras' names for its layers."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    return small() if name == "small" else application(name)


def make(folder, name, *optimizers):
    """One process at a time; what another one has made in the meantime is left as it is."""
    os.makedirs(folder, exist_ok=True)
    with open(folder + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [o for o in optimizers if not os.path.exists("%s/%s-%s-weights.f32" % (folder, THREADS, o))]
        if missing:
            train_all(folder, name, missing)


def train_all(folder, name, optimizers):
    model = fresh(name)
    pixels, labels = radiograph_batches.read(SAMPLE)
    if "-" in name:
        cells = np.random.default_rng(7).random((*labels.shape[:2], model.output_shape[1]))
        labels = (cells < 0.3).astype("float32")
    images = radiograph_batches.scaled(pixels, scaling(name))
    if not os.path.exists(folder + "/weights.txt"):
        save(model, folder, pixels, labels)
    start = model.get_weights()
    for optimizer in optimizers:
        model.trainable = True
        model.set_weights(start)
        prefix = "%s/%s-%s" % (folder, THREADS, optimizer)
        how = train_with_adam if optimizer == "adam" else train_with_loss if optimizer in LOSSES else train
        how(model, optimizer, images, labels, prefix)


if __name__ == "__main__":
    SAMPLE, THREADS = sys.argv[1:]
    tf.config.threading.set_intra_op_parallelism_threads(int(THREADS))
    tf.config.threading.set_inter_op_parallelism_threads(int(THREADS))
    orders.serve(make=make)
