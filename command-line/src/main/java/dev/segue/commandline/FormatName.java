package dev.segue.commandline;

import dev.segue.datasets.DatasetFormat;
import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A format as it is written on the command line: one that files have, {@code synthetic}, which has
 * none, or {@code auto}, which is to be recognised. Immutable.
 *
 * @param text in lower case
 * @param ofFiles the format, if it is one that files have
 */
record FormatName(String text, Optional<DatasetFormat> ofFiles) {

  static final FormatName AUTO = new FormatName("auto", Optional.empty());
  static final FormatName SYNTHETIC = new FormatName("synthetic", Optional.empty());

  static FormatName of(DatasetFormat format) {
    return new FormatName(format.toString(), Optional.of(format));
  }

  /** The format of a name in upper or lower case; empty if there is none. */
  static Optional<FormatName> parse(String text) {
    return all().filter(each -> each.text.equals(text.toLowerCase(Locale.ROOT))).findFirst();
  }

  private static Stream<FormatName> all() {
    return Stream.concat(
        Stream.concat(Stream.of(AUTO), Arrays.stream(DatasetFormat.values()).map(FormatName::of)),
        Stream.of(SYNTHETIC));
  }

  boolean is(DatasetFormat format) {
    return ofFiles.filter(each -> each == format).isPresent();
  }

  boolean isHistory() {
    return ofFiles.filter(DatasetFormat::isHistory).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }

  /** All names, for people who ask for help. */
  static final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all().map(FormatName::text).iterator();
    }
  }

  /** Reads it from the command line. */
  static final class Converter implements ITypeConverter<FormatName> {
    @Override
    public FormatName convert(String value) {
      return parse(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of %s, was %s"
                          .formatted(String.join(", ", new Candidates()), Quotation.quote(value))));
    }
  }
}
