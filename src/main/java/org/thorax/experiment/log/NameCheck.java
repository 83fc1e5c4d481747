package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thorax.data.image.AugmentationToken;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.LossToken;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.log.LogIssue.Kind;

/** Compares an experiment's name with the fields, which take precedence. */
final class NameCheck {
  private static final double DEFAULT_RATE = 1e-3;
  private static final double SAME = 1e-4;

  private final BenchmarkName name;
  private final ExperimentEntry entry;
  private final JsonNode fields;
  private final EntryIssues findings;

  private NameCheck(ExperimentEntry entry, EntryIssues findings) {
    this.entry = entry;
    this.findings = findings;
    this.name = BenchmarkName.parse(entry.name());
    this.fields = LoggedRun.benchmark(entry);
  }

  static void check(ExperimentEntry entry, EntryIssues findings) {
    if (entry.name().isBlank() || entry.benchmark().isEmpty()) {
      return;
    }
    new NameCheck(entry, findings).run();
  }

  private void run() {
    if (!name.unknown().isEmpty()) {
      findings.add(
          Kind.UNKNOWN_TOKENS, "nothing known is meant by %s", String.join(", ", name.unknown()));
    }
    name.outOfOrder()
        .ifPresent(token -> findings.add(Kind.UNKNOWN_TOKENS, "%s is out of order", token.text()));
    numbers();
    fold();
    loss();
    images();
    labels();
    rates();
  }

  private void numbers() {
    compare(NameComponent.EPOCHS, "E" + fields.path("epochs").asText(), "epochs");
    compare(NameComponent.BATCH, "B" + fields.path("batch_size").asText(), "batch_size");
    compare(NameComponent.CLASSES, "N" + fields.path("label_columns").size(), "label_columns");
    compare(NameComponent.DIMENSION, "D" + fields.path("dim").path(0).asText(), "dim");
    String optimizer = fields.path("optimizer").asText();
    if (!optimizer.equals(name.token(NameComponent.OPTIMIZER).orElse("Adam"))) {
      contradiction(NameComponent.OPTIMIZER, "optimizer", optimizer);
    }
  }

  private void fold() {
    JsonNode fold = fields.path("fold");
    String found =
        fold.isObject()
            ? "Fold%dof%d".formatted(fold.path("number").asInt(), fold.path("count").asInt())
            : "";
    if (!found.equals(name.token(NameComponent.FOLD).orElse(""))) {
      contradiction(NameComponent.FOLD, "fold", found.isEmpty() ? "none" : fold.toString());
    }
  }

  private void compare(NameComponent component, String field, String key) {
    Optional<String> token = name.token(component);
    if (token.isPresent() && fields.has(key) && !token.get().equals(field)) {
      contradiction(component, key, field.substring(1));
    }
  }

  private void loss() {
    String loss = fields.path("loss").asText();
    // Early entries do not specify whether class weights were used.
    Optional<Boolean> classWeights =
        Optional.of(fields.path("use_class_weights"))
            .filter(field -> fields.has("use_class_weights"))
            .map(JsonNode::asBoolean);
    boolean fits =
        name.token(NameComponent.LOSS)
            .map(token -> LossToken.of(token).fits(loss, classWeights))
            .orElse(true);
    if (!fits) {
      contradiction(NameComponent.LOSS, "loss", loss);
    }
  }

  private void images() {
    Optional<String> crop = name.token(NameComponent.CROP);
    if (crop.isPresent() && fields.has("crop")) {
      boolean cropped = fields.path("crop").asBoolean();
      if (cropped != crop.get().equals("C1")) {
        contradiction(NameComponent.CROP, "crop", String.valueOf(cropped));
      }
    }
    if (fields.has("augmentation")) {
      String augmentation = fields.path("augmentation").asText("").replace("null", "");
      AugmentationToken token = AugmentationToken.ofLogged(augmentation);
      AugmentationToken said =
          name.token(NameComponent.AUGMENTATION)
              .map(AugmentationToken::of)
              .orElse(AugmentationToken.NONE);
      if (!token.equals(said)) {
        contradiction(
            NameComponent.AUGMENTATION,
            "augmentation",
            augmentation.isEmpty() ? "none" : augmentation);
      }
    }
    if (fields.has("transformations")) {
      String tokens = transformations();
      if (!tokens.equals(name.token(NameComponent.TRANSFORMATION).orElse(""))) {
        contradiction(
            NameComponent.TRANSFORMATION, "transformations", tokens.isEmpty() ? "none" : tokens);
      }
    }
  }

