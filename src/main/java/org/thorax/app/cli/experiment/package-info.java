/** Commands about benchmarks and logged runs: {@code benchmark}, {@code log}, {@code wiki}. */
package org.thorax.app.cli.experiment;
