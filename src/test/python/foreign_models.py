"""Writes models such as others bring, and their outputs on one film: SavedModels with conditions, loops and
TensorFlow 1's variables, models whose axes stand otherwise, architectures beside their weights.

usage: foreign_models.py FOLDER
In FOLDER: film.png, outputs.json with the values by the model's name, and for each name a folder, for models of
moved axes an .h5 too, for architectures a .json, a .weights.h5 and, of Keras 2, a -legacy.h5.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np
import tensorflow as tf
import tf_keras as keras
from PIL import Image

layers = keras.layers
v1 = tf.compat.v1
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
outputs = {}


def film():
    y, x = np.mgrid[0:32, 0:32]
    grey = (90 + 80 * np.sin(x / 3.0) * np.cos(y / 5.0) + 40 * (x > y)).clip(0, 255).astype("uint8")
    Image.fromarray(grey).save(folder + "/film.png")
    return np.repeat(grey.astype("float32")[None, ..., None], 3, -1)


FILM = film()
TF_SCALED = FILM / 127.5 - 1


def network(classes=2):
    keras.utils.set_random_seed(3)
    image = layers.Input((32, 32, 3))
    x = layers.Conv2D(4, 3, activation="relu", name="convolution")(image)
    x = layers.BatchNormalization(momentum=0.9, name="norm")(x)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(image, layers.Dense(classes, activation="sigmoid", name="out")(x))
    random = np.random.RandomState(7)
    model.set_weights(
        [random.uniform(0.5, 1.5, w.shape) if "variance" in w.name else random.normal(0.1, 0.3, w.shape) for w in model.weights]
    )
    return model


class Module(tf.Module):
    """A model of one's own around a Keras model."""

    def __init__(self, body, classes=2):
        super().__init__()
        self.n = network(classes)
        self.scale = tf.Variable(0.25, name="scale")
        self.shift = tf.Variable([0.1, -0.2, 0.3], name="shift")
        self.body = body

    @tf.function(input_signature=[tf.TensorSpec([None, 32, 32, 3], tf.float32)])
    def serve(self, x):
        return {"p": self.body(self, x)}


def save(name, body, classes=2):
    module = Module(body, classes)
    outputs[name] = module.serve(TF_SCALED)["p"].numpy()[0].tolist()
    tf.saved_model.save(module, folder + "/" + name, signatures=module.serve)


def bright(x):
    return tf.reduce_max(x) > 0.5


def nested(m, x):
    """A condition within a condition, both with variables of their own and of the network."""
    inner = lambda y: tf.cond(tf.reduce_min(y) < 0.0, lambda: y * m.scale, lambda: y + m.shift)
    return m.n(tf.cond(bright(x), lambda: inner(x + m.shift), lambda: x))


def loop(m, x):
    body = lambda i, y: (i + 1, y * m.scale + m.shift)
    return m.n(tf.while_loop(lambda i, y: i < 3, body, [tf.constant(0), x])[1])


def bounded_by_a_variable(m, x):
    body = lambda y: y * 0.5
    return m.n(tf.while_loop(lambda y: tf.reduce_max(y) > m.scale, body, [x])[0])


def loop_in_condition(m, x):
    body = lambda i, y: (i + 1, y * m.scale)
    return m.n(tf.cond(bright(x), lambda: tf.while_loop(lambda i, y: i < 2, body, [0, x])[1], lambda: x))


def network_in_branch(m, x):
    return tf.cond(bright(x), lambda: m.n(x), lambda: m.n(-x))


def after_network(m, x):
    p = m.n(x)
    return tf.map_fn(lambda row: row * 0.5 + 0.25 * tf.reduce_max(row), p)


def called(m, x):
    """A function called in a branch."""
    shifted = tf.function(lambda y: tf.cond(tf.reduce_min(y) < 0.0, lambda: y + m.shift, lambda: y))
    return m.n(tf.cond(bright(x), lambda: shifted(x), lambda: x * m.scale))


def cases(m, x):
    index = tf.cast(tf.reduce_max(x) * 2.0, tf.int32)
    branches = [lambda: x, lambda: x * m.scale, lambda: x + m.shift]
    return m.n(tf.switch_case(index, branches))


def sorted_out(m, x):
    return m.n(tf.vectorized_map(lambda y: y * m.scale, x))


