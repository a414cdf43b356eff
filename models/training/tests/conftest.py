import os

import cv2
import torch

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# Small tensors: more threads only wait for each other.
torch.set_num_threads(1)
cv2.setNumThreads(1)
