"""Opens Keras files, compiled, in tf_keras.

usage: open_compiled.py FILE...
Prints for each file: the optimizer's class, the loss, the number of outputs; and trains one step.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras as keras

tf.get_logger().setLevel("ERROR")


def main(*files):
    for file in files:
        model = keras.models.load_model(file)
        outputs = model.output_shape[-1]
        images = np.zeros((2, 32, 32, model.input_shape[-1]), "float32")
        assert np.isfinite(model.train_on_batch(images, np.ones((2, outputs), "float32"))).all()
        loss = getattr(model.loss, "__name__", model.loss.__class__.__name__)
        print(model.optimizer.__class__.__name__, loss, outputs)


if __name__ == "__main__":
    main(*sys.argv[1:])