def control_flow():
    save("condition", lambda m, x: m.n(tf.cond(bright(x), lambda: x / 2.0, lambda: x)))
    save("condition_of_five", lambda m, x: m.n(tf.cond(bright(x), lambda: x * m.scale, lambda: x)), 5)
    save("nested", nested)
    save("mapped", lambda m, x: m.n(tf.map_fn(lambda y: (y - tf.reduce_mean(y)) * m.scale, x)), 1)
    save("loop", loop, 3)
    save("bounded_by_a_variable", bounded_by_a_variable)
    save("loop_in_condition", loop_in_condition)
    save("network_in_branch", network_in_branch)
    save("after_network", after_network, 3)
    save("called", called)
    save("cases", cases, 14)
    save("vectorized", sorted_out)
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            layers.InputLayer((32, 32, 3)),
            layers.CenterCrop(28, 28),
            layers.Conv2D(4, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2, activation="sigmoid"),
        ]
    )
    outputs["center_crop"] = model.predict(TF_SCALED, verbose=0)[0].tolist()
    model.save(folder + "/center_crop", save_format="tf")


def tf1(name, build, signatures=None):
    """One model of a TensorFlow 1 session; build returns input and outputs."""
    with tf.Graph().as_default(), v1.Session() as session:
        v1.set_random_seed(5)
        x, p = build()
        session.run(v1.global_variables_initializer())
        outputs[name] = session.run(p, {x: TF_SCALED if x.shape[-1] == 3 else TF_SCALED[..., :1]})[0].tolist()
        builder = v1.saved_model.builder.SavedModelBuilder(folder + "/" + name)
        predict = v1.saved_model.signature_def_utils.predict_signature_def({"x": x}, {"p": p})
        chosen = signatures(x, p, predict) if signatures else {"serving_default": predict}
        builder.add_meta_graph_and_variables(session, ["serve"], chosen)
        builder.save()


def random_normal(shape, seed):
    return v1.truncated_normal(shape, seed=seed, stddev=0.5)


def plain(resource, classes=2, channels=3):
    def build():
        x = v1.placeholder(tf.float32, [None, 32, 32, channels], name="x")
        w = v1.get_variable("w", initializer=random_normal([3, 3, channels, 4], 1), use_resource=resource)
        u = v1.get_variable("u", initializer=random_normal([4, classes], 2), use_resource=resource)
        return x, tf.sigmoid(tf.reduce_mean(tf.nn.relu(tf.nn.conv2d(x, w, 1, "SAME")), [1, 2]) @ u, name="p")

    return build


def normalized(phase):
    """With batch norm, its moving statistics, and what Keras' learning phase decides."""

    def build():
        x = v1.placeholder(tf.float32, [None, 32, 32, 3], name="x")
        w = v1.get_variable("conv/kernel", initializer=random_normal([3, 3, 3, 4], 1), use_resource=False)
        y = tf.nn.conv2d(x, w, 1, "SAME")
        variable = lambda name, value, trainable: v1.get_variable(
            "bn/" + name, initializer=tf.constant(value, tf.float32, [4]), trainable=trainable, use_resource=False
        )
        gamma, beta = variable("gamma", 1.5, True), variable("beta", 0.1, True)
        mean, variance = variable("moving_mean", 0.2, False), variable("moving_variance", 0.7, False)
        frozen = lambda: v1.nn.fused_batch_norm(y, gamma, beta, mean, variance, is_training=False)[0]
        trained = lambda: v1.nn.fused_batch_norm(y, gamma, beta, is_training=True)[0]
        if phase:
            learning = v1.placeholder_with_default(False, [], name="keras_learning_phase")
            y = v1.cond(learning, trained, frozen)
            y = v1.cond(learning, lambda: tf.nn.dropout(y, 0.5), lambda: tf.identity(y))
        else:
            y = frozen()
        u = v1.get_variable("u", initializer=random_normal([4, 3], 2), use_resource=False)
        return x, tf.nn.softmax(tf.reduce_mean(tf.nn.relu(y), [1, 2]) @ u)

    return build


def several(x, p, predict):
    text = v1.placeholder(tf.string, [None], name="examples")
    utils = v1.saved_model.signature_def_utils
    classes = tf.argmax(p, 1)
    return {
        "serving_default": utils.classification_signature_def(text, tf.as_string(p), p),
        "predict_images": utils.predict_signature_def({"images": x}, {"scores": p, "classes": classes}),
    }


