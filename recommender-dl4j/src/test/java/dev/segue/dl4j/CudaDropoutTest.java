package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;
import dev.segue.cuda.TestDevice;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dropout on a device. */
class CudaDropoutTest {

  private static final String PHILOX =
      """
      extern "C" __global__ void philoxOf(unsigned* counter, int key0, int key1) {
        philox(counter, (unsigned) key0, (unsigned) key1);
      }
      """;

  private CudaDevice device;
  private CudaQueue queue;

  @BeforeEach
  void open() {
    device = TestDevice.open();
    queue = device.queue(CudaKernels.of(Stream.of(PHILOX)));
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  /** The known answers of Random123, the library of Philox's authors: its file kat_vectors. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void philox_knownAnswers(String counter, String key, String expected) {
    int[] keys = words(key);
    HostArray host = queue.allocateHost(4);
    host.ints().put(words(counter));
    DeviceArray numbers = queue.allocate(4);
    queue.upload(host, numbers, 4);

    queue.launch("philoxOf", 1, 1, numbers, keys[0], keys[1]);

    queue.download(numbers, host, 4);
    queue.mark().await();
    int[] actual = new int[4];
    host.ints().get(actual);
    assertThat(actual).containsExactly(words(expected));
  }

  private static int[] words(String hexadecimal) {
    return Arrays.stream(hexadecimal.split(" "))
        .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
        .toArray();
  }

  private DeviceMatrix ones(int rows, int columns) {
    double[][] ones = new double[columns][rows];
    for (double[] column : ones) {
      Arrays.fill(column, 1);
    }
    return CudaNumbers.of(queue, ones);
  }

  /** The mask of a forward pass. */
  private double[][] mask(CudaDropout dropout, int rows, int columns) {
    DeviceMatrix values = ones(rows, columns);
    dropout.forward(values, values, null);
    return CudaNumbers.read(queue, values);
  }

  private static double[] flat(double[][] columns) {
    return Arrays.stream(columns).flatMapToDouble(DoubleStream::of).toArray();
  }

  @Test
  void forward_dropsAtTheRate_andKeepsTheMean() {
    double[] mask = flat(mask(new CudaDropout(queue, 0, 0.25), 50, 200));

    assertThat(mask).containsOnly(0, (double) (float) (1 / 0.75));
    assertThat(Arrays.stream(mask).filter(value -> value == 0).count())
        .isCloseTo(2500, within(130L)); // three standard deviations of 10,000 throws
    assertThat(Arrays.stream(mask).average().orElseThrow()).isCloseTo(1, within(0.02));
  }

  @Test
  void forward_dropsWholePositions_atTheColumnRate() {
    double[][] mask = mask(new CudaDropout(queue, 0.5, 0.25), 9, 2000);

    double kept = (float) (1 / (0.5 * 0.75));
    int dropped = 0;
    int keptValues = 0;
    for (double[] column : mask) {
      assertThat(column).containsAnyOf(0, kept);
      int values = (int) Arrays.stream(column).filter(value -> value == kept).count();
      keptValues += values;
      dropped += values == 0 ? 1 : 0;
    }
    assertThat(dropped).isCloseTo(1000, within(67));
    // Of the values of positions that are kept three quarters are.
    assertThat(keptValues / (9.0 * (2000 - dropped))).isCloseTo(0.75, within(0.02));
  }

  @Test
  void backward_hasTheMaskOfForward_theNextForwardAnother() {
    CudaDropout dropout = new CudaDropout(queue, 0.1, 0.4);
    double[][] mask = mask(dropout, 7, 30);
    DeviceMatrix gradients = ones(7, 30);

    dropout.backward(gradients);

    assertThat(CudaNumbers.read(queue, gradients)).isDeepEqualTo(mask);
    assertThat(flat(mask(dropout, 7, 30))).isNotEqualTo(flat(mask));
  }

  @Test
  void masks_areThoseOfTheRandomNumbers_andOfEachPositionItsOwn() {
    CudaDropout one = new CudaDropout(queue, 0, 0.5);
    CudaDropout other = new CudaDropout(queue, 0, 0.5);
    one.random(new SplittableRandom(3));
    other.random(new SplittableRandom(3));
    double[][] mask = mask(one, 64, 50);

    assertThat(mask(other, 64, 50)).isDeepEqualTo(mask);
    assertThat(Arrays.stream(mask).map(Arrays::toString).distinct()).hasSize(50);
  }

  @Test
  void forward_ofARow_isThatOfTheMatrix_whateverItsStride() {
    CudaDropout dropout = new CudaDropout(queue, 0, 0.5);
    dropout.random(new SplittableRandom(3));
    double[][] expected = mask(dropout, 6, 5);
    dropout.random(new SplittableRandom(3));
    DeviceMatrix from = ones(10, 5).rows(3, 9);
    DeviceMatrix whole = ones(8, 5);

    dropout.forward(from, whole.rows(1, 7), null);

    double[][] actual = CudaNumbers.read(queue, whole);
    for (int position = 0; position < 5; position++) {
      assertThat(Arrays.copyOfRange(actual[position], 1, 7)).isEqualTo(expected[position]);
      assertThat(actual[position][0]).isEqualTo(1);
      assertThat(actual[position][7]).isEqualTo(1);
    }
  }

  @Test
  void forward_addsTheResidual_toWhatIsLeft() {
    CudaDropout dropout = new CudaDropout(queue, 0, 0.5);
    dropout.random(new SplittableRandom(3));
    double[] mask = flat(mask(dropout, 3, 4));
    dropout.random(new SplittableRandom(3));
    DeviceMatrix values = ones(3, 4);

    dropout.forward(values, values, ones(3, 4));

    double[] expected = Arrays.stream(mask).map(value -> value + 1).toArray();
    assertThat(flat(CudaNumbers.read(queue, values))).containsExactly(expected);
  }

  @Test
  void forward_withoutRates_copies() {
    CudaDropout dropout = new CudaDropout(queue, 0, 0);
    DeviceMatrix to = CudaNumbers.of(queue, new double[2][3]);

    dropout.forward(CudaNumbers.of(queue, new double[][] {{1, 2, 3}, {4, 5, 6}}), to, null);

    assertThat(dropout.drops()).isFalse();
    assertThat(flat(CudaNumbers.read(queue, to))).containsExactly(1, 2, 3, 4, 5, 6);
  }
}
