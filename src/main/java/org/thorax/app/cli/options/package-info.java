/** Options and arguments that several commands share, and what they print alike. */
package org.thorax.app.cli.options;
