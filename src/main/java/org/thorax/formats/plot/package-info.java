/**
 * Figures of rectangles, lines and text, rendered as SVG (in the system's light or dark theme) or
 * PNG. Independent of their content.
 */
package org.thorax.formats.plot;
