"""What Python writes, for the tests of org.thorax.experiment.run: experiment.py <what> <input> <output>."""
import json
import struct
import sys


def doubles(path):
    with open(path) as lines:
        return [struct.unpack(">d", bytes.fromhex(line))[0] for line in lines.read().split()]


def write(path, text):
    with open(path, "w", newline="") as out:
        out.write(text)


what, source, target = sys.argv[1:]
if what == "repr":
    write(target, "".join(f"{value!r} {value:.18e}\n" for value in doubles(source)))
elif what == "json":
    with open(source, encoding="utf-8") as text:
        write(target, json.dumps(json.load(text), indent=4))
elif what == "uuid":
    import datetime
    import uuid

    epoch = datetime.datetime(1582, 10, 15)
    with open(source) as text:
        made = uuid.UUID(text.read())
    moment = epoch + datetime.timedelta(microseconds=made.time // 10)
    write(target, f"{made.version} {made.variant} {moment.isoformat()}")
elif what == "savetxt":
    import numpy

    scores = numpy.array(doubles(source), numpy.float32).reshape(-1, 5)
    numpy.savetxt(target + "_probs.csv", scores, delimiter=";")
    numpy.savetxt(target + "_classes.csv", (scores >= 0.5).astype(int), delimiter=";")
