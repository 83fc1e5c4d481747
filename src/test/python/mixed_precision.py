"""Trains in mixed precision with tf_keras' train_on_batch and its LossScaleOptimizer.

usage: mixed_precision.py SAMPLE FOLDER CASE...
FOLDER: made by train_on_batch.py for the network small; the start is its model
CASE: one of CASES below

For each case FOLDER/CASE-losses.f32, -weights.f32 (after the last step, in Keras' order) and -scales.f32 (the loss
scale after each step; 0 where there is none).
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tf_keras as keras

import radiograph_batches
import train_on_batch

# Precision, optimizer, and the first loss scale with the steps after which it grows.
CASES = {
    "float16": ("float16", lambda: keras.optimizers.SGD(0.01, jit_compile=False), (2.0**10, 2000)),
    "float16_overflowing": ("float16", lambda: keras.optimizers.Adam(1e-4, clipnorm=0.1, jit_compile=False),
                            (2.0**20, 2)),
    "bfloat16": ("bfloat16", lambda: keras.optimizers.SGD(0.01, jit_compile=False), None),
    # The same in float32: how far 16 bits themselves are.
    "float32": ("float32", lambda: keras.optimizers.SGD(0.01, jit_compile=False), None),
}


def mixed(precision):
    """The small network, whose last activation is float32 as Keras' guide asks for."""
    keras.mixed_precision.set_global_policy("float32" if precision == "float32" else "mixed_" + precision)
    model = train_on_batch.small()
    logits = keras.layers.Dense(2, name="out")(model.layers[-2].output)
    return keras.Model(model.input, keras.layers.Activation("sigmoid", dtype="float32")(logits))


def main(sample, folder, *cases):
    pixels, labels = radiograph_batches.read(sample)
    images = radiograph_batches.scaled(pixels, "none")
    start = keras.models.load_model(folder + "/model", compile=False).get_weights()
    for case in cases:
        precision, optimizer, scale = CASES[case]
        model = mixed(precision)
        model.set_weights(start)
        optimizer = optimizer()
        if scale:
            optimizer = keras.mixed_precision.LossScaleOptimizer(
                optimizer, initial_scale=scale[0], dynamic_growth_steps=scale[1])
        model.compile(optimizer, keras.losses.BinaryCrossentropy(), jit_compile=False)
        losses, scales = [], []
        for image, label in zip(images, labels):
            losses.append(model.train_on_batch(image, label))
            scales.append(float(optimizer.loss_scale) if scale else 0.0)
        print(case, losses, scales)
        train_on_batch.raw(folder + "/" + case + "-losses.f32", losses)
        train_on_batch.raw(folder + "/" + case + "-scales.f32", scales)
        train_on_batch.raw(folder + "/" + case + "-weights.f32", model.get_weights())


if __name__ == "__main__":
    main(*sys.argv[1:])
