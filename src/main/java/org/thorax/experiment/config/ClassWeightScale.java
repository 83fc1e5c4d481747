package org.thorax.experiment.config;

/** How the ratios that make class weights are scaled. */
public enum ClassWeightScale {
  /** {@code L1Normed}: each vector has the sum 10, as in the logs since August 2020. */
  L1_NORMED,
  /** {@code NoNorm}: the ratios themselves; 1 / positive weight + 1 / negative weight = 1. */
  RAW,
  /**
   * {@code Balanced}: half of the ratios, so that within each class positives and negatives have
   * the same sum of weights and all cells together their number.
   */
  BALANCED
}
