package org.thorax.data;

/**
 * How often each raw label of a class occurs. A class without positives cannot be trained or
 * evaluated.
 *
 * @param name the class
 * @param positive number of samples with label 1
 * @param negative number of samples with label 0
 * @param uncertain number of samples with label -1
 * @param blank number of samples that do not mention it
 */
public record LabelCounts(String name, int positive, int negative, int uncertain, int blank) {}