def tensorflow_1():
    v1.disable_control_flow_v2()
    tf1("tf1", plain(False))
    tf1("tf1_resource", plain(True), None)
    tf1("tf1_grey", plain(False, 5, 1))
    tf1("tf1_normalized", normalized(False))
    tf1("tf1_learning_phase", normalized(True))
    tf1("tf1_named", plain(False, 1), lambda x, p, predict: {"predict_images": predict})
    tf1("tf1_several", plain(False), several)
    with tf.Graph().as_default(), v1.Session() as session:
        x, p = plain(False)()
        session.run(v1.global_variables_initializer())
        outputs["frozen_graph"] = session.run(p, {x: TF_SCALED})[0].tolist()
        frozen = v1.graph_util.convert_variables_to_constants(session, session.graph_def, ["p"])
    with tf.Graph().as_default(), v1.Session() as session:
        x, p = tf.import_graph_def(frozen, name="", return_elements=["x:0", "p:0"])
        v1.saved_model.simple_save(session, folder + "/frozen_graph", {"x": x}, {"p": p})


def keep(name, image, x, film):
    model = keras.Model(image, layers.Dense(2, activation="sigmoid")(layers.Flatten()(x)))
    model.save(folder + "/" + name + ".h5")
    model.save(folder + "/" + name, save_format="tf")
    outputs[name] = model.predict(film, verbose=0)[0].tolist()


def moved_axes():
    """last_conv (32 x 32) and pool (16 x 16) are maps; what stands between them and Flatten is none, or another."""
    keras.utils.set_random_seed(3)
    image = layers.Input((3, 32, 32))
    x = layers.Conv2D(4, 3, activation="relu", name="last_conv")(layers.Permute((2, 3, 1))(image))
    keep("channels_first", image, x, TF_SCALED.transpose(0, 3, 1, 2))
    image = layers.Input((1, 32, 32))
    x = layers.Conv2D(4, 3, activation="relu", name="last_conv")(layers.Permute((2, 3, 1))(image))
    keep("grey_channels_first", image, x, TF_SCALED.transpose(0, 3, 1, 2)[:, :1])
    image = layers.Input((32, 32))
    x = layers.Conv2D(4, 3, activation="relu", name="last_conv")(layers.Reshape((32, 32, 1))(image))
    keep("without_channels", image, x, TF_SCALED[..., 0])
    image = layers.Input((32, 32, 3))
    conv = layers.Conv2D(12, 3, padding="same", activation="relu", name="last_conv")(image)
    pool = layers.MaxPooling2D(name="pool")(conv)
    keep("permuted", image, layers.Permute((3, 1, 2))(pool), TF_SCALED)
    keep("turned", image, layers.Permute((2, 1, 3))(pool), TF_SCALED)
    keep("reshaped", image, layers.Reshape((12, 32, 32))(conv), TF_SCALED)
    keep("convolved", image, layers.Conv2D(4, 3)(layers.Permute((3, 1, 2))(conv)), TF_SCALED)
    back = layers.Permute((3, 1, 2))(layers.Permute((2, 3, 1))(conv))
    keep("permuted_back", image, layers.Activation("relu", name="end")(back), TF_SCALED)
    folded = layers.Reshape((32, 32, 12))(layers.Reshape((1024, 12))(conv))
    keep("folded", image, layers.Activation("relu", name="end")(folded), TF_SCALED)
    for channels in (2, 4, 5):
        image = layers.Input((32, 32, channels))
        x = layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3)(image))
        model = keras.Model(image, layers.Dense(2, activation="sigmoid")(x))
        model.save("%s/%d_channels.h5" % (folder, channels))
        model.save("%s/%d_channels" % (folder, channels), save_format="tf")
    image = layers.Input((3, 32, 32))
    x = layers.Conv2D(4, 3, data_format="channels_first")(image)
    x = layers.GlobalAveragePooling2D(data_format="channels_first")(x)
    keras.Model(image, layers.Dense(2, activation="sigmoid")(x)).save(folder + "/layers_channels_first.h5")


def architectures():
    model = network()
    outputs["keras2"] = model.predict(TF_SCALED, verbose=0)[0].tolist()
    open(folder + "/keras2.json", "w").write(model.to_json())
    with open(folder + "/quoted.json", "w") as file:
        json.dump(model.to_json(), file)
    model.save_weights(folder + "/keras2-legacy.h5")
    model.save_weights(folder + "/keras2.weights.h5")
    import keras as keras3

    keras3.utils.set_random_seed(4)
    image = keras3.layers.Input((32, 32, 3))
    x = keras3.layers.GlobalAveragePooling2D()(keras3.layers.Conv2D(4, 3, activation="relu")(image))
    model = keras3.Model(image, keras3.layers.Dense(3, activation="sigmoid")(x))
    outputs["keras3"] = np.asarray(model(TF_SCALED))[0].tolist()
    open(folder + "/keras3.json", "w").write(model.to_json())
    model.save_weights(folder + "/keras3.weights.h5")


control_flow()
moved_axes()
architectures()
tensorflow_1()
with open(folder + "/outputs.json", "w") as file:
    json.dump(outputs, file)
