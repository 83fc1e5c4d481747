package org.thorax.app.cli.options;

import java.io.PrintWriter;

/** Shows the number of processed images of each set. */
public final class SetProgress implements AutoCloseable {
  private static final int EVERY = 5000;

  private final PrintWriter out;
  private String set = "";
  private int done;
  private int said;

  public SetProgress(PrintWriter out) {
    this.out = out;
  }

  /** This number of images of that set is processed. */
  public void at(String name, int images) {
    if (!name.equals(set)) {
      finish();
      set = name;
      said = 0;
    }
    done = images;
    if (done - said >= EVERY) {
      out.printf("Predicting the %s set: %,d images%n", set, done);
      out.flush();
      said = done;
    }
  }

  private void finish() {
    if (!set.isEmpty()) {
      out.printf("Predicted  %,d images of the %s set%n", done, set);
      out.flush();
    }
  }

  @Override
  public void close() {
    finish();
  }
}
