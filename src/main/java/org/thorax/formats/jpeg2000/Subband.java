package org.thorax.formats.jpeg2000;

/**
 * The coefficients of one direction at one resolution.
 *
 * @param area in the subband's own coordinates
 * @param planes bit-planes of the magnitudes
 * @param step what a coefficient counts; not used by the reversible wavelet
 * @param contexts of its direction
 * @param column where it stands beside the lower resolution
 * @param row where it stands below the lower resolution
 */
record Subband(Area area, int planes, float step, Neighbours contexts, int column, int row) {}
