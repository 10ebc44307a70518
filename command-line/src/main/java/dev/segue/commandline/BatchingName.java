package dev.segue.commandline;

import dev.segue.dl4j.Batching;
import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --batching} takes. */
enum BatchingName {
  SIMILAR_LENGTH("like-length") {
    @Override
    Batching batching(@Nullable Integer size) {
      return size == null ? Batching.similarLength() : Batching.similarLength(size);
    }
  },

  IN_ORDER("file-order") {
    @Override
    Batching batching(@Nullable Integer size) {
      return Batching.inOrder(size == null ? PAPERS_SIZE : size);
    }
  };

  private static final int PAPERS_SIZE = 100;

  private final String formerName;

  BatchingName(String formerName) {
    this.formerName = formerName;
  }

  /**
   * Returns the batching.
   *
   * @param size in its own unit; null for its default
   */
  abstract Batching batching(@Nullable Integer size);

  private boolean isCalled(String name) {
    return name.equals(toString()) || name.equals(formerName);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Option values are in lower case with hyphens. */
  static final class Converter implements ITypeConverter<BatchingName> {
    @Override
    public BatchingName convert(String value) {
      return Arrays.stream(values())
          .filter(batching -> batching.isCalled(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be similar-length or in-order, was " + Quotation.quote(value)));
    }
  }
}
