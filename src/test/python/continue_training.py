"""Training that stops, is saved and goes on, in tf_keras and with Thorax between.

usage: continue_training.py orders SAMPLE
       continue_training.py same H5 H5...
       continue_training.py same3 KERAS=KERAS...
       continue_training.py opens FILE...

orders: takes orders (orders.py), of which there is one: go_on FOLDER H5 KERAS. H5 is what Thorax wrote after its five steps, opened by tf_keras and trained five more on: its losses in
       FOLDER/gone-on-losses.f32. The same model as .keras must have the same optimizer variables in Keras 3, and train on.
same, same3: the files are one compiled model: layers, weights, optimizer, its variables, loss and metrics; in
       tf_keras and in Keras 3
opens: each opens compiled; prints how many steps its optimizer has done
"""

import functools
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tf_keras

import orders
import radiograph_batches
import train_on_batch

HALF = radiograph_batches.STEPS // 2


def batches(sample, name):
    pixels, labels = radiograph_batches.read(sample)
    return radiograph_batches.scaled(pixels, train_on_batch.scaling(name)), labels


def steps(model, images, labels, first, end):
    return [model.train_on_batch(images[i], labels[i], return_dict=True)["loss"] for i in range(first, end)]


def variables(model):
    """The optimizer's, without Keras 3's learning rate."""
    return [v.numpy() for v in model.optimizer.variables if "learning_rate" not in getattr(v, "path", "")]


def equal(what, expected, found):
    assert len(expected) == len(found), (what, len(expected), len(found))
    for i, (e, f) in enumerate(zip(expected, found)):
        assert e.shape == f.shape and e.tobytes() == f.tobytes(), (what, i)


def take_orders(sample):
    orders.serve(go_on=functools.partial(go_on, sample))


def go_on(sample, folder, h5, archive):
    import keras

    tf_keras.backend.clear_session()
    keras.backend.clear_session()
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
    {"orders": take_orders, "same": same, "same3": same3, "opens": opens}[sys.argv[1]](*sys.argv[2:])
