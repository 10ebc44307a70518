package dev.segue.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.lstm.network.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source of the kernels that a network launches, in CUDA C++. */
final class CudaKernels {

  /** In this order, one after another. */
  private static final List<String> FILES =
      List.of(
          "reduce.cu",
          "songs.cu",
          "dropout.cu",
          "lstm.cu",
          "lstmRegisters.cu",
          "lstmTiles.cu",
          "softmax.cu",
          "sampled.cu",
          "recency.cu",
          "memory.cu",
          "update.cu");

  private CudaKernels() {}

  /**
   * Returns the source of the kernels of a network.
   *
   * @param negatives how many songs a sampled softmax draws; empty for the softmax over all songs
   */
  static String of(Architecture architecture, OptionalInt negatives) {
    SoftmaxKernel softmax =
        negatives.isPresent()
            ? SoftmaxKernel.sampled(CudaSampledSoftmax.rows(negatives.getAsInt()))
            : SoftmaxKernel.full(CudaSongVectors.columns(architecture.songs()));
    return of(
        Stream.concat(
            architecture.hiddenSizes().stream().distinct().map(CudaCells::kernels).distinct(),
            Stream.of(softmax.source())));
  }

  /**
   * Returns the source of all kernels.
   *
   * @param sizes lines that make those that know a size when they are compiled
   */
  static String of(Stream<String> sizes) {
    return Stream.concat(FILES.stream().map(CudaKernels::read), sizes)
        .collect(Collectors.joining("\n"));
  }

  private static String read(String file) {
    try (InputStream in =
        Objects.requireNonNull(CudaKernels.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
