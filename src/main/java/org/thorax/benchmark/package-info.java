/**
 * Where benchmarks come from: names, YAML files, log entries and presets; what their names mean and
 * how two of them differ.
 */
package org.thorax.benchmark;
