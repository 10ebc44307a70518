package dev.segue.commandline;

import dev.segue.datasets.history.CsvColumn;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A column of a table that the command line names.
 *
 * @param column what it says
 * @param name its name in the table; empty if there is to be none
 */
record NamedColumn(CsvColumn column, String name) {

  /** A comma before the next kind: names of columns may have commas too. */
  static final String BETWEEN = ",(?=\\s*[A-Za-z]+=)";

  private static final String HEARD = CsvColumn.HEARD.toString();

  /** People know how long a song was heard by another word. */
  private static final String DURATION = "duration";

  /** Options that name these columns, each kind at most once. */
  static CsvOptions options(List<NamedColumn> columns) {
    CsvOptions options = CsvOptions.ofDefaults();
    for (NamedColumn each : columns) {
      if (options.columns().containsKey(each.column)) {
        throw new IllegalArgumentException(
            "--columns must name one %s, but there are two".formatted(each.column));
      }
      options =
          each.name.isEmpty()
              ? options.without(each.column)
              : options.column(each.column, each.name);
    }
    return options;
  }

  /** Reads {@code time=Added At}. */
  static final class Converter implements ITypeConverter<NamedColumn> {

    @Override
    public NamedColumn convert(String text) {
      int equals = text.indexOf('=');
      String kind = text.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
      String name = text.substring(equals + 1).strip();
      return Arrays.stream(CsvColumn.values())
          .filter(each -> each.toString().equals(kind.equals(DURATION) ? HEARD : kind))
          .findFirst()
          .map(column -> new NamedColumn(column, name.replaceAll("^\"|\"$", "")))
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "%s must be like time=NAME, with one of %s"
                          .formatted(
                              Quotation.quote(text),
                              Arrays.stream(CsvColumn.values())
                                  .map(CsvColumn::toString)
                                  .toList())));
    }
  }
}
