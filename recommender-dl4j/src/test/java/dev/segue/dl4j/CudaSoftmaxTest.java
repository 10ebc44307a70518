package dev.segue.dl4j;

import static dev.segue.dl4j.OutputLayerData.OUTPUTS;
import static dev.segue.dl4j.OutputLayerData.SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.TestDevice;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.TensorNames;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The output layer on a device, beside its loss in double precision and finite differences. */
class CudaSoftmaxTest {

  private static final int NEGATIVES = 5;
  private static final double SCALE = 0.25;
  private static final double LOSS = TestDevice.tolerance(1e-5);
  private static final double GRADIENT = TestDevice.tolerance(5e-6);

  /** Four positions a block. */
  private static final int FEW_LOGITS = 4 * 16 + 3;

  private CudaDevice device;
  private CudaQueue queue;
  private CudaNumbers numbers;

  @BeforeEach
  void open() {
    device = TestDevice.open();
    queue =
        device.queue(
            CudaKernels.of(
                Stream.of("SOFTMAX_ROW(1) SOFTMAX_ROW(2) SAMPLED_ROW(1) SAMPLED_ROW(2)")));
    numbers = new CudaNumbers(queue);
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  @Test
  void full_scoresSongsByTheirVectorsAndBiases() {
    PackedChunk chunk = PackedChunk.cut(List.of(Playlist.of(0, 1)), 2, List.of(), 1).get(0).get(0);
    Architecture architecture = Architecture.plain(2, 1, List.of(1));
    Layer layer = new Layer(architecture, 0, CudaSoftmax.MOST_LOGITS);
    layer.reserve(1, 2);
    // Logits 2 * 1 - 2 and 2 * 0.5 - 1, so that both songs are as likely.
    numbers.write(new double[] {2}, 1, layer.input, 1);
    numbers.write(new double[] {1, -2, 0.5, -1}, 2, layer.vectors);

    layer.full(chunk);

    assertThat((double) numbers.read(layer.losses)[0]).isCloseTo(Math.log(2), within(LOSS));
    assertThat(numbers.read(layer.inputGradient.values()))
        .as("0.5 * (1 - 0.5) * scale")
        .containsExactly((float) (0.25 * SCALE));
    assertThat(Arrays.copyOf(numbers.read(layer.vectorGradients.values()), 12))
        .as("0.5 times the input, and a bias, for each song; filled up")
        .containsExactly(0.25f, 0.125f, 0, 0, -0.25f, -0.125f, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void recency_ofTwoSongsOfAnArtist_addsUp() {
    // The songs 0, 1 and 2 are of one artist, and 0 and 1 were played: song 2 gets 1 + 0.5.
    Recency recency = new Recency(Recency.Group.ARTIST, 2, new int[] {0, 0, 0, -1});
    PackedChunk chunk =
        PackedChunk.cut(List.of(Playlist.of(0, 1, 3)), 9, List.of(recency), 1).get(0).get(0);
    DeviceMatrix logits = DeviceMatrix.of(queue.allocate(16), 8, 2);
    CudaParameters parameters =
        new CudaParameters(
            queue,
            List.of(LayerParameter.of(recency.group().tensor(), 1, 2, LayerParameter.Start.ZERO)),
            false);
    numbers.write(new double[] {1, 0.5}, parameters.values(recency.group().tensor()).values());
    CudaUploads uploads = new CudaUploads(queue);
    CudaChunk there = CudaChunk.of(chunk, uploads);
    CudaRecency terms = new CudaRecency(queue, List.of(recency), parameters);
    List<CudaRecency.Members> members = List.of(CudaRecency.Members.of(recency, 4, uploads::add));
    uploads.send();

    terms.add(there, members, new CudaLogits(0, 4, logits, there.targets(), DeviceArray.NONE));
    assertThat(members.get(0).team()).as("threads for three songs").isEqualTo(4);
    assertThat(numbers.read(logits.values()))
        .containsExactly(1, 1, 1, 0, 0, 0, 0, 0, 1.5f, 1.5f, 1.5f, 0, 0, 0, 0, 0);

    terms.addGradients(
        there, members, new CudaLogits(0, 4, logits, there.targets(), DeviceArray.NONE));
    assertThat(numbers.read(parameters.gradient(recency.group().tensor()).values()))
        .as("3 * 1 + 3 * 1.5 for the last song, 3 * 1.5 for the one before")
        .containsExactly(7.5f, 4.5f);
  }

  @Test
  void full_withAllTerms_isAsDefined_inOneBlock() {
    checkFull(OutputLayerData.everything(), 0, CudaSoftmax.MOST_LOGITS);
  }

  @Test
  void full_withAllTerms_isAsDefined_inSeveralBlocks_withSmoothing() {
    checkFull(OutputLayerData.everything(), 0.1, FEW_LOGITS);
  }

  @Test
  void full_withoutSkipsAndClock_orWithoutTerms_isAsDefined() {
    checkFull(OutputLayerData.memoryOfPlays(), 0, FEW_LOGITS);
    checkFull(OutputLayerData.plain(), 0, FEW_LOGITS);
  }

  @Test
  void full_withoutListeners_learnsNothingFromMemories() {
    Architecture architecture = OutputLayerData.everything();
    PackedChunk chunk =
        PackedChunk.cut(List.of(Playlist.of(0, 1, 2)), 9, architecture.recency(), 1).get(0).get(0);
    Layer layer = new Layer(architecture, 0, CudaSoftmax.MOST_LOGITS);
    layer.reserve(2, SONGS);

    layer.full(chunk);

    layer.checkLosses(chunk, position -> Math.log(SONGS));
    for (String tensor :
        List.of(TensorNames.MEMORY_BIAS, TensorNames.MEMORY_WEIGHTS, TensorNames.MEMORY_CLOCK)) {
      assertThat(numbers.read(layer.parameters.gradient(tensor).values())).containsOnly(0);
    }
  }

  @Test
  void sampled_withAllTerms_isAsDefined() {
    checkSampled(OutputLayerData.everything(), CudaSoftmax.MOST_LOGITS);
  }

  @Test
  void sampled_inSeveralBlocks_isAsDefined() {
    checkSampled(OutputLayerData.everything(), 8 * 4);
    checkSampled(OutputLayerData.memoryOfPlays(), 8 * 4);
    checkSampled(OutputLayerData.plain(), 1);
  }

  @Test
  void data_hasWhatTheseTestsAreAbout() {
    Architecture architecture = OutputLayerData.everything();
    List<MemoryFeatures> memories =
        OutputLayerData.memories(architecture).stream().flatMap(List::stream).toList();
    List<PackedChunk> chunks = OutputLayerData.chunks(architecture);

    assertThat(chunks).hasSizeGreaterThan(1);
    assertThat(chunks.get(0).positions()).isGreaterThan(16);
    assertThat(memories).as("no listener").anyMatch(each -> each.size() == 0);
    assertThat(memories)
        .as("a song played and skipped")
        .anyMatch(
            each ->
                IntStream.range(0, each.size()).map(each::song).distinct().count() < each.size());
    for (int i = 0; i < 2; i++) {
      int window = architecture.recency().get(i).window();
      int[] recent = chunks.get(0).recent().get(i);
      assertThat(IntStream.range(0, chunks.get(0).positions()))
          .as("the same song, or an artist, twice")
          .anyMatch(
              position -> {
                int[] known =
                    Arrays.stream(recent, position * window, (position + 1) * window)
                        .filter(group -> group >= 0)
                        .toArray();
                return Arrays.stream(known).distinct().count() < known.length;
              });
    }
  }

  private void checkFull(Architecture architecture, double smoothing, long mostLogits) {
    List<PackedChunk> chunks = OutputLayerData.chunks(architecture);
    Layer layer = new Layer(architecture, smoothing, mostLogits);
    for (int i = 0; i < chunks.size(); i++) {
      List<MemoryFeatures> memories = OutputLayerData.memories(architecture).get(i);
      OutputLayerReference reference =
          new OutputLayerReference(architecture, chunks.get(i), memories, smoothing, i);
      layer.take(reference, chunks.get(i), IntStream.range(0, SONGS).toArray());

      layer.full(chunks.get(i));

      layer.checkLosses(chunks.get(i), reference::loss);
      layer.checkGradients(IntStream.range(0, SONGS).toArray(), reference::gradient);
    }
  }

  private void checkSampled(Architecture architecture, long mostLogits) {
    List<PackedChunk> chunks = OutputLayerData.chunks(architecture);
    NegativeSampler sampler = new NegativeSampler(List.of(), new boolean[SONGS], NEGATIVES);
    TouchedSongs touched = new TouchedSongs(architecture, sampler, ColdSongs.none());
    touched.random(new SplittableRandom(3));
    Layer layer = new Layer(architecture, 0, mostLogits);
    for (int i = 0; i < chunks.size(); i++) {
      List<MemoryFeatures> memories = OutputLayerData.memories(architecture).get(i);
      OutputLayerReference reference =
          new OutputLayerReference(architecture, chunks.get(i), memories, 0, i);
      TouchedSongs.Step step = touched.touch(List.of(chunks.get(i)));
      int[] scored = step.scored().keys();
      int[] negatives = Arrays.copyOf(scored, NEGATIVES);
      layer.take(reference, chunks.get(i), scored);

      layer.sampled(step);

      if (i == 0) {
        assertThat(IntStream.of(step.parts().get(0).targets()))
            .as("some are among the negatives, some are not")
            .anyMatch(target -> target < NEGATIVES)
            .anyMatch(target -> target >= NEGATIVES);
      }

      layer.checkLosses(
          chunks.get(i),
          position -> reference.sampledLoss(position, negatives, step.logProbability()));
      layer.checkGradients(
          scored, tensor -> reference.sampledGradient(tensor, negatives, step.logProbability()));
    }
  }

  /** An output layer, full and sampled, with what it takes and fills. */
  private final class Layer {

    private final Architecture architecture;
    private final CudaParameters parameters;
    private final CudaUploads uploads = new CudaUploads(queue);
    private final CudaSoftmax full;
    private final CudaSampledSoftmax sampled;
    private TouchedSongs.Step step;
    private DeviceMatrix input;
    private DeviceMatrix vectors;
    private DeviceMatrix vectorGradients;
    private DeviceMatrix inputGradient;
    private DeviceArray losses;

    Layer(Architecture architecture, double smoothing, long mostLogits) {
      this.architecture = architecture;
      TrainingArchitecture training =
          new TrainingArchitecture(
              architecture, false, Regularisation.NONE.labelSmoothing(smoothing));
      parameters = new CudaParameters(queue, training);
      full = new CudaSoftmax(queue, training, parameters, mostLogits);
      sampled = new CudaSampledSoftmax(queue, training, parameters, () -> step, mostLogits);
      reserve(1, 1);
    }

    /** Makes room for positions and songs; gradients hold anything. */
    private void reserve(int positions, int songs) {
      int outputs = architecture.outputs();
      int size = (outputs + 4) / 4 * 4;
      int columns = (songs + 7) / 8 * 8;
      input = DeviceMatrix.of(queue.allocate((long) size * positions), size, positions);
      vectors = DeviceMatrix.of(queue.allocate((long) size * columns), size, columns);
      vectorGradients = DeviceMatrix.of(anything(size * columns), size, columns);
      inputGradient = DeviceMatrix.of(anything(outputs * positions), outputs, positions);
      losses = anything(positions);
    }

    private DeviceArray anything(int length) {
      double[] values = new double[length];
      Arrays.fill(values, 99);
      return numbers.floats(values);
    }

    /** Takes the weights of a layer, with the vectors of some songs. */
    private void take(OutputLayerReference reference, PackedChunk chunk, int[] songs) {
      reserve(chunk.positions(), songs.length);
      numbers.write(reference.tensors().get(OutputLayerReference.INPUT), OUTPUTS, input, 1);
      numbers.write(columns(reference.tensors()::get, songs), OUTPUTS + 1, vectors);
      for (String tensor : learnt()) {
        numbers.write(reference.tensors().get(tensor), parameters.values(tensor).values());
      }
    }

    /** What belongs to the vectors of some songs, with what belongs to their biases below. */
    private double[] columns(Function<String, double[]> tensors, int[] songs) {
      double[] weights = tensors.apply(TensorNames.OUTPUT_WEIGHTS);
      double[] biases = tensors.apply(TensorNames.OUTPUT_BIAS);
      double[] columns = new double[songs.length * (OUTPUTS + 1)];
      for (int i = 0; i < songs.length; i++) {
        int to = i * (OUTPUTS + 1);
        System.arraycopy(weights, songs[i] * OUTPUTS, columns, to, OUTPUTS);
        columns[to + OUTPUTS] = biases[songs[i]];
      }
      return columns;
    }

    /** The parameters that belong to no song. */
    private List<String> learnt() {
      return NetworkParameters.output(TrainingArchitecture.of(architecture)).stream()
          .map(LayerParameter::tensor)
          .filter(tensor -> !tensor.equals(TensorNames.OUTPUT_WEIGHTS))
          .filter(tensor -> !tensor.equals(TensorNames.OUTPUT_BIAS))
          .toList();
    }

    private void full(PackedChunk chunk) {
      uploads.begin();
      CudaChunk there = CudaChunk.of(chunk, uploads);
      uploads.send();
      full.lossAndGradient(
          there, uploads, SCALE, input, vectors, vectorGradients, inputGradient, losses);
    }

    private void sampled(TouchedSongs.Step songs) {
      step = songs;
      uploads.begin();
      CudaChunk there = CudaChunk.of(step.parts().get(0), uploads);
      uploads.send();
      sampled.lossAndGradient(
          there, uploads, SCALE, input, vectors, vectorGradients, inputGradient, losses);
    }

    private void checkLosses(PackedChunk chunk, IntToDoubleFunction expected) {
      for (int position = 0; position < chunk.positions(); position++) {
        assertThat((double) numbers.read(losses)[position])
            .as("position %d", position)
            .isEqualTo(expected.applyAsDouble(position), within(LOSS));
      }
    }

    private void checkGradients(int[] songs, Function<String, double[]> expected) {
      check(OutputLayerReference.INPUT, inputGradient, expected.apply(OutputLayerReference.INPUT));
      double[] ofSongs = columns(expected, songs);
      int size = vectors.rows();
      double[] filledUp = new double[size * vectors.columns()];
      for (int i = 0; i < songs.length; i++) {
        System.arraycopy(ofSongs, i * (OUTPUTS + 1), filledUp, i * size, OUTPUTS + 1);
      }
      check("vectors", vectorGradients, filledUp);
      learnt()
          .forEach(tensor -> check(tensor, parameters.gradient(tensor), expected.apply(tensor)));
    }

    private void check(String tensor, DeviceMatrix gradient, double[] expected) {
      float[] found = numbers.read(gradient.values());
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i])
            .as("%s %d", tensor, i)
            .isEqualTo(SCALE * expected[i], within(GRADIENT));
      }
    }
  }
}
