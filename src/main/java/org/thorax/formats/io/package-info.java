/** Files and folders that appear whole or not at all. */
package org.thorax.formats.io;
