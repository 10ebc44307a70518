package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.YesDataset;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains the paper's network with Deeplearning4j alone for some time, and prints the speed. As a
 * peer of {@code beside.py} it shows what {@link LstmRecommender} gains over the library it is
 * built on.
 *
 * <p>The network is an embedding of 100, two LSTM layers of 100 and a softmax over all songs. It is
 * trained by {@code fit} with Adam, truncated backpropagation through 20 songs and gradient
 * clipping, which Deeplearning4j does layer by layer. The playlists of a batch are padded to the
 * longest one, and the padding is masked. Two mistakes would go unnoticed: without {@code
 * setInputType} the output layer mistakes time for songs, and with features of a shape other than
 * {@code [playlists, 1, steps]} truncated backpropagation trains nothing. The printed loss of the
 * first and the last batch reveals them.
 *
 * <p>The defaults are the fastest: integer labels rather than one-hot ones, and one {@code DataSet}
 * per batch, which Deeplearning4j cuts itself; cutting it beforehand is no faster. If other
 * processes compete for the cores, {@code OMP_NUM_THREADS=1} in the environment makes it many times
 * faster.
 *
 * <p>Padded positions cost as much as real ones, so their share decides the speed. Since few
 * batches fit into a minute, and batches differ, the printed speed is the positions per second
 * times the transitions per position in a whole epoch. The first batch is the warm-up; the others
 * are reported as the second epoch that {@code beside.py} looks for.
 */
