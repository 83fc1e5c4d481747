package org.thorax.experiment;

/** An optimizer, by the name that benchmark names and logs give it. */
public enum OptimizerName {
  /** Keras' Adam with its default betas and epsilon. */
  ADAM("Adam"),
  /** Stochastic gradient descent without momentum. */
  SGD("SGD");

  private final String token;

  OptimizerName(String token) {
    this.token = token;
  }

  /** The token of a benchmark name and the name in the logs. */
  public String token() {
    return token;
  }
}
