"""Keras files for the tests, and what h5py and Keras say about files.

usage: keras_files.py make FOLDER        models of both generations with optimizer state
       keras_files.py variants FOLDER    HDF5 forms that Keras does not write itself, and hostile ones
       keras_files.py digest FILE...     layers, arrays, shapes and SHA-256 of values, by h5py
       keras_files.py check FOLDER       loads what Thorax wrote there beside what Keras wrote
"""

import hashlib
import io
import os
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import numpy as np


def small(keras):
    layers = keras.layers
    slash = "/" if keras.__name__ == "tf_keras" else "_"
    image = layers.Input((16, 16, 3), name="image")
    x = layers.Conv2D(4, 3, name="conv1" + slash + "conv")(image)
    x = layers.BatchNormalization(name="conv1" + slash + "bn")(x)
    x = layers.ReLU()(x)
    x = layers.SeparableConv2D(5, 3, use_bias=False)(x)
    x = layers.Conv2D(3, 1)(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(2, activation="sigmoid")(x), name="small")


def densenet(keras):
    base = keras.applications.DenseNet121(include_top=False, weights=None, input_shape=(64, 64, 3), pooling="avg")
    return keras.Model(base.input, keras.layers.Dense(14, activation="sigmoid")(base.output))


def with_state(keras, model, optimizer):
    """Random weights and optimizer state, as after five steps."""
    rng = np.random.default_rng(5)
    model.compile(optimizer, "binary_crossentropy")
    if hasattr(optimizer, "build"):
        import tensorflow as tf

        with tf.name_scope(optimizer.name):  # as fit has it
            optimizer.build(model.trainable_variables)
        variables = optimizer.variables
    else:
        optimizer._create_all_weights(model.trainable_variables)
        variables = optimizer.weights
    for v in model.weights:
        v.assign(rng.normal(size=v.shape).astype("float32"))
    for v in variables:
        if v.shape == () and "int" in str(v.dtype):
            v.assign(5)
        elif v.shape != ():
            v.assign(rng.normal(size=v.shape).astype("float32"))
    return model


def make(folder):
    os.makedirs(folder, exist_ok=True)
    import keras
    import tf_keras

    adam, sgd = tf_keras.optimizers.Adam, tf_keras.optimizers.SGD
    model = with_state(tf_keras, small(tf_keras), adam(0.25))
    model.save(folder + "/keras2.h5")
    model.save_weights(folder + "/keras2-weights.h5")
    model.save_weights(folder + "/keras2.weights.h5")
    model.save(folder + "/keras2.keras")
    with_state(tf_keras, model, tf_keras.optimizers.legacy.Adam(0.25)).save(folder + "/keras2-old-adam.h5")
    with_state(tf_keras, model, sgd(0.25)).save(folder + "/keras2-sgd.h5")
    with_state(tf_keras, model, sgd(0.25, momentum=0.9)).save(folder + "/keras2-momentum.h5")
    model = with_state(keras, small(keras), keras.optimizers.Adam(0.25))
    model.save(folder + "/keras3.keras")
    model.save_weights(folder + "/keras3.weights.h5")
    model.save(folder + "/keras3.h5")  # last: it changes how the optimizer is saved afterwards
    with_state(tf_keras, densenet(tf_keras), adam()).save(folder + "/keras2-densenet.h5")
    with_state(keras, densenet(keras), keras.optimizers.Adam()).save(folder + "/keras3-densenet.keras")


def legacy_file(path, write, names=("a", "b/c"), dtype="<f4", strings=None, **options):
    with h5py.File(path, "w", **options) as f:
        encoded = [n.encode() for n in names]
        f.attrs["layer_names"] = np.array(encoded, strings) if strings else encoded
        for number, name in enumerate(names):
            g = f.create_group(name)
            g.attrs["weight_names"] = np.array([b"kernel:0", b"bias:0"], strings) if strings else [b"kernel:0", b"bias:0"]
            write(g, "kernel:0", (np.arange(3000).reshape(30, 20, 5) % 97 - 40.5 + number).astype(dtype))
            write(g, "bias:0", np.array([1.5, -2.25, 0.0, -0.0, 6e-8, 6e-5, 65504, -np.inf, np.inf], dtype))


