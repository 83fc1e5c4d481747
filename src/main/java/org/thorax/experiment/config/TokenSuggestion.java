package org.thorax.experiment.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The token of a benchmark's name that was probably meant by an unknown one. */
final class TokenSuggestion {
  private static final int MAX_MISSPELT = 2;
  private static final int LETTERS_PER_CHANGE = 3;

  private TokenSuggestion() {}

  /** One or two tokens joined by {@code _}; empty when nothing is near. */
  static Optional<String> of(String unknown) {
    List<String> near = new ArrayList<>(NameGrammar.words());
    near.addAll(numbered(unknown));
    return divided(unknown).or(() -> NearestName.of(unknown, near));
  }

  /** Whether a word is one or two letters away from a token, or two tokens run together. */
  static boolean isMisspelling(String unknown) {
    return divided(unknown).isPresent()
        || NameGrammar.words().stream()
            .anyMatch(
                word ->
                    NearestName.changes(unknown, word)
                        <= Math.min(MAX_MISSPELT, word.length() / LETTERS_PER_CHANGE));
  }

  /** Tokens with the unknown one's digits: E5 for Ep5, 1LR4 for 1LR-4. */
  private static List<String> numbered(String unknown) {
    String digits = unknown.replaceAll("\\D", "");
    if (digits.isEmpty()) {
      return List.of();
    }
    List<String> tokens = new ArrayList<>();
    for (String letters : List.of("E", "B", "N", "D", "DS", "LF")) {
      tokens.add(letters + digits);
    }
    int last = digits.length() - 1;
    tokens.add(digits.substring(0, last) + "LR" + digits.substring(last));
    return tokens.stream().filter(TokenSuggestion::isToken).toList();
  }

  /** Two known tokens without the {@code _} between them: N5_D256 for N5D256. */
  private static Optional<String> divided(String unknown) {
    for (int i = 1; i < unknown.length(); i++) {
      String first = unknown.substring(0, i);
      String second = unknown.substring(i);
      if (isToken(first) && isToken(second)) {
        return Optional.of(first + "_" + second);
      }
    }
    return Optional.empty();
  }

  private static boolean isToken(String text) {
    return Arrays.stream(NameComponent.values())
        .filter(component -> component != NameComponent.RUN)
        .anyMatch(component -> component.matches(text));
  }
}
