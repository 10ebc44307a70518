package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The output layer with a sampled softmax on a device: {@link SampledSoftmax} there. It sees only
 * the songs that the step scores, negatives first. One thread at a time.
 */
final class CudaSampledSoftmax implements CudaOutput {

  private static final int THREADS = 128;

  private final CudaQueue queue;
  private final int outputs;
  private final Supplier<TouchedSongs.Step> steps;
  private final long mostLogits;
  private final CudaRecency recency;
  private final @Nullable CudaMemory memory;
  private final CudaScratch logits;
  private final CudaScratch targetLogits;

  /**
   * Creates the layer.
   *
   * @param parameters which have the weights of recency and memory
   * @param steps returns the songs of the step
   */
  CudaSampledSoftmax(
      CudaQueue queue,
      TrainingArchitecture training,
      CudaParameters parameters,
      Supplier<TouchedSongs.Step> steps) {
    this(queue, training, parameters, steps, CudaSoftmax.MOST_LOGITS);
  }

  /**
   * Creates a layer with blocks of another size.
   *
   * @param mostLogits how many logits there may be at once, unless one position has more
   */
  CudaSampledSoftmax(
      CudaQueue queue,
      TrainingArchitecture training,
      CudaParameters parameters,
      Supplier<TouchedSongs.Step> steps,
      long mostLogits) {
    Architecture architecture = training.network();
    this.queue = queue;
    this.outputs = architecture.outputs();
    this.steps = steps;
    this.mostLogits = mostLogits;
    recency = new CudaRecency(queue, architecture.recency(), parameters);
    memory = architecture.memory() ? new CudaMemory(queue, architecture, parameters) : null;
    logits = new CudaScratch(queue);
    targetLogits = new CudaScratch(queue);
  }

  /** How many rows the logits of negatives have. */
  static int rows(int negatives) {
    return CudaSongVectors.columns(negatives);
  }

  /** What a step scores with, and its gradients. */
  private record Pass(
      CudaChunk chunk,
      TouchedSongs.Step step,
      CudaUploads uploads,
      List<CudaRecency.Members> members,
      DeviceArray logProbability,
      double scale,
      DeviceMatrix input,
      DeviceMatrix vectors,
      DeviceMatrix vectorGradients,
      DeviceMatrix inputGradient,
      DeviceArray own,
      DeviceArray losses) {

    int negatives() {
      return step.logProbability().length;
    }
  }

  @Override
  public void lossAndGradient(
      CudaChunk chunk,
      CudaUploads uploads,
      double scale,
      DeviceMatrix input,
      DeviceMatrix vectors,
      DeviceMatrix vectorGradients,
      DeviceMatrix inputGradient,
      DeviceArray losses) {
    TouchedSongs.Step step = steps.get();
    int negatives = step.logProbability().length;
    CudaChunk.Groups byTarget = CudaChunk.Groups.of(chunk.packed().targets(), uploads);
    Pass pass =
        new Pass(
            chunk,
            step,
            uploads,
            step.recency().stream()
                .map(each -> CudaRecency.Members.of(each, negatives, uploads::add))
                .toList(),
            uploads.add(single(step.logProbability())),
            scale,
            input,
            vectors,
            vectorGradients,
            inputGradient,
            targetLogits.reserve(chunk.positions()),
            losses);
    uploads.send();
    if (memory != null) {
      memory.begin(chunk);
    }
    scoreTargets(pass);
    int together = (int) Math.max(1, Math.min(chunk.positions(), mostLogits / rows(negatives)));
    for (int first = 0; first < chunk.positions(); first += together) {
      block(pass, first, Math.min(first + together, chunk.positions()));
    }
    addVectorGradients(pass, byTarget);
  }

  private static float[] single(double[] values) {
    float[] single = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      single[i] = (float) values[i];
    }
    return single;
  }

  private void scoreTargets(Pass pass) {
    queue.launch(
        "targetLogits",
        pass.chunk().positions(),
        THREADS,
        pass.input().values(),
        pass.input().stride(),
        pass.vectors().values(),
        pass.vectors().stride(),
        pass.vectors().rows(),
        pass.chunk().targets(),
        pass.own());
  }

  private void block(Pass pass, int first, int to) {
    int rows = rows(pass.negatives());
    DeviceMatrix y = pass.input().columns(first, to);
    DeviceMatrix gradient = pass.inputGradient().columns(first, to);
    DeviceMatrix negatives = pass.vectors().columns(0, rows);
    CudaLogits block =
        new CudaLogits(
            first,
            pass.negatives(),
            logits.reserve(rows, to - first),
            pass.chunk().targets().part(first, to),
            pass.own().part(first, to));
    queue.multiply(true, negatives, false, y, 0, block.values());
    recency.add(pass.chunk(), pass.members(), block);
    if (memory != null) {
      memory.add(pass.chunk(), pass.uploads(), block, y, pass.step().scored()::find);
    }
    SoftmaxKernel.sampled(rows)
        .launch(
            queue, block, pass.logProbability(), pass.scale(), 0, pass.losses().part(first, to));
    recency.addGradients(pass.chunk(), pass.members(), block);
    DeviceMatrix negativeGradients = pass.vectorGradients().columns(0, rows);
    queue.multiply(false, y, true, block.values(), first == 0 ? 0 : 1, negativeGradients);
    queue.multiply(false, negatives.rows(0, outputs), false, block.values(), 0, gradient);
    queue.launch(
        "targetInputGradients",
        block.positions(),
        THREADS,
        block.own(),
        pass.vectors().values(),
        pass.vectors().stride(),
        block.targets(),
        outputs,
        gradient.values(),
        gradient.stride());
    if (memory != null) {
      memory.addGradients(block, y, gradient);
    }
  }

  /** Adds the gradients of targets to those of negatives. */
  private void addVectorGradients(Pass pass, CudaChunk.Groups byTarget) {
    DeviceMatrix gradients = pass.vectorGradients();
    int rows = rows(pass.negatives());
    DeviceArray others = gradients.values().from((long) rows * gradients.stride());
    queue.clear(others, others.length());
    queue.launch(
        "targetVectorGradients",
        byTarget.count(),
        THREADS,
        pass.own(),
        pass.input().values(),
        pass.input().stride(),
        byTarget.keys(),
        byTarget.from(),
        byTarget.places(),
        gradients.rows(),
        gradients.values(),
        gradients.stride());
  }
}
