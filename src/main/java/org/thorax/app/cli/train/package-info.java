/** Commands that train: {@code quickstart}, {@code train}, {@code run}. */
package org.thorax.app.cli.train;
