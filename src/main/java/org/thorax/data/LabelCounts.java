package org.thorax.data;

/**
 * How often each raw label of a class occurs. A class without positives cannot be learned or
 * scored.
 *
 * @param name the class
 * @param positive samples with label 1
 * @param negative samples with label 0
 * @param uncertain samples with label -1
 * @param blank samples that do not mention it
 */
public record LabelCounts(String name, int positive, int negative, int uncertain, int blank) {}