@Command(
    name = "StockNetwork",
    mixinStandardHelpOptions = true,
    description = "Train the paper's network with Deeplearning4j alone, and print the speed.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StockNetwork implements Callable<Integer> {

  private static final int SIZE = 100;
  private static final int UNROLL = 20;

  enum Grouping {
    SIMILAR_LENGTH,
    IN_ORDER
  }

  enum Labels {
    SPARSE,
    ONE_HOT
  }

  enum Cut {
    /** A batch is a DataSet; Deeplearning4j cuts it and carries the state. */
    TBPTT,
    /** Every 20 songs are a DataSet, which starts with an empty state. */
    CHUNKS
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder with train.txt in the LME (Yes.com) format.")
  private Path folder;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Seconds to train after the first batch (default ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--batching",
      paramLabel = "NAME",
      defaultValue = "in-order",
      description = "Which playlists share a batch: in-order (default) or similar-length.")
  private Grouping grouping;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "100",
      description = "Playlists (in-order), or transitions per step (similar-length).")
  private int batchSize;

  @Option(
      names = "--labels",
      paramLabel = "NAME",
      defaultValue = "sparse",
      description = "sparse (default) or one-hot.")
  private Labels labels;

  @Option(
      names = "--cut",
      paramLabel = "NAME",
      defaultValue = "tbptt",
      description = "How long playlists are cut: tbptt (default) or chunks.")
  private Cut cut;

  private int songs;

  private StockNetwork() {}

  /**
   * Trains and prints one line.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new StockNetwork());
    commandLine.registerConverter(Grouping.class, value -> Grouping.valueOf(constant(value)));
    commandLine.registerConverter(Labels.class, value -> Labels.valueOf(constant(value)));
    commandLine.registerConverter(Cut.class, value -> Cut.valueOf(constant(value)));
    System.exit(commandLine.execute(arguments));
  }

  private static String constant(String value) {
    return value.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public Integer call() throws IOException {
    PlaylistDataset dataset = YesDataset.read(folder.resolve("train.txt"));
    songs = dataset.catalogue().size();
    List<Playlist> playlists;
    try (Stream<Playlist> all = dataset.playlists()) {
      playlists = all.filter(playlist -> playlist.transitions() > 0).toList();
    }
    List<List<Playlist>> epoch = batching().batches(playlists, UNROLL, new Random(1));
    Training training = new Training(network());
    double first = training.learn(epoch.get(0));
    double last = first;
    long positions = 0;
    long start = System.nanoTime();
    for (int next = 1; System.nanoTime() - start < seconds * 1e9; next++) {
      List<Playlist> batch = epoch.get(next % epoch.size());
      last = training.learn(batch);
      positions += positions(batch);
    }
    double time = (System.nanoTime() - start) * 1e-9;
    double real =
        (double) epoch.stream().mapToLong(StockNetwork::transitions).sum()
            / epoch.stream().mapToLong(StockNetwork::positions).sum();
    System.out.printf(
        Locale.ROOT,
        "epoch 2: %d positions in %.1f s, %.3f of an epoch's are transitions, loss %.3f to %.3f"
            + " nats, %.0f transitions/s%n",
        positions,
        time,
        real,
        first,
        last,
        positions / time * real);
    return 0;
  }

  private MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.FLOAT)
            .updater(new Adam(1e-3))
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(5)
            .list()
            .layer(new EmbeddingSequenceLayer.Builder().nOut(SIZE).build())
            .layer(new LSTM.Builder().nOut(SIZE).build())
            .layer(new LSTM.Builder().nOut(SIZE).build())
            .layer(
                new RnnOutputLayer.Builder(
                        labels == Labels.SPARSE ? LossFunction.SPARSE_MCXENT : LossFunction.MCXENT)
                    .nOut(songs)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(songs, RNNFormat.NCW));
    if (cut == Cut.TBPTT) {
      list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(UNROLL);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  /** The network, and its loss during training. */
  private final class Training {

    private final MultiLayerNetwork network;
    private double loss;

    Training(MultiLayerNetwork network) {
      this.network = network;
      network.setListeners(
          new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
              loss += model.score();
            }
          });
    }

    /** Returns the loss per transition before the updates, in nats. */
    double learn(List<Playlist> batch) {
      loss = 0;
      int longest = longest(batch);
      int steps = cut == Cut.TBPTT ? longest : UNROLL;
      for (int from = 0; from < longest; from += steps) {
        network.fit(padded(batch, from, Math.min(from + steps, longest)));
      }
      return loss * batch.size() / transitions(batch); // Deeplearning4j divides by playlists
    }
  }

  private DataSet padded(List<Playlist> batch, int from, int to) {
    int steps = to - from;
    float[] heard = new float[batch.size() * steps];
    float[] next = new float[heard.length];
    float[] mask = new float[heard.length];
    for (int row = 0; row < batch.size(); row++) {
      Playlist playlist = batch.get(row);
      for (int step = from; step < Math.min(to, playlist.transitions()); step++) {
        int at = row * steps + step - from;
        heard[at] = playlist.song(step);
        next[at] = playlist.song(step + 1);
        mask[at] = 1;
      }
    }
    INDArray masks = Nd4j.createFromArray(mask).reshape(batch.size(), steps);
    return new DataSet(
        Nd4j.createFromArray(heard).reshape(batch.size(), 1, steps),
        labels == Labels.SPARSE
            ? Nd4j.createFromArray(next).reshape(batch.size(), 1, steps)
            : oneHot(next, batch.size(), steps),
        masks,
        masks.dup());
  }

  private INDArray oneHot(float[] next, int rows, int steps) {
    INDArray result = Nd4j.create(DataType.FLOAT, rows, songs, steps);
    for (int at = 0; at < next.length; at++) {
      result.putScalar(at / steps, (int) next[at], at % steps, 1);
    }
    return result;
  }

  private static int longest(List<Playlist> batch) {
    return batch.stream().mapToInt(Playlist::transitions).max().orElseThrow();
  }

  private Batching batching() {
    return switch (grouping) {
      case SIMILAR_LENGTH -> Batching.similarLength(batchSize);
      case IN_ORDER -> Batching.inOrder(batchSize);
    };
  }

  private static long positions(List<Playlist> batch) {
    return (long) batch.size() * longest(batch);
  }

  private static long transitions(List<Playlist> batch) {
    return batch.stream().mapToLong(Playlist::transitions).sum();
  }
}
