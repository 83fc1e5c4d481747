/**
 * The Java API: read and split a data set, open or make a classifier, train, predict, explain,
 * evaluate, save.
 *
 * <pre>{@code
 * var data = Dataset.chexpert(Path.of("data/chexpert/full")).split(6122156);
 * try (var model = Classifier.onBackbone(Path.of("keras-weights/DenseNet121"), data.classes())) {
 *   Training.of(model).epochs(3).batchSize(32).imageSize(256).optimizer(Adam.of(1e-4)).fit(data);
 *   System.out.println(model.evaluate(data.test()).meanAuc());
 *   model.save(Path.of("densenet.keras"));
 * }
 * }</pre>
 *
 * <p>An error that the user can correct is a {@link org.thorax.ThoraxException} with a message of
 * one line. The command line uses the same classes, so the same settings and seed give the same
 * numbers.
 */
package org.thorax.api;
