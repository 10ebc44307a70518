package dev.segue.dl4j;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A Deeplearning4j layer that works on {@linkplain PackedChunk packed positions}. Activations are
 * column-major matrices {@code [size, positions]}; parameters and gradients are column-major views
 * of the network's flattened arrays. A layer returns a view of its own buffer, which is valid until
 * the layer is called again. One thread at a time.
 */
abstract class PackedLayer extends AbstractLayer<PackedLayer.Conf> {

  private static final long serialVersionUID = 1;

  final transient Kernels kernels;

  /** Those of {@link #kernels} that every layer needs. */
  final transient MatrixKernels matrices;

  private final transient INDArray paramsView;
  private final transient Map<String, INDArray> views;
  private final transient Map<String, Matrix> params = new LinkedHashMap<>();
  private transient @Nullable INDArray gradientsView;
  private final transient Map<String, Matrix> gradients = new LinkedHashMap<>();
  private transient @Nullable PackedChunk chunk;

  PackedLayer(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, dataType);
    this.paramsView = paramsView;
    this.views = conf.getLayer().initializer().init(conf, paramsView, false);
    views.forEach((name, view) -> params.put(name, Matrix.of(view)));
    this.kernels = Kernels.forBackend(dataType);
    this.matrices = kernels.matrices();
  }

  /** Sets the positions of the next forward and backward pass. */
  void begin(PackedChunk next) {
    chunk = next;
  }

  PackedChunk chunk() {
    if (chunk == null) {
      throw new IllegalStateException("begin must be called before a forward pass");
    }
    return chunk;
  }

  /** The layer's parameters in the order in which they lie in memory. */
  List<LayerParameter> parameters() {
    return ((Conf) conf().getLayer()).parameters();
  }

  Matrix param(String name) {
    return Objects.requireNonNull(params.get(name), name);
  }

  Matrix gradient(String name) {
    return Objects.requireNonNull(gradients.get(name), name);
  }

  /** Sets the source of the layer's random choices, if it makes any. */
  void random(SplittableRandom random) {}

  /**
   * Replaces the values of a parameter that the layer works on, with a gradient of the same shape.
   */
  void replace(String name, Matrix values, Matrix gradient) {
    params.put(name, values);
    gradients.put(name, gradient);
  }

  /**
   * Computes the activations of the chunk.
   *
   * @param input {@code [size, positions]}; ignored by the first layer
   * @return {@code [size, positions]}, valid until the layer is called again
   */
  abstract Matrix forward(Matrix input);

  /**
   * Computes the gradients of the parameters and of the input of the last forward pass.
   *
   * @param outputGradient {@code [size, positions]}; may be changed
   * @return {@code [size, positions]}, valid until the layer is called again; meaningless for the
   *     first layer
   */
  abstract Matrix backward(Matrix outputGradient);

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return forward(Matrix.of(input)).array();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray inputGradient = backward(Matrix.of(epsilon)).array();
    Gradient result = new DefaultGradient();
    gradients.forEach((name, gradient) -> result.setGradientFor(name, gradient.array()));
    return new Pair<>(result, inputGradient);
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropParamsOnly) {
    return views;
  }

  @Override
  public INDArray getParam(String name) {
    return param(name).array();
  }

  @Override
  public INDArray params() {
    return paramsView;
  }

  @Override
  public long numParams() {
    return paramsView.length();
  }

  @Override
  public @Nullable INDArray getGradientsViewArray() {
    return gradientsView;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradientsView = view;
    conf.getLayer()
        .initializer()
        .getGradientsFromFlattened(conf, view)
        .forEach((name, gradient) -> gradients.put(name, Matrix.of(gradient)));
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {}

  /** The configuration of a packed layer. */
  abstract static class Conf extends Layer implements ParamInitializer {

    private static final long serialVersionUID = 1;

    private final transient List<LayerParameter> parameters;

    Conf(String name, List<LayerParameter> parameters) {
      setLayerName(name);
      this.parameters = parameters;
    }

    /** The layer's parameters in the order in which they lie in memory. */
    List<LayerParameter> parameters() {
      return parameters;
    }

    abstract PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type);

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
        NeuralNetConfiguration conf,
        Collection<TrainingListener> trainingListeners,
        int layerIndex,
        INDArray layerParamsView,
        boolean initializeParams,
        DataType networkDataType) {
      PackedLayer layer = layer(conf, layerParamsView, networkDataType);
      layer.setIndex(layerIndex);
      return layer;
    }

    @Override
    public ParamInitializer initializer() {
      return this;
    }

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
      parameters().forEach(parameter -> conf.addVariable(parameter.tensor()));
      return getGradientsFromFlattened(conf, paramsView);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray view) {
      INDArray flat = view.reshape(view.length());
      Map<String, INDArray> views = new LinkedHashMap<>();
      long at = 0;
      for (LayerParameter each : parameters()) {
        long end = at + each.length();
        views.put(
            each.tensor(),
            flat.get(NDArrayIndex.interval(at, end)).reshape('f', each.rows(), each.columns()));
        at = end;
      }
      return views;
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
      return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
      return parameters().stream().mapToLong(LayerParameter::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
      return parameters().stream().map(LayerParameter::tensor).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
      return paramKeys(layer);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
      return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
      return true;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
      return false;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
      return inputType;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {}

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
      return null;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
      return List.of();
    }

    @Override
    public boolean isPretrainParam(String paramName) {
      return false;
    }

    /** Returns no update: the optimiser works on the network's flattened parameters. */
    @Override
    public IUpdater getUpdaterByParam(String paramName) {
      return new NoOp();
    }

    @Override
    public GradientNormalization getGradientNormalization() {
      return GradientNormalization.None;
    }

    @Override
    public double getGradientNormalizationThreshold() {
      return 0;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
      return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, inputType)
          .standardMemory(numParams(this), 0)
          .build();
    }
  }
}
