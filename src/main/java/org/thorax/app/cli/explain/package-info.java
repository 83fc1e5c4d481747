/** Commands that explain predictions. */
package org.thorax.app.cli.explain;
