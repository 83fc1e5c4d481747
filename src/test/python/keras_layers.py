"""Keras models with random weights, for the comparison of layer graphs.

usage: keras_layers.py FOLDER MODEL...
Writes FOLDER/MODEL.json (layers, weights, nodes) and FOLDER/MODEL.bin: little-endian float32 input, output,
every weight in the order of model.weights and, where JSON says so, the gradient of sum(output * output) for
every trainable weight.
"""

import json
import sys

import numpy as np
import tensorflow as tf
import tf_keras
from tf_keras import layers

CUSTOM_SCALE = tf_keras.src.applications.inception_resnet_v2.CustomScaleLayer


def every_kind():
    """Every layer kind, activation and option of which tf_keras writes the same nodes."""
    image = layers.Input((None, None, 6))
    x = layers.ZeroPadding2D(((1, 3), (2, 4)))(image)
    x = layers.Conv2D(8, (3, 5), strides=(2, 1), padding="same", activation="relu")(x)
    y = layers.SeparableConv2D(
        8, 3, padding="same", depth_multiplier=2, activation="elu"
    )(x)
    z = layers.DepthwiseConv2D(3, padding="same", activation="tanh")(x)
    z = layers.BatchNormalization(center=False, momentum=0.9)(z)
    x = layers.Add()([x, y, z])
    x = layers.BatchNormalization(scale=False, center=False, epsilon=1e-5)(x)
    a = layers.MaxPooling2D((3, 2), strides=(2, 3), padding="same")(x)
    b = layers.AveragePooling2D((3, 2), strides=(2, 3), padding="same")(x)
    a = CUSTOM_SCALE(0.3)([a, b])
    x = layers.Concatenate()([a, b])
    x = layers.Concatenate(axis=-1, name="pools/joined")(
        [layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)]
    )
    x = layers.Dropout(0.3)(x)
    x = layers.Dense(7, activation="sigmoid")(x)
    x = layers.Flatten()(x)
    for name in ("elu", "selu", "softplus", "exponential", "relu6", "softmax"):
        x = layers.Activation(name)(x)
    return tf_keras.Model(image, layers.Dense(4, use_bias=False)(x), name="every_kind")


def other_nodes():
    """Options for which our nodes differ from tf_keras' and the values must not."""
    image = layers.Input((9, 11, 4))
    x = layers.Conv2D(6, 3, dilation_rate=2, padding="same", activation="swish")(image)
    x = layers.Conv2D(6, (1, 3), dilation_rate=(1, 3), groups=2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(5)(x)
    x = layers.BatchNormalization()(x)
    x = layers.BatchNormalization(scale=False, epsilon=1e-7)(x)
    return tf_keras.Model(image, layers.Activation("swish")(x), name="other_nodes")


def classifier():
    """The head on a backbone."""
    backbone = tf_keras.applications.DenseNet121(include_top=False, weights=None)
    x = layers.GlobalAveragePooling2D()(backbone.output)
    x = layers.Dense(1024, activation="relu")(x)
    x = layers.Dense(12, activation="sigmoid")(x)
    return tf_keras.Model(backbone.input, x, name="classifier")


OWN = {"EveryKind": every_kind, "OtherNodes": other_nodes, "Classifier": classifier}


def randomize(model, random):
    """Moves everything that begins as 0 or 1, so that nothing hides behind it."""
    values = []
    for weight in model.weights:
        kind = weight.name.split("/")[-1].split(":")[0]
        shape = weight.shape
        if kind in ("gamma", "moving_variance"):
            values.append(random.uniform(0.5, 1.5, shape).astype(np.float32))
        elif kind in ("beta", "moving_mean", "bias"):
            values.append(random.normal(0, 0.1, shape).astype(np.float32))
        else:
            values.append(weight.numpy())
    model.set_weights(values)
    return values


def glorot_limit(weight):
    """The bound of GlorotUniform for a kernel's shape by Keras' own fans; 0 for others."""
    if "kernel" not in weight.name.split("/")[-1]:
        return 0
    fans = tf_keras.src.initializers.initializers._compute_fans(weight.shape)
    return (6 / sum(fans)) ** 0.5


def nodes(model):
    """Type and name of each node that computes."""
    spec = tf.TensorSpec(model.inputs[0].shape, tf.float32)
    graph = (
        tf.function(lambda x: model(x, training=False))
        .get_concrete_function(spec)
        .graph
    )
    silent = {"Const", "ReadVariableOp", "NoOp", "Placeholder"}
    return [
        [node.type, node.name]
        for node in graph.get_operations()
        if node.type not in silent and node.name != "Identity"
    ]


def main(folder, *names):
    for number, name in enumerate(names):
        tf_keras.backend.clear_session()
        tf_keras.utils.set_random_seed(number)
        model = (
            OWN[name]()
            if name in OWN
            else getattr(tf_keras.applications, name)(include_top=False, weights=None)
        )
        random = np.random.default_rng(number)
        values = randomize(model, random)
        channels = model.inputs[0].shape[-1]
        # Gradients of a bias sum over all pixels: few of them, or float32 itself is off by 1e-5.
        size = {"EveryKind": (20, 24), "OtherNodes": (9, 11)}.get(name, (96, 96))
        image = random.uniform(-1, 1, (2, *size, channels)).astype(np.float32)
        with tf.GradientTape() as tape:
            output = model(image, training=False)
            loss = tf.reduce_sum(output * output)
        gradients = []
        if name in ("EveryKind", "OtherNodes"):
            gradients = tape.gradient(loss, model.trainable_weights)
        with open(f"{folder}/{name}.bin", "wb") as file:
            for array in [image, output.numpy(), *values, *map(np.asarray, gradients)]:
                file.write(array.astype("<f4").tobytes())
        trainable = {id(weight) for weight in model.trainable_weights}
        facts = {
            "name": model.name,
            "layers": [
                [
                    layer.name,
                    layer.__class__.__name__,
                    [-1 if size is None else size for size in layer.output.shape],
                ]
                for layer in model.layers
            ],
            "weights": [
                [
                    weight.name.split(":")[0],
                    list(weight.shape),
                    id(weight) in trainable,
                    glorot_limit(weight),
                ]
                for weight in model.weights
            ],
            "batch_normalizations": [
                [list(layer.axis)[0], layer.momentum, layer.epsilon]
                for layer in model.layers
                if layer.__class__.__name__ == "BatchNormalization"
            ],
            "parameters": model.count_params(),
            "input": list(image.shape),
            "output": list(output.shape),
            "gradients": len(gradients) > 0,
            "nodes": nodes(model) if name in ("EveryKind", "DenseNet121", "Xception") else [],
        }
        with open(f"{folder}/{name}.json", "w") as file:
            json.dump(facts, file)


main(*sys.argv[1:])
