"""Python's sides of performance/input; runs in the virtual environment of the tests.

usage: python_input.py encode FOLDER                      makes every image a grey JPEG of 320 rows and 390 columns
       python_input.py SIDE FOLDER EPOCHS WORKERS         reads them and prints one line of JSON
SIDE:  threads    Pillow in a Keras Sequence, OrderedEnqueuer with threads
       processes  the same with processes
       tf.data    decode_jpeg and an antialiased bicubic resize in a parallel map
"""

import csv
import json
import os
import sys
import time

import numpy as np
from PIL import Image

SIZE = 256
BATCH = 32


def files_of(folder):
    with open(os.path.join(folder, "train.csv"), newline="") as table:
        return [os.path.join(folder, row["Path"]) for row in csv.DictReader(table)]


def encode(folder):
    for name in files_of(folder):
        Image.open(name).resize((390, 320), Image.BICUBIC).save(name, "JPEG", quality=95)


def grey(name):
    return np.asarray(Image.open(name).convert("L").resize((SIZE, SIZE), Image.BICUBIC))


def sequence_epochs(files, epochs, workers, processes):
    import tf_keras

    class Radiographs(tf_keras.utils.Sequence):
        def __len__(self):
            return -(-len(files) // BATCH)

        def __getitem__(self, index):
            return np.stack([grey(name) for name in files[index * BATCH : (index + 1) * BATCH]])

    sequence = Radiographs()
    enqueuer = tf_keras.utils.OrderedEnqueuer(sequence, use_multiprocessing=processes, shuffle=True)
    enqueuer.start(workers=workers, max_queue_size=10)
    batches = enqueuer.get()
    for _ in range(epochs):
        yield (next(batches) for _ in range(len(sequence)))
    enqueuer.stop()


def tf_data_epochs(files, epochs):
    import tensorflow as tf

    def load(name):
        image = tf.io.decode_jpeg(tf.io.read_file(name), channels=1)
        resized = tf.image.resize(image, (SIZE, SIZE), method="bicubic", antialias=True)
        return tf.cast(tf.clip_by_value(tf.round(resized), 0, 255), tf.uint8)[..., 0]

    batches = (
        tf.data.Dataset.from_tensor_slices(files)
        .shuffle(len(files), seed=6122156)
        .map(load, num_parallel_calls=tf.data.AUTOTUNE)
        .batch(BATCH)
        .prefetch(tf.data.AUTOTUNE)
    )
    for _ in range(epochs):
        yield (batch.numpy() for batch in batches)


def main():
    side, folder = sys.argv[1:3]
    if side == "encode":
        encode(folder)
        return
    epochs, workers = map(int, sys.argv[3:5])
    files = files_of(folder)
    if side == "tf.data":
        made = tf_data_epochs(files, epochs)
    else:
        made = sequence_epochs(files, epochs, workers, side == "processes")
    seconds, cpu = [], []
    start, cpu_start = time.perf_counter(), time.process_time()
    for batches in made:
        total = 0
        for batch in batches:
            total += int(batch[:, SIZE // 2, SIZE // 2].sum(dtype=np.int64))
        seconds.append(time.perf_counter() - start)
        # Of the workers that are processes nothing is known here.
        cpu.append(0 if side == "processes" else time.process_time() - cpu_start)
        start, cpu_start = time.perf_counter(), time.process_time()
    print(json.dumps({"images": len(files), "seconds": seconds, "cpu": cpu, "sum": total}))


if __name__ == "__main__":
    main()
