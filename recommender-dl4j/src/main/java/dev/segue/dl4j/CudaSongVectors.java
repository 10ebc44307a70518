package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.SplittableRandom;

/**
 * The vectors of songs on a device: what the network reads of songs heard, and what it scores songs
 * by. A step works on all songs, or with {@linkplain SampledSoftmax sampled softmax} on those that
 * it touches, which have indices then. Vectors are composed before a step, and their gradients are
 * passed to all rows they were composed of after it: see {@link SongVectors}. One thread at a time.
 */
final class CudaSongVectors {

  private static final int THREADS = 128;

  private final CudaQueue queue;
  private final Architecture architecture;
  private final CudaParameters parameters;
  private final CudaStepSongs songs;
  private final CudaDropout dropout;
  private final int size;
  private final CudaGrowing scored;
  private final CudaGrowing scoredGradients;
  private final CudaGrowing heard;
  private final CudaGrowing segments;
  private DeviceArray unscored = DeviceArray.NONE;

  /**
   * Creates the vectors of a network.
   *
   * @param songs those that each step works on
   */
  CudaSongVectors(
      CudaQueue queue,
      TrainingArchitecture training,
      CudaParameters parameters,
      CudaStepSongs songs) {
    this.queue = queue;
    this.architecture = training.network();
    this.parameters = parameters;
    this.songs = songs;
    size = architecture.embeddingSize();
    dropout =
        new CudaDropout(
            queue,
            training.regularisation().songDropout(),
            training.regularisation().inputDropout());
    int augmented = rows(architecture.outputs());
    scored = new CudaGrowing(queue, augmented);
    scoredGradients = new CudaGrowing(queue, augmented);
    heard = new CudaGrowing(queue, size);
    segments = new CudaGrowing(queue, size);
  }

  /** Sets the source of the masks of the dropout. */
  void random(SplittableRandom random) {
    dropout.random(random);
  }

  /** Sets the songs that are never scored. */
  void unscored(int[] never) {
    float[] low = new float[architecture.songs()];
    for (int song : never) {
      low[song] = 1;
    }
    unscored = queue.allocate(low.length);
    parameters.write(unscored, low);
  }

  /** How many rows vectors have with the bias below them: a multiple of 4. */
  static int rows(int outputs) {
    return (outputs + 1 + 3) / 4 * 4;
  }

  /** Rounds a number of songs up to a multiple of 8, as products are fastest then. */
  static int columns(int songs) {
    return (songs + 7) / 8 * 8;
  }

  /** Composes the vectors of the step. */
  void compose() {
    if (architecture.tied()) {
      compose(TensorNames.EMBEDDING, step().heardRows(), step().heard(), true, true, scored());
    } else {
      compose(
          TensorNames.OUTPUT_WEIGHTS, step().scoredRows(), step().scored(), false, true, scored());
      if (heardAreComposed()) {
        DeviceMatrix vectors = heard.columns(step().heard());
        compose(TensorNames.EMBEDDING, step().heardRows(), step().heard(), true, false, vectors);
      }
    }
  }

  private CudaStepSongs.Step step() {
    return songs.step();
  }

  private boolean heardAreComposed() {
    return step().composition() != null || step().sampled() != null;
  }

  private void compose(
      String own,
      DeviceArray rows,
      int count,
      boolean withFeatures,
      boolean withBias,
      DeviceMatrix vectors) {
    CudaComposition composition = withFeatures ? step().composition() : null;
    DeviceMatrix table = parameters.values(own);
    DeviceArray none = DeviceArray.NONE;
    boolean learnsNew = architecture.learnsNewSongs();
    queue.launch(
        "compose",
        vectors.columns(),
        THREADS,
        table.values(),
        rows,
        table.rows(),
        composition == null ? none : parameters.values(TensorNames.FEATURES).values(),
        step().featureRows(),
        composition == null ? none : composition.from(),
        composition == null ? none : composition.features(),
        composition == null ? none : composition.weights(),
        step().isNew(),
        withBias ? parameters.values(TensorNames.OUTPUT_BIAS).values() : none,
        learnsNew ? parameters.values(TensorNames.NEW_SONG_BIAS).values() : none,
        unscored,
        count,
        vectors.values(),
        vectors.stride());
  }

  /**
   * {@code [outputs + 1, scored]}, filled up to multiples of 4 and 8 with zeros: the vectors that
   * songs are scored by, and under them their biases.
   */
  DeviceMatrix scored() {
    return scored.columns(columns(step().scored()));
  }

  /** The gradients of {@link #scored}: to be filled by the output layer. */
  DeviceMatrix scoredGradients() {
    return scoredGradients.columns(columns(step().scored()));
  }

