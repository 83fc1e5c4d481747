/**
 * A file to the pixels the network saw in Python: decoding and resizing as Pillow does them, bit
 * for bit.
 */
package org.thorax.data.image;
