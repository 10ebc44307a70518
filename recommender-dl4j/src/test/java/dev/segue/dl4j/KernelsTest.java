package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The kernels in plain Java against those of ND4J's operations. */
class KernelsTest {

  private static final int SIZE = 37; // no multiple of any vector width
  private static final int COLUMNS = 5;

  private final Random random = new Random(1);
  private final Kernels java = new JavaKernels();
  private final Kernels nd4j = new Nd4jKernels();

  @Test
  void forBackend_choosesJavaForSinglePrecisionOnly() {
    assertThat(Kernels.forBackend(DataType.FLOAT)).isInstanceOf(JavaKernels.class);
    assertThat(Kernels.forBackend(DataType.DOUBLE)).isInstanceOf(Nd4jKernels.class);
  }

  @Test
  void gather_picksColumns() {
    INDArray table = matrix(SIZE, 9, 1);
    int[] songs = {3, 0, 8, 3, 1};
    INDArray expected = view(SIZE, COLUMNS);
    INDArray actual = view(SIZE, COLUMNS);

    nd4j.gather(table, songs, expected);
    java.gather(table, songs, actual);

    assertThat(expected.getDouble(2, 1)).isEqualTo(table.getDouble(2, 0));
    assertClose(actual, expected, 0);
  }

  @Test
  void scatter_sumsBySong() {
    INDArray gradients = matrix(SIZE, COLUMNS, 1);
    int[] songs = {3, 0, 8, 3, 1};
    INDArray expected = matrix(SIZE, 9, 1);
    INDArray actual = matrix(SIZE, 9, 1);

    nd4j.scatter(gradients, songs, expected);
    java.scatter(gradients, songs, actual);

    assertThat(expected.getDouble(2, 3))
        .isCloseTo(gradients.getDouble(2, 0) + gradients.getDouble(2, 3), within(1e-6));
    assertClose(actual, expected, 1e-6);
  }

  @Test
  void cellForward_agrees() {
    INDArray gates = matrix(4 * SIZE, COLUMNS, 4);
    INDArray gatesToo = gates.dup('f');
    INDArray before = matrix(SIZE, COLUMNS, 2);
    INDArray[] states = {
      view(SIZE, COLUMNS), view(SIZE, COLUMNS), view(SIZE, COLUMNS), view(SIZE, COLUMNS)
    };

    nd4j.cellForward(gates, before, states[0], states[1]);
    java.cellForward(gatesToo, before, states[2], states[3]);

    assertClose(gatesToo, gates, 1e-6);
    assertClose(states[2], states[0], 2e-6);
    assertClose(states[3], states[1], 1e-6);
  }

  @Test
  void cellBackward_agrees() {
    INDArray gates = matrix(4 * SIZE, COLUMNS, 1);
    INDArray gatesToo = gates.dup('f');
    INDArray before = matrix(SIZE, COLUMNS, 2);
    INDArray cells = matrix(SIZE, COLUMNS, 2);
    INDArray hiddenGradient = matrix(SIZE, COLUMNS, 1);
    INDArray cellGradient = matrix(SIZE, COLUMNS, 1);
    INDArray cellGradientToo = cellGradient.dup('f');

    nd4j.cellBackward(gates, before, cells, hiddenGradient, cellGradient);
    java.cellBackward(gatesToo, before, cells, hiddenGradient, cellGradientToo);

    assertClose(gatesToo, gates, 5e-6);
    assertClose(cellGradientToo, cellGradient, 5e-6);
  }

  @Test
  void softmax_agrees() {
    int songs = 1001;
    INDArray logits = matrix(songs, COLUMNS, 10);
    INDArray logitsToo = logits.dup('f');
    INDArray bias = matrix(songs, 1, 1);
    INDArray biasGradient = matrix(songs, 1, 1);
    INDArray biasGradientToo = biasGradient.dup('f');
    int[] targets = {0, 0, 17, 1000, 3, 4, 5};

    double expected = nd4j.softmax(logits, bias, targets, 2, 0.5, biasGradient);
    double actual = java.softmax(logitsToo, bias, targets, 2, 0.5, biasGradientToo);

    assertThat(actual).isCloseTo(expected, within(5e-5));
    assertThat(logits.sumNumber().doubleValue()).isCloseTo(0, within(1e-5));
    assertClose(logitsToo, logits, 1e-6);
    assertClose(biasGradientToo, biasGradient, 2e-6);
  }

  /** Uniform in -range..range, as a view that begins inside a larger array. */
  private INDArray matrix(int rows, int columns, double range) {
    INDArray matrix = view(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix.putScalar(row, column, range * (2 * random.nextDouble() - 1));
      }
    }
    return matrix;
  }

  private static INDArray view(int rows, int columns) {
    INDArray larger = Nd4j.create(DataType.FLOAT, new long[] {rows, columns + 3}, 'f');
    return ColumnBuffer.columns(larger, 2, columns + 2);
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (int row = 0; row < expected.rows(); row++) {
      for (int column = 0; column < expected.columns(); column++) {
        assertThat(actual.getDouble(row, column))
            .as("at %d, %d", row, column)
            .isCloseTo(expected.getDouble(row, column), within(tolerance));
      }
    }
  }
}
