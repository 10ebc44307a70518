package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.TestDevice;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LSTM layers on a device against numbers computed elsewhere, and against {@link PlainLstm}. */
class CudaLstmTest {

  private static final double SINGLE = TestDevice.tolerance(1e-5);
  private static final double RATE = 0.3;
  private static final int SEED = 7;

  private final Random random = new Random(1);
  private CudaDevice device;
  private CudaQueue queue;

  @BeforeEach
  void open() {
    device = TestDevice.open();
    queue =
        device.queue(
            CudaKernels.of(
                Stream.of(
                    CudaCells.kernels(5),
                    CudaCells.kernels(12),
                    CudaCells.kernels(128),
                    CudaCells.kernels(129))));
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  /** With 1, 2 and 4 playlists a block. */
  @ParameterizedTest
  @CsvSource({"5, 9", "5, 5", "5, 1", "12, 9", "12, 5", "12, 1"})
  void registerCells_agreeWithPlainJava(int size, int multiprocessors) {
    check(
        network(6, List.of(size), false, 0),
        0,
        new CudaRegisterCells(queue, size, multiprocessors),
        playlists(9));
  }

  /** With 32, 16 and 8 units a block, and with more playlists than a block computes. */
  @ParameterizedTest
  @CsvSource({"5, 9, 1", "17, 9, 1", "17, 9, 2", "17, 9, 9", "70, 3, 9", "17, 70, 1", "8, 70, 9"})
  void tiledCells_agreeWithPlainJava(int size, int playlists, int multiprocessors) {
    check(
        network(6, List.of(size), false, 0),
        0,
        new CudaTiledCells(queue, size, multiprocessors),
        playlists(playlists));
  }

  /** The largest layer in registers, and a larger one. */
  @Tag("slow")
  @Test
  void wideLayers_agreeWithPlainJava() {
    check(
        network(6, List.of(128), false, 0), 0, new CudaRegisterCells(queue, 128, 1), playlists(9));
    check(network(6, List.of(130), false, 0), 0, new CudaTiledCells(queue, 130, 9), playlists(3));
  }

  @Test
  void residual_isAddedToTheOutput_andItsGradientToTheInput() {
    TrainingArchitecture network = network(6, List.of(5, 5), true, 0);

    check(network, 1, new CudaRegisterCells(queue, 5, 2), playlists(7));
    check(network, 1, new CudaTiledCells(queue, 5, 2), playlists(7));
  }

  @Test
  void dropout_changesOutputs_notTheStateThatIsCarried() {
    check(network(6, List.of(5), false, RATE), 0, new CudaRegisterCells(queue, 5, 2), playlists(7));
  }

  @Test
  void dropout_ofAResidualLayer_leavesTheInput() {
    check(network(6, List.of(5, 5), true, RATE), 1, new CudaTiledCells(queue, 5, 2), playlists(7));
  }

  @Test
  void cells_ofUpTo128Units_areInRegisters() {
    assertThat(CudaCells.of(queue, 128, 2)).isInstanceOf(CudaRegisterCells.class);
    assertThat(CudaCells.kernels(128)).isEqualTo("LSTM_CELLS(128)");
    assertThat(CudaCells.of(queue, 129, 2)).isInstanceOf(CudaTiledCells.class);
    assertThat(CudaCells.kernels(129)).isEqualTo("LSTM_TILES");
  }

  @Test
  void forward_withoutAStart_isRefused() {
    TrainingArchitecture network = network(6, List.of(5), false, 0);
    CudaLstm lstm = new CudaLstm(queue, network, 0, parameters(network), 2);
    CudaChunk goesOn = uploaded(chunks(playlists(7)).get(1));
    DeviceMatrix output = CudaNumbers.of(queue, new double[goesOn.positions()][5]);

    assertThatThrownBy(() -> lstm.forward(goesOn, output))
        .hasMessage("the first chunk must start its playlists");
  }

  /** Compares two batches of two or three chunks each, of which the second begins afresh. */
  private void check(
      TrainingArchitecture network, int layer, CudaCells cells, List<Playlist> playlists) {
    CudaParameters parameters = parameters(network);
    CudaLstm lstm = new CudaLstm(queue, network, layer, parameters, cells);
    lstm.random(new SplittableRandom(SEED));
    CudaDropout masks = new CudaDropout(queue, 0, network.regularisation().dropout());
    masks.random(new SplittableRandom(SEED));
    PlainLstm plain = plain(network, layer, parameters);
    int size = network.network().hiddenSizes().get(layer);
    for (List<Playlist> batch : List.of(playlists.subList(0, 2), playlists)) {
      for (PackedChunk packed : chunks(batch)) {
        CudaChunk chunk = uploaded(packed);
        double[][] input = random(chunk.positions(), inputs(network, layer));
        CudaNumbers.write(queue, input, lstm.input(chunk));
        DeviceMatrix output = CudaNumbers.of(queue, new double[chunk.positions()][size + 2]);
        lstm.forward(chunk, output.rows(1, size + 1));

        double[][] mask = mask(masks, chunk.positions(), size);
        assertClose(
            "output",
            CudaNumbers.read(queue, output.rows(1, size + 1)),
            plain.forward(packed, input, mask));

        double[][] gradient = random(chunk.positions(), size);
        lstm.backward(chunk, CudaNumbers.of(queue, gradient));
        double[][] expected = plain.backward(packed, gradient);
        assertClose("input", CudaNumbers.read(queue, lstm.inputGradient()), expected);
        assertClose("parameters", gradients(parameters, layer), plain.gradients);
      }
    }
  }

  @Test
  void gradients_agreeWithFiniteDifferences() {
    TrainingArchitecture network = network(6, List.of(5, 5), true, RATE);
    CudaParameters parameters = parameters(network);
    CudaLstm lstm = new CudaLstm(queue, network, 1, parameters, 2);
    PackedChunk packed = chunks(playlists(7)).get(0);
    CudaChunk chunk = uploaded(packed);
    double[][] input = random(chunk.positions(), 5);
    double[][] gradient = random(chunk.positions(), 5);
    CudaNumbers.write(queue, input, lstm.input(chunk));
    lstm.random(new SplittableRandom(SEED));
    lstm.forward(chunk, CudaNumbers.of(queue, new double[chunk.positions()][5]));
    lstm.backward(chunk, CudaNumbers.of(queue, gradient));

    CudaDropout masks = new CudaDropout(queue, 0, RATE);
    masks.random(new SplittableRandom(SEED));
    double[][] mask = mask(masks, chunk.positions(), 5);
    PlainLstm plain = plain(network, 1, parameters);
    assertClose(
        "parameters",
        gradients(parameters, 1),
        slopes(plain.weights, () -> product(plain.forward(packed, input, mask), gradient)));
    assertClose(
        "input",
        CudaNumbers.read(queue, lstm.inputGradient()),
        slopes(input, () -> product(plain.forward(packed, input, mask), gradient)));
  }

  private interface Loss {
    double of();
  }

  private static double[][] slopes(double[][] variables, Loss loss) {
    double step = 1e-5;
    double[][] slopes = new double[variables.length][variables[0].length];
    for (int i = 0; i < variables.length; i++) {
      for (int j = 0; j < variables[i].length; j++) {
        double value = variables[i][j];
        variables[i][j] = value + step;
        double above = loss.of();
        variables[i][j] = value - step;
        slopes[i][j] = (above - loss.of()) / (2 * step);
        variables[i][j] = value;
      }
    }
    return slopes;
  }

  private static double product(double[][] a, double[][] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        sum += a[i][j] * b[i][j];
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void gradients_golden(boolean tiled) {
    GoldenLstm golden = new GoldenLstm();
    TrainingArchitecture network = TrainingArchitecture.of(Architecture.plain(7, 4, List.of(5, 5)));
    CudaParameters parameters = new CudaParameters(queue, network);
    for (String name : GoldenLstm.TENSORS) {
      DeviceMatrix values = parameters.values(GoldenLstm.ours(name));
      CudaNumbers.write(queue, columns(golden.tensor(name, "parameters"), values.rows()), values);
    }
    List<CudaLstm> layers = new ArrayList<>();
    for (int layer = 0; layer < 2; layer++) {
      CudaCells cells =
          tiled ? new CudaTiledCells(queue, 5, 2) : new CudaRegisterCells(queue, 5, 2);
      layers.add(new CudaLstm(queue, network, layer, parameters, cells));
    }
    PackedChunk packed =
        PackedChunk.cut(golden.playlists(), Integer.MAX_VALUE, List.of(), 1).get(0).get(0);
    CudaChunk chunk = uploaded(packed);
    double[][] songs = columns(golden.tensor("embedding", "parameters"), 4);
    double[][] input =
        Arrays.stream(packed.songs()).mapToObj(song -> songs[song]).toArray(double[][]::new);
    CudaNumbers.write(queue, input, layers.get(0).input(chunk));
    DeviceMatrix output = CudaNumbers.of(queue, new double[chunk.positions()][5]);

    layers.get(0).forward(chunk, layers.get(1).input(chunk));
    layers.get(1).forward(chunk, output);
    double[][] outputGradient = softmax(golden, packed, CudaNumbers.read(queue, output));
    layers.get(1).backward(chunk, CudaNumbers.of(queue, outputGradient));
    layers.get(0).backward(chunk, layers.get(1).inputGradient());

    for (String name : GoldenLstm.TENSORS.subList(1, 7)) {
      DeviceMatrix gradient = parameters.gradient(GoldenLstm.ours(name));
      assertClose(
          name,
          CudaNumbers.read(queue, gradient),
          columns(golden.tensor(name, "gradientOfMeanLoss"), gradient.rows()));
    }
    double[][] heard = CudaNumbers.read(queue, layers.get(0).inputGradient());
    double[][] embedding = new double[7][4];
    for (int position = 0; position < heard.length; position++) {
      for (int i = 0; i < 4; i++) {
        embedding[packed.songs()[position]][i] += heard[position][i];
      }
    }
    assertClose(
        "embedding", embedding, columns(golden.tensor("embedding", "gradientOfMeanLoss"), 4));
  }

  /** Asserts that the loss is golden, and returns the gradients of the layers' output. */
  private static double[][] softmax(GoldenLstm golden, PackedChunk chunk, double[][] output) {
    double[][] songs = columns(golden.tensor("output.W", "parameters"), 5);
    double[] bias = golden.tensor("output.b", "parameters");
    double[][] gradient = new double[output.length][5];
    double loss = 0;
    for (int position = 0; position < output.length; position++) {
      double[] shares = new double[songs.length];
      for (int song = 0; song < songs.length; song++) {
        shares[song] =
            Math.exp(
                bias[song]
                    + product(new double[][] {songs[song]}, new double[][] {output[position]}));
      }
      double sum = Arrays.stream(shares).sum();
      int target = chunk.targets()[position];
      loss -= Math.log(shares[target] / sum) / output.length;
      for (int song = 0; song < songs.length; song++) {
        for (int i = 0; i < 5; i++) {
          double error = shares[song] / sum - (song == target ? 1 : 0);
          gradient[position][i] += error * songs[song][i] / output.length;
        }
      }
    }
    assertThat(loss).isCloseTo(golden.number("meanLoss"), within(SINGLE));
    return gradient;
  }

  private static double[][] columns(double[] flat, int rows) {
    double[][] columns = new double[flat.length / rows][];
    Arrays.setAll(columns, i -> Arrays.copyOfRange(flat, i * rows, (i + 1) * rows));
    return columns;
  }

  private static TrainingArchitecture network(
      int embeddingSize, List<Integer> sizes, boolean residual, double dropout) {
    Architecture architecture =
        new Architecture(
            9,
            List.of(),
            0,
            embeddingSize,
            sizes,
            residual,
            false,
            List.of(),
            false,
            false,
            Optional.empty());
    return new TrainingArchitecture(architecture, false, Regularisation.NONE.dropout(dropout));
  }

  private static int inputs(TrainingArchitecture network, int layer) {
    return layer == 0
        ? network.network().embeddingSize()
        : network.network().hiddenSizes().get(layer - 1);
  }

  private CudaParameters parameters(TrainingArchitecture network) {
    CudaParameters parameters = new CudaParameters(queue, network);
    for (LayerParameter each : NetworkParameters.of(network)) {
      double[][] values = random(each.columns(), each.rows());
      CudaNumbers.write(queue, values, parameters.values(each.tensor()));
    }
    return parameters;
  }

  private PlainLstm plain(TrainingArchitecture network, int layer, CudaParameters parameters) {
    List<double[]> columns = new ArrayList<>();
    for (LayerParameter each : NetworkParameters.lstm(network.network(), layer)) {
      columns.addAll(List.of(CudaNumbers.read(queue, parameters.values(each.tensor()))));
    }
    return new PlainLstm(
        columns.toArray(double[][]::new),
        network.network().hiddenSizes().get(layer),
        network.network().residual(layer));
  }

  private double[][] gradients(CudaParameters parameters, int layer) {
    List<double[]> columns = new ArrayList<>();
    for (String tensor :
        List.of(
            TensorNames.inputWeights(layer),
            TensorNames.recurrentWeights(layer),
            TensorNames.lstmBias(layer))) {
      columns.addAll(List.of(CudaNumbers.read(queue, parameters.gradient(tensor))));
    }
    return columns.toArray(double[][]::new);
  }

  private double[][] mask(CudaDropout dropout, int positions, int size) {
    double[][] ones = new double[positions][size];
    for (double[] column : ones) {
      Arrays.fill(column, 1);
    }
    DeviceMatrix mask = CudaNumbers.of(queue, ones);
    dropout.forward(mask, mask, null);
    return CudaNumbers.read(queue, mask);
  }

  /** Playlists of 1 to 9 transitions. */
  private static List<Playlist> playlists(int count) {
    List<Playlist> playlists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] songs = new int[10 - i % 9];
      Arrays.setAll(songs, j -> j % 9);
      playlists.add(Playlist.of(songs));
    }
    return playlists;
  }

  private static List<PackedChunk> chunks(List<Playlist> batch) {
    return PackedChunk.cut(batch, 4, List.of(), 1).stream().map(step -> step.get(0)).toList();
  }

  private CudaChunk uploaded(PackedChunk packed) {
    CudaUploads uploads = new CudaUploads(queue);
    CudaChunk chunk = CudaChunk.of(packed, uploads);
    uploads.send();
    return chunk;
  }

  private double[][] random(int columns, int rows) {
    double[][] values = new double[columns][rows];
    double range = 2 / Math.sqrt(columns);
    for (double[] column : values) {
      Arrays.setAll(column, i -> (float) (range * (2 * random.nextDouble() - 1)));
    }
    return values;
  }

  /** Equal but for a tolerance relative to the largest value. */
  private static void assertClose(String name, double[][] actual, double[][] expected) {
    double largest =
        Arrays.stream(expected).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    assertThat(actual).as(name).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        assertThat(actual[i][j])
            .as("%s at %d, %d", name, j, i)
            .isCloseTo(expected[i][j], within(SINGLE * largest));
      }
    }
  }
}
