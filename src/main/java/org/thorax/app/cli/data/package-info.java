/** Commands about data sets: {@code dataset}, {@code preprocess}. */
package org.thorax.app.cli.data;
