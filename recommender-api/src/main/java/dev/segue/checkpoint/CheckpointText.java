package dev.segue.checkpoint;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;
import dev.segue.quotation.Quotation;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Reads the numbers that a checkpoint, or another model file, has as text, each in the way it was
 * written.
 */
public final class CheckpointText {

  /** As any version of Java writes a number; its own parser takes more, such as {@code 0x1p3}. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(Infinity|[0-9]{1,24}(\\.[0-9]{1,24})?(E-?[0-9]{1,3})?)");

  private CheckpointText() {}

  /**
   * Returns a whole number.
   *
   * @param checkpoint the file
   * @param name the name of the text
   * @param max the largest number that there can be
   * @return the number, at least 0
   * @throws FileFormatException if there is no such text, or it is no such number
   */
  public static long wholeNumber(ModelFile checkpoint, String name, long max)
      throws FileFormatException {
    return wholeNumber(checkpoint, name, checkpoint.text(name), max);
  }

  /**
   * Returns a whole number of several in one text.
   *
   * @param checkpoint the file
   * @param name the name of the text
   * @param part the part of the text that is the number
   * @param max the largest number that there can be
   * @return the number, at least 0
   * @throws FileFormatException if it is no such number
   */
  public static long wholeNumber(ModelFile checkpoint, String name, String part, long max)
      throws FileFormatException {
    try {
      long number = Long.parseLong(part);
      if (number >= 0 && number <= max && Long.toString(number).equals(part)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as if it were out of its range
    }
    throw problem(checkpoint, name, "a whole number in 0.." + max, part);
  }

  /**
   * Returns a number.
   *
   * @param checkpoint the file
   * @param name the name of the text
   * @return the number; perhaps infinite, but not NaN
   * @throws FileFormatException if there is no such text, or it is not a number
   */
  public static double number(ModelFile checkpoint, String name) throws FileFormatException {
    return number(checkpoint, name, checkpoint.text(name));
  }

  /**
   * Returns a number of several in one text.
   *
   * @param checkpoint the file
   * @param name the name of the text
   * @param part the part of the text that is the number
   * @return the number; perhaps infinite, but not NaN
   * @throws FileFormatException if it is not a number
   */
  public static double number(ModelFile checkpoint, String name, String part)
      throws FileFormatException {
    if (NUMBER.matcher(part).matches()) {
      return Double.parseDouble(part);
    }
    throw problem(checkpoint, name, "a number", part);
  }

  /**
   * Returns a length of time.
   *
   * @param checkpoint the file
   * @param name the name of the text
   * @return the time, at least 0 and within the nanoseconds that a {@code long} holds
   * @throws FileFormatException if there is no such text, or it is no such time
   */
  public static Duration duration(ModelFile checkpoint, String name) throws FileFormatException {
    String text = checkpoint.text(name);
    try {
      Duration duration = Duration.parse(text);
      if (duration.toNanos() >= 0) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // as if it were negative
    }
    throw problem(
        checkpoint, name, "a time from PT0S to " + Duration.ofNanos(Long.MAX_VALUE), text);
  }

  private static FileFormatException problem(
      ModelFile checkpoint, String name, String rule, String value) {
    return checkpoint.problem(
        "text '%s' must be %s, was %s".formatted(name, rule, Quotation.quote(value)));
  }
}
