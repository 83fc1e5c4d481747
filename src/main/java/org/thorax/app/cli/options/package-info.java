/** Options, arguments and output that several commands share. */
package org.thorax.app.cli.options;
