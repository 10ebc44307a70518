package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a network on a device, with their gradients, their moments and their average:
 * one flat array each, in the order of {@link NetworkParameters}, so that one pass updates them
 * all. Gradients are those of the {@linkplain LayerParameter#dense dense} parameters alone if the
 * softmax is sampled: {@link CudaTable}s have the others. One thread at a time.
 */
final class CudaParameters {

  /** Tensors begin where four numbers can be read at once. */
  private static final int ALIGNMENT = 4;

  /** How many numbers are copied at once. */
  private static final int COPIED = 1 << 20;

  private final CudaQueue queue;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final DeviceArray values;
  private final DeviceArray means;
  private final DeviceArray variances;
  private final long dense;
  private final DeviceArray gradients;
  private final HostArray copied;
  private @Nullable DeviceArray average;

  /** Where a parameter lies in each of the arrays. */
  private record Place(LayerParameter parameter, long from) {

    DeviceArray in(DeviceArray flat) {
      return flat.part(from, from + parameter.length());
    }

    DeviceMatrix matrixIn(DeviceArray flat) {
      return DeviceMatrix.of(in(flat), parameter.rows(), parameter.columns());
    }
  }

  /** Creates those of a network, which are zero. */
  CudaParameters(CudaQueue queue, TrainingArchitecture architecture) {
    this(queue, NetworkParameters.of(architecture), architecture.sampled());
  }

  /**
   * Creates parameters that are zero.
   *
   * @param sampled whether only the dense ones have gradients here
   */
  CudaParameters(CudaQueue queue, List<LayerParameter> parameters, boolean sampled) {
    this.queue = queue;
    long end = 0;
    long first = -1;
    long last = 0;
    for (LayerParameter parameter : parameters) {
      places.put(parameter.tensor(), new Place(parameter, end));
      if (parameter.dense() || !sampled) {
        first = first < 0 ? end : first;
      }
      end = aligned(end + parameter.length());
      if (parameter.dense() || !sampled) {
        last = end;
      }
    }
    values = queue.allocate(end);
    means = queue.allocate(end);
    variances = queue.allocate(end);
    dense = first;
    gradients = queue.allocate(last - first);
    copied = queue.allocateHost((int) Math.min(end, COPIED));
  }

  private static long aligned(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private Place place(String tensor) {
    return Objects.requireNonNull(places.get(tensor), tensor);
  }

  /** A parameter: a column-major view. */
  DeviceMatrix values(String tensor) {
    return place(tensor).matrixIn(values);
  }

  /** The first moments of a parameter. */
  DeviceMatrix means(String tensor) {
    return place(tensor).matrixIn(means);
  }

  /** The second moments of a parameter. */
  DeviceMatrix variances(String tensor) {
    return place(tensor).matrixIn(variances);
  }

  /** The gradient of a parameter. */
  DeviceMatrix gradient(String tensor) {
    Place place = place(tensor);
    return new Place(place.parameter(), place.from() - dense).matrixIn(gradients);
  }

  /** All gradients here. */
  DeviceArray gradients() {
    return gradients;
  }

  /** The parameters that {@link #gradients} belong to. */
  DeviceArray denseValues() {
    return dense(values);
  }

  /** The first moments of {@link #denseValues}. */
  DeviceArray denseMeans() {
    return dense(means);
  }

  /** The second moments of {@link #denseValues}. */
  DeviceArray denseVariances() {
    return dense(variances);
  }

  private DeviceArray dense(DeviceArray flat) {
    return flat.part(dense, dense + gradients.length());
  }

  /** All parameters. */
  DeviceArray values() {
    return values;
  }

  /** The moving average of all parameters, if there is one. */
  Optional<DeviceArray> average() {
    return Optional.ofNullable(average);
  }

  /** Begins the average: it is what the parameters are. */
  DeviceArray beginAverage() {
    DeviceArray begun = queue.allocate(values.length());
    queue.copy(values, begun, values.length());
    average = begun;
    return begun;
  }

  /** Sets a parameter. */
  void write(String tensor, float[] numbers) {
    write(place(tensor).in(values), numbers);
  }

  /** Returns a copy of the weights that serve: the average, if there is one. */
  Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    DeviceArray serving = average().orElse(values);
    places.forEach((name, place) -> weights.put(name, read(place.in(serving))));
    return weights;
  }

  /** All that steps change, by its name in {@link TrainingNetwork#state}. */
  Map<String, DeviceArray> state() {
    Map<String, DeviceArray> state = new LinkedHashMap<>();
    places.forEach((name, place) -> state.put(TrainingNetwork.WEIGHTS + name, place.in(values)));
    average()
        .ifPresent(
            flat ->
                places.forEach(
                    (name, place) -> state.put(TrainingNetwork.AVERAGE + name, place.in(flat))));
    places.forEach((name, place) -> state.put(TrainingNetwork.moment(0) + name, place.in(means)));
    places.forEach(
        (name, place) -> state.put(TrainingNetwork.moment(1) + name, place.in(variances)));
    return state;
  }

  /** Copies numbers to the device. */
  void write(DeviceArray to, float[] numbers) {
    for (int from = 0; from < numbers.length; from += copied.length()) {
      int length = Math.min(copied.length(), numbers.length - from);
      copied.floats().put(numbers, from, length);
      queue.upload(copied, to.from(from), length);
      queue.mark().await();
    }
  }

  /** Returns a copy of numbers on the device. */
  float[] read(DeviceArray from) {
    float[] numbers = new float[Math.toIntExact(from.length())];
    for (int start = 0; start < numbers.length; start += copied.length()) {
      int length = Math.min(copied.length(), numbers.length - start);
      queue.download(from.from(start), copied, length);
      queue.mark().await();
      copied.floats().get(numbers, start, length);
    }
    return numbers;
  }
}
