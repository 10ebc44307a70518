package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Trainer;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.dl4j.Schedule;
import dev.segue.lstm.LstmRecommender;
import dev.segue.pages.TrainingPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains an LSTM on playlists and saves it. */
@Command(
    name = "train",
    description = "Train an LSTM on playlists and save it.",
    footer = {
      "",
      "Examples:",
      "  segue train --data plays.csv --model plays.segue",
      "  segue train --data plays.csv --split time:7d/7d --model plays.segue",
      "  segue train --data yes_big --preset paper --epochs 8 --model paper.segue",
      "",
      "Guide: docs/training.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Train implements Callable<Integer> {

  enum Preset {
    PAPER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** From a single transition a model learns nothing but that one song follows every song. */
  private static final int FEWEST = 2;

  @Spec private CommandSpec command;
  @Mixin private DataOptions data;
  @Mixin private JsonOption json;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "The model file to write; another model there is replaced.")
  private Path model;

  @Option(
      names = "--force",
      description = "Replace a file at --model that is no model, and train on a single transition.")
  private boolean force;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Start from the settings of ${COMPLETION-CANDIDATES} instead of the defaults.")
  private @Nullable Preset preset;

  @Option(names = "--layers", paramLabel = "N", description = "LSTM layers. Default: 1.")
  private @Nullable Integer layers;

  @Option(
      names = "--embedding-size",
      paramLabel = "N",
      description = "Length of song vectors. Default: 128.")
  private @Nullable Integer embeddingSize;

  @Option(
      names = "--hidden-size",
      paramLabel = "N",
      description = "Units of each layer. Default: 128.")
  private @Nullable Integer hiddenSize;

  @Option(
      names = "--batching",
      paramLabel = "NAME",
      converter = BatchingName.Converter.class,
      description =
          "Which playlists share a batch: those of similar length (similar-length) or those that"
              + " follow each other in the file (in-order). Default: similar-length.")
  private @Nullable BatchingName batching;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Transitions in a step (similar-length; by default a hundredth of all, from 50 to 500), or"
              + " playlists in a batch (in-order; by default 100).")
  private @Nullable Integer batchSize;

  @Option(
      names = "--sampled-softmax",
      paramLabel = "N",
      description =
          "Train with sampled softmax over N negatives: for large catalogues. Default: none.")
  private @Nullable Integer sampledSoftmax;

  @Option(
      names = "--tied-embeddings",
      negatable = true,
      fallbackValue = "true",
      description = "Whether the output layer scores songs by their input vectors. Default: yes.")
  private @Nullable Boolean tiedEmbeddings;

  @Option(
      names = "--song-features",
      negatable = true,
      fallbackValue = "true",
      description = "Whether songs share vectors of artists and tags. Default: yes.")
  private @Nullable Boolean songFeatures;

  @Option(
      names = "--recency",
      paramLabel = "N",
      description = "How many of the last songs have a learnt weight by their lag. Default: 120.")
  private @Nullable Integer recency;

  @Option(
      names = "--artist-recency",
      paramLabel = "N",
      description =
          "How many of the last songs change the scores of their artists' songs. Default: 20.")
  private @Nullable Integer artistRecency;

  @Option(
      names = "--skips",
      negatable = true,
      fallbackValue = "true",
      description = "Whether songs that listeners skipped tell what comes next. Default: yes.")
  private @Nullable Boolean skips;

  @Mixin private LearningOptions learning;
  @Mixin private TimeOptions time;
  @Mixin private CheckpointOptions checkpoint;

  @Option(
      names = "--input-dropout",
      paramLabel = "X",
      description = "Dropout rate of the songs' vectors. Default: 0.3.")
  private @Nullable Double inputDropout;

  @Option(
      names = {"--song-dropout", "--word-dropout"},
      paramLabel = "X",
      description = "Dropout rate of whole songs in the input. Default: 0.2.")
  private @Nullable Double songDropout;

  @Option(
      names = "--dropout",
      paramLabel = "X",
      description = "Dropout rate of each layer's output. Default: 0.6.")
  private @Nullable Double dropout;

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description = "Part of the target's probability that is spread over all songs. Default: 0.")
  private @Nullable Double labelSmoothing;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "How fast weights shrink, times the learning rate. Default: 0.")
  private @Nullable Double weightDecay;

  @Option(
      names = {"--weight-averaging", "--averaging"},
      paramLabel = "X",
      description = "Decay of the moving average of the weights; 0 for none. Default: 0.998.")
  private @Nullable Double averaging;

  @Option(
      names = "--residual",
      negatable = true,
      fallbackValue = "true",
      description =
          "Whether LSTM layers above the first add their input to their output. Default: no.")
  private @Nullable Boolean residual;

  @Option(
      names = "--unroll",
      paramLabel = "N",
      description = "Songs through which a gradient flows back. Default: 500.")
  private @Nullable Integer unroll;

  @Option(
      names = "--gradient-clip",
      paramLabel = "X",
      description = "Largest global norm of a gradient. Default: 5.")
  private @Nullable Double gradientClip;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      converter = ScheduleConverter.class,
      description =
          "How the learning rate changes: constant, constant=WARM-UP, cosine=WARM-UP,END (fractions"
              + " of the training and of the learning rate) or plateau=FACTOR,EPOCHS. Default:"
              + " constant=0.01.")
  private @Nullable Schedule schedule;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without improvement on the validation part. Default: 2.")
  private @Nullable Integer patience;

  @Option(
      names = "--ensemble",
      paramLabel = "N",
      description = "Train N networks, and recommend by their average. Default: 1.")
  private @Nullable Integer ensemble;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with the curves of the training, again after each epoch.")
  private @Nullable Path report;

  @Option(
      names = "--digests",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether the model keeps 64-bit digests of the training playlists, by which evaluate finds"
              + " out that it measures on them. Whoever has the model can then test whether a"
              + " playlist was trained on.")
  private boolean digests;

  @Override
  public Integer call() throws IOException {
    data.check();
    checkpoint.checkUsage(command);
    LstmTrainer.Builder settings = settings();
    json.files()
        .reads("--data", data.path())
        .writesModel("--model", model, force)
        .writes("--checkpoint", checkpoint.file())
        .writes("--epochs-json", learning.epochsFile())
        .writes("--report", report)
        .check();
    checkpoint.check();
    EpochsJson epochs = learning.epochs(command);
    settings.provenance(this::provenance);
    SavedTraining training = new SavedTraining(command, settings, epochs, checkpoint, model);
    List<EpochReport> reports =
        report == null
            ? training.run(
                (trainer, progress) -> {
                  data.recognise(progress);
                  return train(trainer, progress);
                })
            : run(training, report);
    json.write(fields -> writeResult(fields, reports));
    return 0;
  }

  /** Runs a training that a page follows. */
  private List<EpochReport> run(SavedTraining training, Path file) throws IOException {
    try (TrainingPage page = new TrainingPage(file)) {
      training.settings().listener(page);
      return training.run(
          (trainer, progress) -> {
            data.recognise(progress);
            Origin.of(command, data, Optional.empty())
                .facts()
                .forEach(fact -> page.with(fact.name(), fact.text()));
            trainer.settings().forEach(page::with);
            return train(trainer, progress);
          });
    }
  }

  private LstmRecommender train(Trainer<LstmRecommender> trainer, Progress progress)
      throws IOException {
    progress.start("reading playlists");
    PlaylistDataset training = data.require(Part.TRAIN);
    Optional<PlaylistDataset> validation = data.validation(progress);
    data.tellRead(progress);
    checkEnough(training);
    progress.start("training");
    return validation.isPresent()
        ? trainer.train(training, validation.get())
        : trainer.train(training);
  }

  private void checkEnough(PlaylistDataset training) {
    try (Stream<Playlist> playlists = training.playlists()) {
      long transitions = playlists.mapToLong(Playlist::transitions).sum();
      if (transitions < FEWEST && !force) {
        throw new IllegalArgumentException(
            "the training part must have at least %d transitions, but has %d: there is nothing to"
                    .formatted(FEWEST, transitions)
                + " tell apart; give more playlists, another --split, or --force to train all the"
                + " same");
      }
    }
  }

  private Provenance provenance(PlaylistDataset training) {
    Provenance provenance = Provenance.of(training);
    return data.describe(digests ? provenance : provenance.withoutDigests());
  }

  /** The settings on the command line; all others keep their defaults. */
  private LstmTrainer.Builder settings() {
    LstmTrainer.Builder builder =
        preset == Preset.PAPER ? LstmTrainer.paper() : LstmTrainer.builder();
    try {
      ifGiven(layers, builder::layers);
      ifGiven(embeddingSize, builder::embeddingSize);
      ifGiven(hiddenSize, builder::hiddenSize);
      if (batching != null || batchSize != null) {
        builder.batching(batchingName().batching(batchSize));
      }
      ifGiven(sampledSoftmax, builder::sampledSoftmax);
      ifGiven(tiedEmbeddings, builder::tiedEmbeddings);
      ifGiven(songFeatures, builder::songFeatures);
      ifGiven(recency, builder::recency);
      ifGiven(artistRecency, builder::artistRecency);
      ifGiven(skips, builder::skips);
      time.addTo(builder);
      checkpoint.addTo(builder);
      ifGiven(inputDropout, builder::inputDropout);
      ifGiven(dropout, builder::dropout);
      ifGiven(unroll, builder::unroll);
      ifGiven(gradientClip, builder::gradientClip);
      ifGiven(songDropout, builder::songDropout);
      ifGiven(labelSmoothing, builder::labelSmoothing);
      ifGiven(weightDecay, builder::weightDecay);
      ifGiven(averaging, builder::weightAveraging);
      ifGiven(residual, builder::residual);
      ifGiven(schedule, builder::schedule);
      ifGiven(patience, builder::patience);
      ifGiven(ensemble, builder::ensemble);
      learning.addTo(builder);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return builder;
  }

  private BatchingName batchingName() {
    if (batching != null) {
      return batching;
    }
    return preset == Preset.PAPER ? BatchingName.IN_ORDER : BatchingName.SIMILAR_LENGTH;
  }

  static <T> void ifGiven(@Nullable T value, Consumer<T> setting) {
    if (value != null) {
      setting.accept(value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private void writeResult(JsonGenerator json, List<EpochReport> reports) throws IOException {
    json.writeStringField("model", model.toString());
    data.writeRead(json);
    EpochsJson.writeAll(json, reports);
  }
}
