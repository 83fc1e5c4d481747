"""Training that stops, is saved and goes on, in tf_keras and with Thorax between.

usage: continue_training.py make SAMPLE FOLDER NAME
       continue_training.py go_on SAMPLE FOLDER H5 KERAS
       continue_training.py same H5 H5...
       continue_training.py same3 KERAS=KERAS...
       continue_training.py opens FILE...
NAME: as in train_on_batch.py, whose start, batches and Adam (1e-4) these are.

make: FOLDER/five.h5, the model after five steps; FOLDER/five-losses.f32, the losses of ten
go_on: what Thorax wrote after its five steps, opened by tf_keras and trained five more on: its losses in
       FOLDER/gone-on-losses.f32. The same model as .keras must have the same optimizer variables in Keras 3, and train on.
same, same3: the files are one compiled model: layers, weights, optimizer, its variables, loss and metrics; in
       tf_keras and in Keras 3
opens: each opens compiled; prints how many steps its optimizer has done
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tf_keras

import radiograph_batches
import train_on_batch

HALF = radiograph_batches.STEPS // 2


def batches(sample, name):
    scaling = "none" if name == "small" else "torch" if name.lower().startswith("densenet") else "tf"
    pixels, labels = radiograph_batches.read(sample)
    return radiograph_batches.scaled(pixels, scaling), labels


def steps(model, images, labels, first, end):
    return [model.train_on_batch(images[i], labels[i], return_dict=True)["loss"] for i in range(first, end)]


def make(sample, folder, name):
    tf_keras.utils.set_random_seed(7)
    model = train_on_batch.small() if name == "small" else train_on_batch.application(name)
    images, labels = batches(sample, name)
    model.compile(tf_keras.optimizers.Adam(1e-4, jit_compile=False), "binary_crossentropy", jit_compile=False)
    losses = steps(model, images, labels, 0, HALF)
    model.save(folder + "/five.h5")
    losses += steps(model, images, labels, HALF, 2 * HALF)
    train_on_batch.raw(folder + "/five-losses.f32", losses)


def variables(model):
    """The optimizer's, without Keras 3's learning rate."""
    return [v.numpy() for v in model.optimizer.variables if "learning_rate" not in getattr(v, "path", "")]


def equal(what, expected, found):
    assert len(expected) == len(found), (what, len(expected), len(found))
    for i, (e, f) in enumerate(zip(expected, found)):
        assert e.shape == f.shape and e.tobytes() == f.tobytes(), (what, i)


def go_on(sample, folder, h5, archive):
    import keras

    model = tf_keras.models.load_model(h5)
    third = keras.models.load_model(archive)
    assert model.optimizer.iterations.numpy() == HALF
    assert third.optimizer.learning_rate.numpy() == model.optimizer.learning_rate.numpy() == np.float32(1e-4)
    equal("optimizer", variables(model), variables(third))
    equal("weights", model.get_weights(), third.get_weights())
    images, labels = batches(sample, model.name)
    losses = steps(model, images, labels, HALF, 2 * HALF)
    train_on_batch.raw(folder + "/gone-on-losses.f32", losses)
    one = steps(third, images, labels, HALF, HALF + 1)
    np.testing.assert_allclose(one, losses[:1], rtol=1e-4)
    assert third.optimizer.iterations.numpy() == HALF + 1
    print("gone on")


def same(first, *others):
    expected = tf_keras.models.load_model(first)
    for other in others:
        one_model(expected, tf_keras.models.load_model(other))
        print("same", os.path.basename(other))


def same3(*pairs):
    import keras

    for pair in pairs:
        expected, found = (keras.models.load_model(file) for file in pair.split("="))
        one_model(expected, found)
        print("same", os.path.basename(pair))


def one_model(expected, found):
    layers = [layer.get_config() for layer in expected.layers]
    assert layers == [layer.get_config() for layer in found.layers], "layers"
    equal("weights", expected.get_weights(), found.get_weights())
    assert type(expected.optimizer) is type(found.optimizer)
    assert expected.optimizer.get_config() == found.optimizer.get_config(), found.optimizer.get_config()
    equal("optimizer", variables(expected), variables(found))
    assert config(expected.loss) == config(found.loss)
    assert metrics(expected) == metrics(found), metrics(found)


def config(loss):
    return loss.get_config() if hasattr(loss, "get_config") else loss


def metrics(model):
    return list(plain(model.get_compile_config()["metrics"]))


def plain(metric):
    """Names of functions, wrapped or not; classes with their arguments."""
    if isinstance(metric, (list, tuple)):
        for each in metric:
            yield from plain(each)
    elif isinstance(metric, str):
        yield metric
    elif metric["class_name"] == "function":
        yield metric["config"]
    elif metric["class_name"] == "MeanMetricWrapper":
        yield from plain(metric["config"]["fn"])
    else:
        yield metric["class_name"], metric["config"]


def opens(*files):
    import keras

    for file in files:
        model = (keras if file.endswith(".keras") else tf_keras).models.load_model(file)
        print(os.path.basename(file), "opens after", model.optimizer.iterations.numpy(), "steps")


if __name__ == "__main__":
    {"make": make, "go_on": go_on, "same": same, "same3": same3, "opens": opens}[sys.argv[1]](*sys.argv[2:])
