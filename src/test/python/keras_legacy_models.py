"""Files as the original project left them, and Keras' probabilities for images.

usage: keras_legacy_models.py FOLDER SIZE IMAGE...
old.h5                   a full model as TensorFlow 2.1 laid it out, written by h5py from the documented layout
weights.07-0.35.hdf5     a checkpoint of a whole InceptionV3 classifier with custom loss and metric, names from conv2d_94
direct.h5                weights alone of a DenseNet121 classifier without hidden layer
Prints a line of probabilities for each file and image.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import numpy as np
import tensorflow as tf
import tf_keras
from PIL import Image

CONFIG = "src/test/resources/org/thorax/model/keras/config/tf21.json"
layers = tf_keras.layers
rng = np.random.default_rng(29)


def own_loss(t, p):
    return tf.reduce_mean(-(t * tf.math.log(p + 1e-5) + (1 - t) * tf.math.log(1 - p + 1e-5)))


class SingleClassMetric(tf_keras.metrics.Mean):
    def update_state(self, t, p, sample_weight=None):
        return super().update_state(p)


def randomise(model):
    for layer in model.layers:
        found = []
        for weight in layer.weights:
            kind = weight.name.split("/")[-1]
            if kind.startswith(("gamma", "moving_variance")):
                found.append(rng.uniform(0.5, 1.5, weight.shape))
            elif len(weight.shape) == 1:
                found.append(rng.normal(0, 0.1, weight.shape))
            else:
                found.append(rng.normal(0, np.sqrt(1.5 / np.prod(weight.shape[:-1])), weight.shape))
        layer.set_weights(found)
    return model


def old(path):
    with open(CONFIG) as file:
        text = file.read()
    model = randomise(tf_keras.models.model_from_json(text))
    config = json.loads(text)
    training = {
        "optimizer_config": {"class_name": "Adam", "config": {"name": "Adam", "learning_rate": 1e-4, "clipnorm": 1}},
        "loss": "custom_binary_crossentropy",
        "metrics": [[{"class_name": "SingleClassMetric", "config": {"name": "auc_edema"}}]],
        "weighted_metrics": None,
        "sample_weight_mode": None,
        "loss_weights": None,
    }
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"] = b"2.2.4-tf"
        f.attrs["backend"] = b"tensorflow"
        f.attrs["model_config"] = json.dumps({k: config[k] for k in ("class_name", "config")}).encode()
        f.attrs["training_config"] = json.dumps(training).encode()
        group = f.create_group("model_weights")
        group.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
        group.attrs["backend"] = b"tensorflow"
        group.attrs["keras_version"] = b"2.2.4-tf"
        for layer in model.layers:
            inner = group.create_group(layer.name)
            inner.attrs["weight_names"] = [w.name.encode() for w in layer.weights]
            for weight in layer.weights:
                inner.create_dataset(weight.name, data=weight.numpy())
        state = f.create_group("optimizer_weights")
        names = [b"training/Adam/iter:0"]
        state.create_dataset("training/Adam/iter:0", data=np.int64(3))
        for weight in model.trainable_weights:
            for slot in "mv":
                names.append(b"training/Adam/%s/%s:0" % (weight.name[:-2].encode(), slot.encode()))
                state.create_dataset(names[-1].decode(), data=np.zeros(weight.shape, "float32"))
        state.attrs["weight_names"] = names
    return model


def checkpoint(path):
    for _ in range(94):
        layers.Conv2D(1, 1), layers.BatchNormalization()
    base = tf_keras.applications.InceptionV3(include_top=False, weights=None)
    x = layers.GlobalAveragePooling2D()(base.output)
    x = layers.Dense(1024, activation="relu")(x)
    model = randomise(tf_keras.Model(base.input, layers.Dense(2, activation="sigmoid")(x)))
    model.compile(tf_keras.optimizers.legacy.Adam(1e-4, clipnorm=1), own_loss, [SingleClassMetric(name="auc_edema")])
    model.save(path)
    assert any(layer.name == "conv2d_94" for layer in model.layers)
    return model


def direct(path):
    base = tf_keras.applications.DenseNet121(include_top=False, weights=None, pooling="avg")
    model = randomise(tf_keras.Model(base.input, layers.Dense(2, activation="sigmoid")(base.output)))
    model.save_weights(path)
    return model


def torch(grey):
    return (grey / np.float32(255) - np.float32([0.485, 0.456, 0.406])) / np.float32([0.229, 0.224, 0.225])


def tf_mode(grey):
    return grey / np.float32(127.5) - np.float32(1)


folder, size, *images = sys.argv[1:]
for name, make, side, scaled in (
    ("old.h5", old, 16, tf_mode),
    ("weights.07-0.35.hdf5", checkpoint, int(size), tf_mode),
    ("direct.h5", direct, int(size), torch),
):
    model = make(folder + "/" + name)
    for image in images:
        grey = np.asarray(Image.open(image).convert("L").resize((side, side), Image.BICUBIC), "float32")
        batch = scaled(np.repeat(grey[..., np.newaxis], 3, -1))[np.newaxis]
        print("probabilities", name, *(repr(float(p)) for p in np.asarray(model(batch, training=False))[0]))
