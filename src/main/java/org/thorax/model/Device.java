package org.thorax.model;

/** The device of a network. */
public enum Device {
  /** The first GPU if TensorFlow finds one, else the CPU. */
  AUTO,
  /** The CPU, even if there is a GPU. */
  CPU,
  /** The first GPU; it is an error if there is none. */
  GPU
}
