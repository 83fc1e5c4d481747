"""Keras' callbacks, driven with given validation losses; their decisions as JSON on the last line.

Orders as JSON in a file: a list of {"losses": [...], "early_stopping": {...} or null,
"reduce_lr": {...} or null, "lr": rate}. restore_best_weights is always true here; whose weights
would come back is in the answer.
"""

import json
import sys

import numpy as np
import tensorflow as tf
import tf_keras


class Model:
    """As much of a model as callbacks look at."""

    def __init__(self, lr):
        self.optimizer = type("Optimizer", (), {})()
        self.optimizer.lr = tf.Variable(np.float32(lr))
        self.stop_training = False
        self.epoch = -1
        self.restored = None

    def get_weights(self):
        return self.epoch

    def set_weights(self, epoch):
        self.restored = epoch


def drive(case):
    model = Model(case["lr"])
    callbacks = []
    if case["reduce_lr"] is not None:
        callbacks.append(tf_keras.callbacks.ReduceLROnPlateau(**case["reduce_lr"]))
    if case["early_stopping"] is not None:
        callbacks.append(
            tf_keras.callbacks.EarlyStopping(restore_best_weights=True, **case["early_stopping"])
        )
    for callback in callbacks:
        callback.set_model(model)
        callback.on_train_begin()
    rates = []
    for epoch, loss in enumerate(case["losses"]):
        model.epoch = epoch
        rates.append(float(model.optimizer.lr.numpy()))
        for callback in callbacks:
            callback.on_epoch_end(epoch, {"val_loss": float(loss)})
        if model.stop_training:
            break
    for callback in callbacks:
        callback.on_train_end()
    restored = 0 if model.restored is None else model.restored + 1
    return {"rates": rates, "restored": restored}


with open(sys.argv[1]) as orders:
    answers = [drive(case) for case in json.load(orders)]
print()
print(json.dumps(answers))
