package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.EarlyStopping;
import org.thorax.training.callback.History;
import org.thorax.training.callback.Monitor;
import org.thorax.training.callback.Plateau;
import org.thorax.training.callback.ReduceLROnPlateau;
import org.thorax.training.callback.TrainingControl;

/** The same validation losses, the same decisions as Keras' callbacks. */
class CallbacksOracleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CASES = 200;
  private static final float RATE = 1e-3f;

  @TempDir private Path work;

  private record Decisions(List<Double> rates, int restored) {}

  private record Case(
      List<Double> losses, EarlyStopping.Settings stopping, ReduceLROnPlateau.Settings reducing) {}

  @Tag("oracle")
  @Test
  void earlyStoppingAndReduceLROnPlateauDecideAsKeras() throws IOException {
    Random random = new Random(20201);
    List<Case> cases = new ArrayList<>();
    ArrayNode orders = JSON.createArrayNode();
    for (int i = 0; i < CASES; i++) {
      Case each = drawn(random);
      cases.add(each);
      orders.add(order(each));
    }
    Path file = work.resolve("orders.json");
    Files.writeString(file, orders.toString());
    String out = Oracle.run("callbacks.py", file);
    JsonNode answers = JSON.readTree(out.strip().substring(out.strip().lastIndexOf('\n') + 1));
    for (int i = 0; i < CASES; i++) {
      List<Double> rates = new ArrayList<>();
      answers.get(i).path("rates").forEach(rate -> rates.add(rate.asDouble()));
      assertThat(driven(cases.get(i), true))
          .as(orders.get(i).toString())
          .isEqualTo(new Decisions(rates, answers.get(i).path("restored").asInt()));
    }
  }

  @Test
  void aResumedCallbackDecidesAsOneThatWasNotInterrupted() {
    Random random = new Random(20202);
    for (int i = 0; i < CASES; i++) {
      Case each = drawn(random);
      assertThat(driven(each, true)).isEqualTo(driven(each, false));
    }
  }

  private static Case drawn(Random random) {
    List<Double> losses = new ArrayList<>();
    int epochs = 1 + random.nextInt(16);
    for (int i = 0; i < epochs; i++) {
      boolean odd = random.nextInt(20) == 0;
      // Few different values, so that ties and differences of exactly min_delta are there.
      losses.add(odd ? Double.NaN : 0.25 * random.nextInt(8) + (random.nextBoolean() ? 1e-5 : 0));
    }
    return new Case(
        losses,
        new EarlyStopping.Settings(
            plateau(random, 5),
            random.nextInt(3) == 0 ? OptionalDouble.of(0.8) : OptionalDouble.empty(),
            1 + random.nextInt(3),
            EarlyStopping.Restore.ALWAYS),
        new ReduceLROnPlateau.Settings(
            plateau(random, 3),
            List.of(0.5, 0.1, 0.3).get(random.nextInt(3)),
            random.nextInt(3),
            random.nextInt(3) == 0 ? 2e-4 : 0));
  }

  private static Plateau plateau(Random random, int patience) {
    double minDelta = List.of(0.0, 1e-4, 0.25).get(random.nextInt(3));
    return new Plateau(Monitor.VAL_LOSS, minDelta, random.nextInt(patience));
  }

  private static ObjectNode order(Case each) {
    ObjectNode order = JSON.createObjectNode();
    each.losses().forEach(order.putArray("losses")::add);
    order.put("lr", RATE);
    ObjectNode stopping =
        order
            .putObject("early_stopping")
            .put("patience", each.stopping().plateau().patience())
            .put("min_delta", each.stopping().plateau().minDelta())
            .put("start_from_epoch", each.stopping().startFromEpoch() - 1);
    each.stopping().baseline().ifPresent(baseline -> stopping.put("baseline", baseline));
    order
        .putObject("reduce_lr")
        .put("factor", each.reducing().factor())
        .put("patience", each.reducing().plateau().patience())
        .put("min_delta", each.reducing().plateau().minDelta())
        .put("cooldown", each.reducing().cooldown())
        .put("min_lr", each.reducing().minLearningRate());
    return order;
  }

  /** Decisions of ours; of callbacks that are made again before every epoch, or of one each. */
  private static Decisions driven(Case each, boolean once) {
    FakeTraining training = new FakeTraining();
    List<Callback.Resumable> callbacks = made(each, training);
    List<Double> rates = new ArrayList<>();
    for (int epoch = 1; epoch <= each.losses().size() && !training.stopped; epoch++) {
      if (!once) {
        List<Callback.Resumable> fresh = made(each, training);
        for (int i = 0; i < fresh.size(); i++) {
          fresh.get(i).restore(callbacks.get(i).state(), new History());
        }
        callbacks = fresh;
      }
      rates.add((double) training.rate);
      for (Callback callback : callbacks) {
        callback.onEpochEnd(epoch, Map.of("val_loss", each.losses().get(epoch - 1)));
      }
    }
    callbacks.forEach(Callback::onTrainEnd);
    return new Decisions(rates, training.restored);
  }

  private static List<Callback.Resumable> made(Case each, FakeTraining training) {
    List<Callback.Resumable> callbacks =
        List.of(new ReduceLROnPlateau(each.reducing()), new EarlyStopping(each.stopping()));
    callbacks.forEach(callback -> callback.onTrainBegin(training));
    return callbacks;
  }

  private static final class FakeTraining implements TrainingControl {
    private float rate = RATE;
    private boolean stopped;
    private int restored;

    @Override
    public float learningRate() {
      return rate;
    }

    @Override
    public void setLearningRate(float wanted) {
      rate = wanted;
    }

    @Override
    public void stopTraining(String reason) {
      stopped = true;
    }

    @Override
    public void keepWeights(int epoch) {}

    @Override
    public void restoreWeights(int epoch) {
      restored = epoch;
    }
  }
}
