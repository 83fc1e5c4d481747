"""tf_keras' predict behind FastAPI, as one would write it: decode, resize, scale, predict. One process, one model."""

import io
import sys

import numpy as np
import tf_keras
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from PIL import Image, UnidentifiedImageError

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)

model_file, size, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
model = tf_keras.models.load_model(model_file, compile=False)
model.predict(np.zeros((1, size, size, 3), np.float32), verbose=0)
app = FastAPI()


def probabilities(data):
    try:
        grey = Image.open(io.BytesIO(data)).convert("L").resize((size, size), Image.BICUBIC)
    except (UnidentifiedImageError, OSError) as error:
        raise HTTPException(422, str(error)) from error
    scaled = (np.asarray(grey, np.float32)[..., None] / 255 - MEAN) / DEVIATION
    return [float(value) for value in model.predict(scaled[None], verbose=0)[0]]


@app.post("/api/v1/predict")
async def predict(request: Request):
    # In a thread, so that the server goes on taking requests meanwhile.
    return {"probabilities": await run_in_threadpool(probabilities, await request.body())}


@app.get("/health")
def health():
    return "ok"


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
