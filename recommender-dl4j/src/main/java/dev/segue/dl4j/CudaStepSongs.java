package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The songs that each step works on, on a device: all songs, or with {@linkplain SampledSoftmax
 * sampled softmax} those that it touches, which have indices then. One thread at a time.
 */
final class CudaStepSongs {

  private final CudaQueue queue;
  private final Architecture architecture;
  private final ColdSongs newSongs;
  private final @Nullable TouchedSongs touched;
  private final List<CudaTable> tables = new ArrayList<>();
  private final @Nullable CudaComposition whole;
  private Step step;

  /**
   * The songs of a step.
   *
   * @param heard how many are heard, or could be
   * @param heardRows {@code [heard]} of integers; {@link DeviceArray#NONE} for all songs in order
   * @param scored how many are scored
   * @param scoredRows {@code [scored]} of integers; {@link DeviceArray#NONE} for all songs in order
   * @param featureRows the features that they have, of integers; {@link DeviceArray#NONE} for all
   * @param composition of the songs heard, if songs have features
   * @param isNew {@code [heard]}: 1 for songs taken as new; {@link DeviceArray#NONE} if there are
   *     none
   * @param sampled more about it, if the softmax is sampled
   */
  record Step(
      int heard,
      DeviceArray heardRows,
      int scored,
      DeviceArray scoredRows,
      DeviceArray featureRows,
      @Nullable CudaComposition composition,
      DeviceArray isNew,
      TouchedSongs.@Nullable Step sampled) {}

  /**
   * Begins with all songs.
   *
   * @param touched finds the songs that a step touches, if the softmax is sampled, or null
   */
  CudaStepSongs(
      CudaQueue queue,
      Architecture architecture,
      CudaParameters parameters,
      ColdSongs newSongs,
      @Nullable TouchedSongs touched) {
    this.queue = queue;
    this.architecture = architecture;
    this.newSongs = newSongs;
    this.touched = touched;
    if (touched == null) {
      whole = architecture.features().isEmpty() ? null : composition();
    } else {
      whole = null;
      tensors().forEach(tensor -> tables.add(new CudaTable(queue, parameters, tensor)));
    }
    step = allSongs(DeviceArray.NONE);
  }

  /** Sends the composition of all songs, once. */
  private CudaComposition composition() {
    CudaUploads once = new CudaUploads(queue);
    CudaComposition composition =
        CudaComposition.of(
            Composition.of(architecture.features()), architecture.featureCount(), once);
    once.send();
    return composition;
  }

  /** The parameters of which a step touches some columns. */
  private List<String> tensors() {
    List<String> tensors = new ArrayList<>(List.of(TensorNames.EMBEDDING));
    if (!architecture.features().isEmpty()) {
      tensors.add(TensorNames.FEATURES);
    }
    tensors.add(TensorNames.OUTPUT_BIAS);
    if (!architecture.tied()) {
      tensors.add(TensorNames.OUTPUT_WEIGHTS);
    }
    return tensors;
  }

  private Step allSongs(DeviceArray isNew) {
    int songs = architecture.songs();
    DeviceArray all = DeviceArray.NONE;
    return new Step(songs, all, songs, all, all, whole, isNew, null);
  }

  /** Sets the source of the random choices. */
  void random(SplittableRandom random) {
    if (touched == null) {
      newSongs.random(random);
    } else {
      touched.random(random);
    }
  }

  /**
   * Begins a step.
   *
   * @param chunk of the step
   * @param uploads to which it adds what it needs
   * @return the chunk, with songs as indices if the softmax is sampled
   */
  PackedChunk begin(PackedChunk chunk, CudaUploads uploads) {
    if (touched == null) {
      int[] chosen = newSongs.choose(architecture.songs());
      step = allSongs(isNew(chosen, architecture.songs(), uploads));
      return chunk;
    }
    TouchedSongs.Step some = touched.touch(List.of(chunk));
    step = sampled(some, uploads);
    for (CudaTable table : tables) {
      table.touch(
          switch (table.tensor()) {
            case TensorNames.EMBEDDING -> step.heardRows();
            case TensorNames.FEATURES -> step.featureRows();
            default -> step.scoredRows();
          });
    }
    return some.parts().get(0);
  }

  private Step sampled(TouchedSongs.Step some, CudaUploads uploads) {
    DeviceArray heardRows = uploads.add(some.heard());
    DeviceArray scoredRows = architecture.tied() ? heardRows : uploads.add(some.scored().keys());
    int features = some.features().length;
    return new Step(
        some.heard().length,
        heardRows,
        (int) scoredRows.length(),
        scoredRows,
        uploads.add(some.features()),
        architecture.features().isEmpty()
            ? null
            : CudaComposition.of(some.composition(), features, uploads),
        isNew(some.newSongs(), some.heard().length, uploads),
        some);
  }

  private static DeviceArray isNew(int[] chosen, int songs, CudaUploads uploads) {
    if (chosen.length == 0) {
      return DeviceArray.NONE;
    }
    float[] isNew = new float[songs];
    for (int song : chosen) {
      isNew[song] = 1;
    }
    return uploads.add(isNew);
  }

  /** The songs of the step that has begun; all songs before the first. */
  Step step() {
    return step;
  }

  /** What is known of the step if the softmax is sampled. */
  TouchedSongs.Step sampled() {
    return Objects.requireNonNull(step.sampled());
  }

  /** The tables of which the step touches some columns; none if it touches all. */
  List<CudaTable> tables() {
    return tables;
  }
}
