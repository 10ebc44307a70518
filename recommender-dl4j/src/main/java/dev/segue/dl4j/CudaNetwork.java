package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The network in training on an NVIDIA GPU, and its training step: what {@link Dl4jNetwork}
 * computes, in kernels of our own and products of cuBLAS. A step is queued, and runs while the next
 * one is prepared; nothing comes back but its loss and the norm of its gradient. One thread at a
 * time.
 */
final class CudaNetwork implements TrainingNetwork {

  private final CudaQueue queue;
  private final TrainingArchitecture training;
  private final CudaUploads uploads;
  private final CudaParameters parameters;
  private final CudaStepSongs songs;
  private final CudaSongVectors vectors;
  private final CudaLayers layers;
  private final CudaOutput softmax;
  private final CudaUpdate update;
  private final WeightAveraging averaging;

  private final CudaGrowing outputGradients;
  private final CudaGrowing losses;
  private int steps;

  /**
   * Creates a network whose parameters are zero.
   *
   * @param queue on which it works; closed with it
   * @param multiprocessors how many blocks of threads run at once, at least
   * @param sampler draws the negatives of each step if the architecture asks for it, or null
   */
  CudaNetwork(
      CudaQueue queue,
      int multiprocessors,
      TrainingArchitecture training,
      Hyperparameters.Optimisation optimisation,
      @Nullable NegativeSampler sampler,
      ColdSongs newSongs) {
    this.queue = queue;
    this.training = training;
    Architecture architecture = training.network();
    uploads = new CudaUploads(queue);
    parameters = new CudaParameters(queue, training);
    songs =
        new CudaStepSongs(
            queue,
            architecture,
            parameters,
            newSongs,
            sampler == null ? null : new TouchedSongs(architecture, sampler, newSongs));
    vectors = new CudaSongVectors(queue, training, parameters, songs);
    layers = new CudaLayers(queue, training, parameters, vectors, multiprocessors);
    softmax =
        sampler == null
            ? new CudaSoftmax(queue, training, parameters)
            : new CudaSampledSoftmax(queue, training, parameters, songs::sampled);
    update =
        new CudaUpdate(
            queue,
            parameters,
            optimisation,
            training.regularisation().weightDecay(),
            multiprocessors);
    averaging = WeightAveraging.of(training);
    outputGradients = new CudaGrowing(queue, architecture.outputs());
    losses = new CudaGrowing(queue, 1);
  }

  @Override
  public void initialise(double range, Random random) {
    for (LayerParameter parameter : NetworkParameters.of(training)) {
      parameters.write(parameter.tensor(), parameter.initialValues(range, random));
    }
    random(new SplittableRandom(random.nextLong()));
  }

  @Override
  public void start(LstmNetwork trained) {
    trained.forEachTensor((name, values, shape) -> parameters.write(name, values));
  }

  @Override
  public void random(SplittableRandom random) {
    SplittableRandom masks = random.split();
    vectors.random(masks.split());
    songs.random(random.split());
    layers.random(masks);
  }

  @Override
  public void unscored(int[] never) {
    vectors.unscored(never);
  }

  @Override
  public Learnt learn(
      List<PackedChunk> parts, double divisor, int epoch, double learningRateFactor) {
    uploads.begin();
    CudaChunk chunk = CudaChunk.of(songs.begin(parts.get(0), uploads), uploads);
    DeviceArray found = losses.columns(chunk.positions()).values();
    uploads.send();
    vectors.compose();
    DeviceMatrix input = layers.forward(chunk);
    DeviceMatrix gradients = outputGradients.columns(chunk.positions());
    softmax.lossAndGradient(
        chunk,
        uploads,
        1 / divisor,
        input,
        vectors.scored(),
        vectors.scoredGradients(),
        gradients,
        found);
    layers.backward(chunk, gradients);
    Learnt learnt = update.update(found, songs.tables(), learningRateFactor, steps, epoch);
    steps++;
    if (averaging.isDue(steps)) {
      update.average(averaging.share(steps));
    }
    return learnt;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public Map<String, float[]> weights() {
    return parameters.weights();
  }

  @Override
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    parameters.state().forEach((name, values) -> state.put(name, parameters.read(values)));
    return state;
  }

  @Override
  public <E extends Exception> void restore(int stepsBefore, LstmNetwork.TensorSource<E> tensors)
      throws E {
    steps = stepsBefore;
    if (averaging.hasBegun(steps) && parameters.average().isEmpty()) {
      parameters.beginAverage();
    }
    for (Map.Entry<String, DeviceArray> each : parameters.state().entrySet()) {
      DeviceArray values = each.getValue();
      parameters.write(values, tensors.get(each.getKey(), (int) values.length()));
    }
  }

  @Override
  public void close() {
    queue.close();
  }
}
