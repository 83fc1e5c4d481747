"""Losses and their gradients as Keras and plain formulas have them.

usage: losses.py CASES
CASES: a JSON file, a list of objects with loss, labels and scores (rows of numbers), and what the loss needs.
Prints one JSON object a line: value and gradient (rows) by the scores.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf
import tf_keras as keras


def own(t, p):
    return tf.reduce_mean(-(t * tf.math.log(p + 1e-5) + (1 - t) * tf.math.log(1 - p + 1e-5)))


def weighted(t, p, positive, negative):
    epsilon = 1e-7
    m = tf.cast(t >= 0, tf.float32)
    p = tf.clip_by_value(p, epsilon, 1 - epsilon)
    cells = -tf.constant(positive) * t * tf.math.log(p + epsilon)
    cells -= tf.constant(negative) * (1 - t) * tf.math.log(1 - p + epsilon)
    return tf.reduce_sum(m * cells) / tf.reduce_sum(m)


def first_positive(t, weights):
    return tf.gather(tf.constant(weights), tf.argmax(t, axis=-1))


def class_weighted(t, p, weights):
    m = tf.cast(t >= 0, tf.float32)
    cells = keras.backend.binary_crossentropy(tf.maximum(t, 0.0), p)
    return tf.reduce_sum(m * tf.constant(weights) * cells) / tf.reduce_sum(m)


def focal(t, p, gamma, alpha):
    m = tf.cast(t >= 0, tf.float32)
    cells = keras.backend.binary_focal_crossentropy(
        tf.maximum(t, 0.0), p, apply_class_balancing=alpha > 0, alpha=alpha, gamma=gamma)
    return tf.reduce_sum(m * cells) / tf.reduce_sum(m)


def three_way(t, p):
    """Keras' categorical cross-entropy of every class's three outputs; -1 is the third of them."""
    truth = tf.one_hot(tf.reshape(tf.cast(tf.where(t == 1, 0.0, tf.where(t == 0, 1.0, 2.0)), tf.int32), (-1,)), 3)
    # Keras divides by the sum first; where that is 1 the gradient would still know of it.
    p = tf.clip_by_value(tf.reshape(p, (-1, 3)), 1e-7, 1 - 1e-7)
    return tf.reduce_mean(-tf.reduce_sum(truth * tf.math.log(p), axis=-1))


def auc_margin(t, h, a, b, alpha, shares, margin):
    """Class by class, sample by sample."""
    classes = []
    for c, p in enumerate(shares):
        rows = [i for i in range(t.shape[0]) if t[i, c] >= 0]
        total = 0.0
        for i in rows:
            x = h[i, c]
            if t[i, c] == 1:
                total += (1 - p) * (x - a[c]) ** 2 - 2 * alpha[c] * (1 - p) * x
            else:
                total += p * (x - b[c]) ** 2 + 2 * alpha[c] * p * x
        if rows:
            total = total / len(rows) + p * (1 - p) * (2 * alpha[c] * margin - alpha[c] ** 2)
        classes.append(total)
    return tf.add_n([tf.convert_to_tensor(x) for x in classes]) / len(classes)


def value(case, t, x):
    bce = keras.losses.BinaryCrossentropy(from_logits=case.get("from_logits", False))
    kind = case["loss"]
    if kind == "bce":
        return bce(t, x)
    if kind == "own":
        return own(t, x)
    if kind == "cwbce":
        return weighted(t, x, case["positive"], case["negative"])
    if kind == "wbce":
        return bce(t, x, sample_weight=first_positive(t, case["weights"]))
    if kind == "wbce_own":
        return tf.reduce_mean(first_positive(t, case["weights"])) * own(t, x)
    if kind == "class_weighted":
        return class_weighted(t, x, case["weights"])
    if kind == "focal":
        return focal(t, x, case["gamma"], case["alpha"])
    return three_way(t, x)


def margin(case, t, x):
    own_variables = [tf.Variable(case[name]) for name in ("a", "b", "alpha")]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        loss = auc_margin(t, x, *own_variables, case["shares"], case["margin"])
    # Every class moves its own three by its own loss.
    classes = len(case["shares"])
    a, b, alpha = own_variables
    moved = [a - case["rate"] * classes * tape.gradient(loss, a),
             b - case["rate"] * classes * tape.gradient(loss, b),
             tf.maximum(alpha + case["rate"] * classes * tape.gradient(loss, alpha), 0.0)]
    return loss, tape.gradient(loss, x), [m.numpy().tolist() for m in moved]


def main(path):
    for case in json.load(open(path)):
        t, x = tf.constant(case["labels"], tf.float32), tf.constant(case["scores"], tf.float32)
        moved = []
        if case["loss"] == "auc_margin":
            loss, gradient, moved = margin(case, t, x)
        else:
            with tf.GradientTape() as tape:
                tape.watch(x)
                loss = value(case, t, x)
            gradient = tape.gradient(loss, x)
        print(json.dumps({"value": float(loss), "gradient": gradient.numpy().tolist(), "moved": moved}))


if __name__ == "__main__":
    main(*sys.argv[1:])