def plain(group, name, values):
    group.create_dataset(name, data=values)


def variants(folder):
    os.makedirs(folder, exist_ok=True)
    many = ["layer_with_a_rather_long_name_%05d" % i for i in range(3000)]
    legacy_file(folder + "/float16.h5", plain, dtype="<f2")
    legacy_file(folder + "/float64.h5", plain, dtype="<f8")
    legacy_file(folder + "/big-endian.h5", plain, dtype=">f4")
    legacy_file(folder + "/fixed-strings.h5", plain, strings="S20")
    legacy_file(folder + "/latest.h5", plain, libver="latest")
    legacy_file(folder + "/latest-dense.h5", plain, names=["layer_%d" % i for i in range(400)], libver="latest")
    legacy_file(
        folder + "/chunks.h5",
        lambda g, n, v: g.create_dataset(
            n, data=v, chunks=True if v.ndim == 1 else (7, 20, 3), compression="gzip", shuffle=True, fletcher32=True
        ),
    )
    with h5py.File(folder + "/split.h5", "w") as f:
        for part, names in enumerate(np.array_split(np.array([n.encode() for n in many]), 3)):
            f.attrs["layer_names%d" % part] = names
        for name in many:
            f.create_group(name).attrs["weight_names"] = []
        f[many[-1]].attrs["weight_names"] = [b"w"]
        f[many[-1]]["w"] = np.float32([7, 8])
    hostile(folder + "/hostile-")