  private String transformations() {
    List<String> tokens = new ArrayList<>();
    fields
        .path("transformations")
        .properties()
        .forEach(
            step ->
                tokens.add(
                    switch (step.getKey()) {
                      case "hist_equalization" -> "hist";
                      case "gaussian_blur" -> "gb";
                      case "unsharp_mask" ->
                          "sharp"
                              + step.getValue().path("radius").asText()
                              + step.getValue().path("amount").asText();
                      default -> step.getKey();
                    }));
    return String.join("_", tokens);
  }

  private void labels() {
    String token = name.token(NameComponent.UNCERTAINTY).orElse("uzeroes").toLowerCase(Locale.ROOT);
    String said =
        switch (token) {
          case "uone", "uones" -> "uones";
          case "uzero", "uzeroes" -> "uzeroes";
          default -> token;
        };
    JsonNode encoding = fields.path("u_enc");
    String found =
        encoding.isArray() && encoding.size() == 2
            ? "u" + encoding.get(0).size() + encoding.get(1).size()
            : encoding.asText();
    // Random labels are logged with their range.
    boolean drawn = said.endsWith("lsr");
    if (fields.has("u_enc") && !drawn && !said.equals(found)) {
      contradiction(NameComponent.UNCERTAINTY, "u_enc", found);
    }
    boolean upsampled = !fields.path("upsample_factors").isEmpty();
    if (fields.has("upsample_factors")
        && upsampled != name.token(NameComponent.UPSAMPLED).isPresent()) {
      contradiction(
          NameComponent.UPSAMPLED,
          "upsample_factors",
          upsampled ? fields.path("upsample_factors").toString() : "none");
    }
  }

  private void rates() {
    Optional<String> token = name.token(NameComponent.LEARNING_RATE);
    OptionalDouble first = LoggedRun.rate(entry, fields);
    if (entry.hasHistory() && first.isPresent()) {
      double said = token.map(NameCheck::rate).orElse(DEFAULT_RATE);
      double used = first.getAsDouble();
      if (Math.abs(used - said) > SAME * said) {
        if (token.isEmpty()) {
          findings.add(
              Kind.DECAYED_START,
              "the first epoch's rate was %.4g rather than %s: an earlier run in the same process had lowered it",
              used,
              DEFAULT_RATE);
        } else {
          contradiction(
              NameComponent.LEARNING_RATE, "lr[0]", String.format(Locale.ROOT, "%.4g", used));
        }
      }
    }
    JsonNode factor = fields.path("lr_factor");
    Optional<String> falling = name.token(NameComponent.LEARNING_RATE_FACTOR);
    if (falling.isPresent() && factor.isNumber()) {
      double said = Integer.parseInt(falling.get().substring(2)) / 10.0;
      if (Math.abs(said - factor.doubleValue()) > SAME) {
        contradiction(NameComponent.LEARNING_RATE_FACTOR, "lr_factor", factor.asText());
      }
    }
  }

  /** {@code mLRe} is m x 10^-e; m is 1 if it is left out. */
  private static double rate(String token) {
    int mark = token.indexOf("LR");
    BigDecimal digits = mark == 0 ? BigDecimal.ONE : new BigDecimal(token.substring(0, mark));
    return digits.movePointLeft(Integer.parseInt(token.substring(mark + 2))).doubleValue();
  }

  private void contradiction(NameComponent component, String key, String value) {
    String said = name.token(component).map(token -> "says " + token).orElse("has no token");
    findings.add(
        Kind.NAME_CONTRADICTS,
        "the name %s for the %s, but %s is %s",
        said,
        component.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        key,
        value);
  }
}
