"""Small compiled and trained models of both generations.

usage: compiled_models.py make FOLDER

FOLDER/2-OPTIMIZER.h5 by tf_keras and 3-OPTIMIZER.keras by Keras 3, each after two steps of adam, adamw, momentum
(SGD with Nesterov's), sgd or rmsprop (centered, with momentum); 2-custom.h5, whose loss and one metric are functions
of its own; 2-frozen.h5, whose first layers are not trained; 2-untrained.h5 and 3-untrained.keras, compiled with Adam and
saved.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np


def small(keras):
    layers = keras.layers
    image = layers.Input((16, 16, 3), name="image")
    x = layers.Conv2D(4, 3, name="first", kernel_initializer="he_normal")(image)
    x = layers.BatchNormalization(momentum=0.9, name="norm")(x)
    x = layers.ReLU(name="active")(x)
    x = layers.SeparableConv2D(5, 3, use_bias=False, name="separable")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(image, layers.Dense(2, activation="sigmoid", name="out")(x), name="compiled")


def optimizers(keras):
    o = keras.optimizers
    return {
        "adam": o.Adam(0.003, beta_1=0.8, epsilon=1e-6),
        "amsgrad": o.Adam(0.003, amsgrad=True, clipnorm=1.0),
        "adamw": o.AdamW(0.003, weight_decay=0.01),
        "sgd": o.SGD(0.03),
        "momentum": o.SGD(0.03, momentum=0.9, nesterov=True),
        "rmsprop": o.RMSprop(0.003, rho=0.8, momentum=0.5, centered=True),
    }


def own_loss(labels, outputs):
    import tensorflow as tf

    return tf.reduce_mean(tf.square(labels - outputs))


def own_metric(labels, outputs):
    import tensorflow as tf

    return tf.reduce_mean(outputs)


def trained(keras, model, optimizer, loss=None, metrics=()):
    rng = np.random.default_rng(3)
    images = rng.normal(size=(4, 16, 16, 3)).astype("float32")
    labels = (rng.random((4, 2)) > 0.5).astype("float32")
    loss = loss or keras.losses.BinaryCrossentropy(label_smoothing=0.1)
    auc = keras.metrics.AUC(name="auc", multi_label=True, num_labels=2)
    model.compile(optimizer, loss, metrics=["binary_accuracy", auc, keras.metrics.Recall(name="recall"), *metrics])
    for _ in range(2):
        model.train_on_batch(images, labels)
    return model


def make(folder):
    os.makedirs(folder, exist_ok=True)
    import keras
    import tf_keras

    for name, optimizer in optimizers(tf_keras).items():
        trained(tf_keras, small(tf_keras), optimizer).save(folder + "/2-%s.h5" % name)
    for name, optimizer in optimizers(keras).items():
        trained(keras, small(keras), optimizer).save(folder + "/3-%s.keras" % name)
    own = trained(tf_keras, small(tf_keras), "adam", own_loss, [own_metric])
    own.save(folder + "/2-custom.h5")
    model = small(tf_keras)
    for layer in model.layers[:3]:
        layer.trainable = False
    trained(tf_keras, model, tf_keras.optimizers.Adam(0.003)).save(folder + "/2-frozen.h5")
    for library, name in ((tf_keras, "2-untrained.h5"), (keras, "3-untrained.keras")):
        model = small(library)
        model.compile(library.optimizers.Adam(0.003), library.losses.BinaryCrossentropy())
        model.save(folder + "/" + name)
    open(folder + "/done-2", "w").close()


{"make": make}[sys.argv[1]](*sys.argv[2:])
