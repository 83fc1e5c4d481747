/** What is trained and how, as values: the benchmark, its settings, its name, its YAML file. */
package org.thorax.experiment.config;
