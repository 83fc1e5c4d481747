/**
 * Drawn figures: rectangles, lines and words that become SVG (light and dark by the reader's
 * system) or PNG. Knows nothing of what is drawn.
 */
package org.thorax.formats.plot;
