"""What TensorBoard reads in a run's event files, as JSON on the last line."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing import plugin_event_accumulator
from tensorboard.plugins.hparams import plugin_data_pb2


def main(folder):
    result = {}
    for run in ("train", "validation"):
        events = EventAccumulator(f"{folder}/{run}", size_guidance={"scalars": 0, "images": 0})
        events.Reload()
        result[run] = {
            tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()["scalars"]
        }
        result[run + "_images"] = {
            tag: [[i.width, i.height, i.encoded_image_string[:4].hex()] for i in events.Images(tag)]
            for tag in events.Tags()["images"]
        }
    session = plugin_event_accumulator.EventAccumulator(folder)
    session.Reload()
    content = session.PluginTagToContent("hparams")
    start = plugin_data_pb2.HParamsPluginData.FromString(content["_hparams_/session_start_info"])
    end = plugin_data_pb2.HParamsPluginData.FromString(content["_hparams_/session_end_info"])
    result["hparams"] = {
        name: getattr(value, value.WhichOneof("kind"))
        for name, value in start.session_start_info.hparams.items()
    }
    result["status"] = end.session_end_info.status
    print()
    print(json.dumps(result))


main(sys.argv[1])
