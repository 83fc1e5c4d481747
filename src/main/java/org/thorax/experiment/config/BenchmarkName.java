package org.thorax.experiment.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;

/**
 * A benchmark's or experiment's name, taken apart. Any text can be taken apart: what no component
 * matches, and what names a component a second time, is left over as unknown.
 *
 * @param text the name, blanks replaced by {@code _}
 * @param tokens its tokens from left to right
 */
public record BenchmarkName(String text, List<Token> tokens) {
  private static final Pattern NUMBERED = Pattern.compile("([A-Za-z][A-Za-z0-9]*)-(\\d+)");
  private static final Pattern WORD = Pattern.compile("[^_]+");

  /**
   * One token.
   *
   * @param start its first character in the name, from 0
   * @param text the token as written
   * @param component what it stands for; empty when unknown
   */
  public record Token(int start, String text, Optional<NameComponent> component) {}

  /** Checks that the name is not empty. */
  public BenchmarkName {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty()) {
      throw new ConfigurationException(
          "benchmark",
          "A benchmark needs a name, e.g. Chexpert_BCE_E3_B32_C0_N12; found '" + text + "'.");
    }
  }

  /** Takes {@code name} apart. */
  public static BenchmarkName parse(String name) {
    String text = name.strip().replace(' ', '_');
    List<Token> tokens = new ArrayList<>();
    Set<NameComponent> taken = EnumSet.noneOf(NameComponent.class);
    boolean described = WORD.matcher(text).results().noneMatch(word -> isPublished(word.group()));
    for (Matcher word = WORD.matcher(text); word.find(); ) {
      Matcher numbered = NUMBERED.matcher(word.group());
      boolean first = tokens.isEmpty();
      if (first && numbered.matches() && NameComponent.ARCHITECTURE.matches(numbered.group(1))) {
        int run = word.start() + numbered.start(2);
        add(tokens, taken, word.start(), numbered.group(1));
        add(tokens, taken, run, numbered.group(2));
      } else {
        add(tokens, taken, word.start(), word.group());
        if (described) {
          takeForDataset(tokens, taken);
        }
      }
    }
    return new BenchmarkName(text, tokens);
  }

  private static boolean isPublished(String word) {
    return NameComponent.DATASET.matches(word);
  }

  /**
   * An unknown word where a data set stands is a described one's name, unless it is a misspelling.
   */
  private static void takeForDataset(List<Token> tokens, Set<NameComponent> taken) {
    int last = tokens.size() - 1;
    Token token = tokens.get(last);
    boolean place =
        tokens.subList(0, last).stream()
            .allMatch(
                before ->
                    before
                        .component()
                        .filter(it -> it.compareTo(NameComponent.DATASET) < 0)
                        .isPresent());
    if (place
        && token.component().isEmpty()
        && DatasetName.isToken(token.text())
        && !TokenSuggestion.isMisspelling(token.text())) {
      taken.add(NameComponent.DATASET);
      tokens.set(last, new Token(token.start(), token.text(), Optional.of(NameComponent.DATASET)));
    }
  }

  private static void add(List<Token> tokens, Set<NameComponent> taken, int start, String text) {
    Optional<NameComponent> component = Optional.empty();
    for (NameComponent candidate : NameComponent.values()) {
      if (candidate.matches(text) && mayStand(candidate, tokens, taken)) {
        component = Optional.of(candidate);
        taken.add(candidate);
      }
    }
    tokens.add(new Token(start, text, component));
  }

  private static boolean mayStand(
      NameComponent component, List<Token> before, Set<NameComponent> taken) {
    return switch (component) {
      case ARCHITECTURE -> before.isEmpty();
      case RUN ->
          before.isEmpty() || (before.size() == 1 && taken.contains(NameComponent.ARCHITECTURE));
      case TRANSFORMATION -> true;
      default -> !taken.contains(component);
    };
  }

  /**
   * The components and their tokens as written; several transformations are joined by {@code _}.
   */
  public Map<NameComponent, String> components() {
    Map<NameComponent, String> components = new EnumMap<>(NameComponent.class);
    for (Token token : tokens) {
      token
          .component()
          .ifPresent(c -> components.merge(c, token.text(), (one, other) -> one + "_" + other));
    }
    return components;
  }

  /** The token of {@code component} as written. */
  public Optional<String> token(NameComponent component) {
    return Optional.ofNullable(components().get(component));
  }

  /** The tokens that stand for no component. */
  public List<String> unknown() {
    return tokens.stream().filter(t -> t.component().isEmpty()).map(Token::text).toList();
  }

  /**
   * What is wrong with the first token that stands for no component: unknown, with the token that
   * was probably meant, or a second one of its component.
   */
  public Optional<String> firstUnknown() {
    return tokens.stream()
        .filter(token -> token.component().isEmpty())
        .findFirst()
        .map(
            token ->
                "'%s' at character %d of benchmark name '%s' %s"
                    .formatted(token.text(), token.start() + 1, text, fault(token)));
  }

  private String fault(Token token) {
    if (NameComponent.ARCHITECTURE.matches(token.text())) {
      return "is an architecture, which must come first.";
    }
    return first(token)
        .map(
            earlier ->
                "stands beside '%s', which means the same; keep one of them.".formatted(earlier))
        .orElseGet(
            () ->
                TokenSuggestion.of(token.text())
                    .map("is unknown; did you mean '%s'?"::formatted)
                    .orElse("is unknown; docs/benchmarks-and-logs.md lists all tokens."));
  }

  /** The earlier token of the component that this one would be of, if it is a second one. */
  private Optional<String> first(Token second) {
    return tokens.stream()
        .filter(token -> token.start() < second.start())
        .filter(
            token ->
                token
                    .component()
                    .filter(c -> c != NameComponent.RUN && c.matches(second.text()))
                    .isPresent())
        .map(Token::text)
        .findFirst();
  }

  /** The first token that should stand further left; unknown ones do not count. */
  public Optional<Token> outOfOrder() {
    NameComponent last = NameComponent.ARCHITECTURE;
    for (Token token : tokens) {
      if (token.component().isPresent()) {
        NameComponent component = token.component().get();
        if (component.compareTo(last) < 0) {
          return Optional.of(token);
        }
        last = component;
      }
    }
    return Optional.empty();
  }

  /** Whether the known tokens stand in the order of {@link NameComponent}. */
  public boolean inOrder() {
    return outOfOrder().isEmpty();
  }

  /** The name without the architecture. */
  public String withoutArchitecture() {
    boolean there = tokens.get(0).component().equals(Optional.of(NameComponent.ARCHITECTURE));
    if (!there) {
      return text;
    }
    return tokens.size() == 1 ? "" : text.substring(tokens.get(1).start());
  }
}
