/**
 * From a file to the pixels that the network saw in Python: decoding and resizing like Pillow, bit
 * for bit.
 */
package org.thorax.data.image;
