package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.dl4j.Batching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class BatchingNameTest {

  private static final BatchingName.Converter CONVERTER = new BatchingName.Converter();

  @ParameterizedTest
  @CsvSource({
    "similar-length, SIMILAR_LENGTH",
    "like-length, SIMILAR_LENGTH",
    "in-order, IN_ORDER",
    "file-order, IN_ORDER"
  })
  void names_andThoseOfBefore(String name, BatchingName batching) {
    assertThat(CONVERTER.convert(name)).isEqualTo(batching);
  }

  @Test
  void names_ofNothing() {
    assertThatThrownBy(() -> CONVERTER.convert("SIMILAR_LENGTH"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be similar-length or in-order, was 'SIMILAR_LENGTH'");
  }

  @Test
  void size_isOfItsBatching() {
    assertThat(BatchingName.SIMILAR_LENGTH.batching(500)).isEqualTo(Batching.similarLength(500));
    assertThat(BatchingName.SIMILAR_LENGTH.batching(null)).isEqualTo(Batching.similarLength());
    assertThat(BatchingName.IN_ORDER.batching(7)).isEqualTo(Batching.inOrder(7));
    assertThat(BatchingName.IN_ORDER.batching(null)).isEqualTo(Batching.inOrder(100));
  }
}
