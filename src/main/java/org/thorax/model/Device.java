package org.thorax.model;

/** Where a network runs. */
public enum Device {
  /** The first GPU when TensorFlow finds one, else the CPU. */
  AUTO,
  /** The CPU, also where there is a GPU. */
  CPU,
  /** The first GPU; an error when there is none. */
  GPU
}