  /**
   * Reads the vectors of the songs heard, or skipped, at each position.
   *
   * @param vectors {@code [size, positions]}, filled
   */
  void forward(CudaChunk chunk, DeviceMatrix vectors) {
    DeviceMatrix from = heardVectors();
    queue.launch(
        "gather",
        chunk.positions(),
        THREADS,
        from.values(),
        from.stride(),
        chunk.songs(),
        chunk.skipped(),
        architecture.skips() ? parameters.values(TensorNames.SKIP).values() : DeviceArray.NONE,
        size,
        vectors.values(),
        vectors.stride());
    if (dropout.drops()) {
      dropout.forward(vectors, vectors, null);
    }
  }

  private DeviceMatrix heardVectors() {
    if (architecture.tied()) {
      return scored().rows(0, size);
    }
    return heardAreComposed()
        ? heard.columns(step().heard())
        : parameters.values(TensorNames.EMBEDDING);
  }

  /**
   * Computes the gradients of all that vectors were composed of.
   *
   * @param vectorGradients {@code [size, positions]}: those of {@link #forward}; changed
   */
  void backward(CudaChunk chunk, DeviceMatrix vectorGradients) {
    if (dropout.drops()) {
      dropout.backward(vectorGradients);
    }
    if (architecture.skips()) {
      learnSkip(chunk, vectorGradients);
    }
    DeviceMatrix own = gradient(TensorNames.EMBEDDING);
    DeviceMatrix all = own;
    if (architecture.tied()) {
      all = scoredGradients().rows(0, size);
    } else {
      queue.clear(own.values(), own.values().length());
    }
    CudaChunk.Groups bySong = chunk.bySong();
    sumGroups(
        vectorGradients,
        bySong.count(),
        bySong.from(),
        bySong.places(),
        DeviceArray.NONE,
        bySong.keys(),
        all);
    CudaComposition composition = step().composition();
    if (composition != null) {
      learnFeatures(composition, all);
    }
    decompose(architecture.tied() ? own : gradient(TensorNames.OUTPUT_WEIGHTS));
    if (architecture.learnsNewSongs()) {
      learnNewSongs();
    }
  }

  private void learnSkip(CudaChunk chunk, DeviceMatrix vectorGradients) {
    DeviceMatrix gradient = parameters.gradient(TensorNames.SKIP);
    if (chunk.skipped().length() == 0) {
      queue.clear(gradient.values(), size);
    } else {
      DeviceMatrix skipped = DeviceMatrix.of(chunk.skipped(), chunk.positions(), 1);
      queue.multiply(false, vectorGradients, false, skipped, 0, gradient);
    }
  }

  private void learnFeatures(CudaComposition composition, DeviceMatrix vectorGradients) {
    DeviceArray none = DeviceArray.NONE;
    DeviceMatrix parts = segments.columns(Math.max(1, composition.segments()));
    if (composition.segments() > 0) {
      sumGroups(
          vectorGradients,
          composition.segments(),
          composition.segmentFrom(),
          composition.songs(),
          composition.songWeights(),
          none,
          parts);
    }
    if (composition.count() > 0) {
      sumGroups(
          parts,
          composition.count(),
          composition.featureFrom(),
          none,
          none,
          none,
          gradient(TensorNames.FEATURES));
    }
  }

  private void sumGroups(
      DeviceMatrix columns,
      int groups,
      DeviceArray from,
      DeviceArray places,
      DeviceArray weights,
      DeviceArray keys,
      DeviceMatrix sums) {
    queue.launch(
        "sumGroups",
        groups,
        THREADS,
        columns.values(),
        columns.stride(),
        size,
        from,
        places,
        weights,
        keys,
        sums.values(),
        sums.stride());
  }

  /** Divides the gradients of the vectors that songs are scored by. */
  private void decompose(DeviceMatrix own) {
    DeviceMatrix all = scoredGradients();
    queue.launch(
        "decompose",
        step().scored(),
        THREADS,
        all.values(),
        all.stride(),
        architecture.outputs(),
        step().isNew(),
        own.values(),
        gradient(TensorNames.OUTPUT_BIAS).values());
  }

  /** The bias of new songs has the gradients of the biases that it stood for. */
  private void learnNewSongs() {
    DeviceMatrix gradient = parameters.gradient(TensorNames.NEW_SONG_BIAS);
    if (step().isNew().length() == 0) {
      queue.clear(gradient.values(), 1);
    } else {
      int bias = architecture.outputs();
      DeviceMatrix all = scoredGradients().rows(bias, bias + 1).columns(0, step().scored());
      DeviceMatrix isNew = DeviceMatrix.of(step().isNew(), step().scored(), 1);
      queue.multiply(false, all, false, isNew, 0, gradient);
    }
  }

  private DeviceMatrix gradient(String tensor) {
    return songs.tables().stream()
        .filter(table -> table.tensor().equals(tensor))
        .map(CudaTable::gradient)
        .findFirst()
        .orElseGet(() -> parameters.gradient(tensor));
  }
}
