package org.thorax.data;

/**
 * The official split of a data set.
 *
 * @param training for training and validation
 * @param test for the test only
 */
public record OfficialSets(Samples training, Samples test) {}
