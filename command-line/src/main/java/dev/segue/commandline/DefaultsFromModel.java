package dev.segue.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses between the options on the command line and those that a model was trained with. What was
 * given wins. One thread at a time.
 */
final class DefaultsFromModel {

  private final List<String> taken = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Chooses the value of an option.
   *
   * @param given its value on the command line, if it is there
   * @param ofModel its value in the training of the model, if that is known
   * @param text writes a value as it is on the command line; equal texts are the same value
   * @return the value given, or else the model's; empty if there is neither
   */
  <T> Optional<T> choose(
      String option, @Nullable T given, Optional<T> ofModel, Function<T, String> text) {
    if (given == null) {
      ofModel.map(text).ifPresent(value -> taken.add(option + " " + value));
      return ofModel;
    }
    ofModel
        .map(text)
        .filter(value -> !value.equals(text.apply(given)))
        .ifPresent(value -> warnOfAnother(option, text.apply(given), value));
    return Optional.of(given);
  }

  private void warnOfAnother(String option, String given, String value) {
    warn(
        "%s is %s, but the model was trained with %s: it may have learnt what is measured"
            .formatted(option, given, value));
  }

  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** The options that are the model's, as on the command line. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  /** What differs from the training, in sentences. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