def hostile(prefix):
    def start(name, **options):
        f = h5py.File(prefix + name + ".h5", "w", **options)
        f.attrs["layer_names"] = [b"a"]
        g = f.create_group("a")
        g.attrs["weight_names"] = [b"w"]
        return f, g

    for libver in ["earliest", "latest"]:
        f, g = start("soft-" + libver, libver=libver)
        f["b"] = np.float32([1])
        g["w"] = h5py.SoftLink("/b")
        f.close()
        f, g = start("external-link-" + libver, libver=libver)
        g["w"] = h5py.ExternalLink("float64.h5", "/a/kernel:0")
        f.close()
    f, g = start("external-data")
    g.create_dataset("w", (4,), "f4", external=[("/etc/hostname", 0, 16)])
    f.close()
    f, g = start("virtual", libver="latest")
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("float64.h5", "/a/kernel:0", (4,))
    g.create_virtual_dataset("w", layout)
    f.close()
    f, g = start("never-written")
    g.create_dataset("w", (1 << 28,), "f4")
    f.close()
    f, g = start("bomb")
    g.create_dataset("w", (100 << 20,), "f4", chunks=(1 << 20,), compression="gzip", compression_opts=9)[:] = 0
    f.close()
    with h5py.File(prefix + "circle.h5", "w") as f:
        f.create_group("layers")["again"] = f["/"]
    with zipfile.ZipFile(prefix + "path.keras", "w") as z:
        for name in ["metadata.json", "config.json", "../../evil.json", "model.weights.h5"]:
            z.writestr(name, "{}")
    with zipfile.ZipFile(prefix + "zip-bomb.keras", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("metadata.json", "{}")
        z.writestr("config.json", " " * (32 << 20))
        z.writestr("model.weights.h5", "")


def texts(group, name):
    if name in group.attrs:
        parts = [group.attrs[name]]
    else:
        parts = []
        while name + str(len(parts)) in group.attrs:
            parts.append(group.attrs[name + str(len(parts))])
    return [t.decode() if hasattr(t, "decode") else str(t) for part in parts for t in part]


def array(name, dataset):
    values = np.asarray(dataset)
    shape = "x".join(map(str, values.shape)) or "scalar"
    values = values.astype("<i8" if values.dtype.kind == "i" else "<f4")
    return "  %s %s %s" % (name, shape, hashlib.sha256(values.tobytes()).hexdigest()[:16])


def digest(path):
    lines = [path]
    if path.endswith(".keras"):
        with zipfile.ZipFile(path) as z:
            f = h5py.File(io.BytesIO(z.read("model.weights.h5")), "r")
    else:
        f = h5py.File(path, "r")
    group = f["model_weights"] if "model_weights" in f else f
    if "layers" in f:
        for name in sorted(f["layers"]):
            v = f["layers"][name]["vars"]
            lines.append("%s %s" % (name, v.attrs.get("name", name)))
            lines += [array(str(i), v[str(i)]) for i in range(len(v))]
        if "optimizer" in f:
            v = f["optimizer/vars"]
            lines += ["optimizer"] + [array(str(i), v[str(i)]) for i in range(len(v))]
    else:
        for name in texts(group, "layer_names"):
            lines.append("%s %s" % (name, name))
            lines += [array(w, group[name][w]) for w in texts(group[name], "weight_names")]
        if "optimizer_weights" in f:
            g = f["optimizer_weights"]
            lines += ["optimizer"] + [array(w, g[w]) for w in texts(g, "weight_names")]
    for key in ["model_config", "training_config"]:
        if key in f.attrs:
            text = f.attrs[key]
            text = text.encode() if isinstance(text, str) else bytes(text)
            lines.append("%s %s" % (key, hashlib.sha256(text).hexdigest()[:16]))
    return lines


def same(what, expected, found):
    assert len(expected) == len(found), "%s: %d arrays, expected %d" % (what, len(found), len(expected))
    for e, g in zip(expected, found):
        e, g = np.asarray(e), np.asarray(g)
        assert e.shape == g.shape and e.tobytes() == g.tobytes(), "%s: an array differs" % what
    print("equal:", what, len(expected))


def check(folder):
    import keras
    import tf_keras

    f = lambda name: folder + "/" + name
    for name in ["keras2.h5", "keras2-old-adam.h5", "keras2-sgd.h5", "keras2-momentum.h5", "keras2-densenet.h5"]:
        theirs, ours = tf_keras.models.load_model(f(name)), tf_keras.models.load_model(f("thorax-" + name))
        same("tf_keras " + name, theirs.get_weights(), ours.get_weights())
        if "old" not in name:
            same("tf_keras optimizer " + name, [v.numpy() for v in theirs.optimizer.variables], [v.numpy() for v in ours.optimizer.variables])
    assert tf_keras.models.load_model(f("thorax-plain-sgd.h5")).optimizer.iterations.numpy() == 41
    for name in ["keras2-weights.h5", "keras2.weights.h5"]:
        model = small(tf_keras)
        model.load_weights(f("thorax-" + name))
        same("tf_keras " + name, tf_keras.models.load_model(f("keras2.h5")).get_weights(), model.get_weights())
    theirs = keras.models.load_model(f("keras3.h5"))
    same("keras keras3.h5", theirs.get_weights(), keras.models.load_model(f("thorax-keras3.h5")).get_weights())
    for name in ["keras3.weights.h5", "keras3.h5", "keras2.weights.h5"]:
        model = small(keras)
        model.load_weights(f("thorax-" + name))
        reference = small(keras)
        reference.load_weights(f(name))
        same("keras load_weights " + name, reference.get_weights(), model.get_weights())
    for name in ["keras3.keras", "keras3-densenet.keras"]:
        theirs, ours = keras.models.load_model(f(name)), keras.models.load_model(f("thorax-" + name))
        same("keras " + name, theirs.get_weights(), ours.get_weights())
        same("keras optimizer " + name, [v.numpy() for v in theirs.optimizer.variables], [v.numpy() for v in ours.optimizer.variables])


if sys.argv[1] == "digest":
    for file in sys.argv[2:]:
        print("\n".join(digest(file)))
else:
    {"make": make, "variants": variants, "check": check}[sys.argv[1]](sys.argv[2])
