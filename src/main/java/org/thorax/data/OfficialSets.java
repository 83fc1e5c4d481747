package org.thorax.data;

/**
 * A data set as its publishers divide it.
 *
 * @param training for training and validation
 * @param test for the test alone
 */
public record OfficialSets(Samples training, Samples test) {}
