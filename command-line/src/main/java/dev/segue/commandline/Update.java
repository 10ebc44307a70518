package dev.segue.commandline;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.SequenceRecommender;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Updates a trained LSTM with what was played since, and saves it as another model. */
@Command(
    name = "update",
    description = "Update a trained LSTM with what was played since its training.",
    footer = {
      "",
      "Examples:",
      "  segue update --model a.segue --data new.csv --output b.segue",
      "  segue update --model a.segue --data new.csv --replay old.csv --output b.segue",
      "",
      "Guide: docs/training.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Update implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private DataOptions data;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;
  @Mixin private LearningOptions learning;
  @Mixin private CheckpointOptions checkpoint;

  @Option(
      names = "--replay",
      paramLabel = "PATH",
      description =
          "What was played before, read like --data: some of it is learnt again, so that it is not"
              + " forgotten, and listeners remember it.")
  private @Nullable Path replay;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The model file to write; another model there is replaced.")
  private Path output;

  @Option(names = "--force", description = "Replace a file at --output that is no model.")
  private boolean force;

  /** Whether the model keeps digests of what it was trained on, and so those of the new plays. */
  private boolean digests;

  private UpdateReport report;

  @Override
  public Integer call() throws IOException {
    data.checkPath();
    checkUsage();
    checkpoint.checkUsage(command);
    LstmTrainer.Builder settings = settings();
    model
        .addTo(json.files().reads("--data", data.path()).reads("--replay", replay))
        .writesModel("--output", output, force)
        .writes("--checkpoint", checkpoint.file())
        .writes("--epochs-json", learning.epochsFile())
        .check();
    checkpoint.check();
    List<EpochReport> reports =
        new SavedTraining(
                command,
                settings.provenance(this::provenance),
                learning.epochs(command),
                checkpoint,
                output)
            .run(this::update);
    json.write(
        fields -> {
          fields.writeStringField("model", output.toString());
          report.write(fields);
          data.writeRead(fields);
          EpochsJson.writeAll(fields, reports);
        });
    return 0;
  }

  private void checkUsage() {
    if (replay != null && data.synthetic()) {
      throw wrong("--format synthetic takes no --replay");
    }
    ParseResult given = command.commandLine().getParseResult();
    if (given.hasMatchedOption("--min-plays") && !given.hasMatchedOption("--split")) {
      throw wrong("--min-plays needs --split here: without one, all of --data is learnt");
    }
  }

  private LstmTrainer.Builder settings() {
    LstmTrainer.Builder builder = LstmTrainer.builder();
    try {
      learning.addTo(builder);
      checkpoint.addTo(builder);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return builder;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private LstmRecommender update(LstmTrainer trainer, Progress progress) throws IOException {
    LstmRecommender before = lstm(model.read(progress));
    digests = before.provenance().digests().isPresent();
    DefaultsFromModel defaults = data.defaultsFrom(howRead(before.provenance()));
    data.check();
    data.recognise(progress);
    if (!defaults.taken().isEmpty()) {
      progress.line("as in the training of the model: " + String.join(", ", defaults.taken()));
    }
    progress.start("reading playlists");
    PlaylistDataset newPlays = data.isDivided() ? data.require(Part.TRAIN) : data.readWhole();
    PlaylistDataset oldPlays = replay == null ? null : data.readLike(replay);
    data.tellRead(progress);
    UpdateReport counted = UpdateReport.of(before, newPlays);
    progress.start("updating");
    LstmRecommender after =
        oldPlays == null
            ? trainer.update(before, newPlays)
            : trainer.update(before, newPlays, oldPlays);
    report = counted.after(after);
    report.lines().forEach(progress::line);
    return after;
  }

  private static LstmRecommender lstm(ModelFile file) throws IOException {
    SequenceRecommender recommender = file.recommender();
    if (recommender instanceof LstmRecommender lstm) {
      return lstm;
    }
    throw file.problem(
        "model must be of kind 'lstm' to be updated, was %s: train that anew, on old and new plays together"
            .formatted(Quotation.quote(file.kind())));
  }

  /** How the model's data were read, but not how they were divided: all new plays are learnt. */
  private static Provenance howRead(Provenance model) {
    return new Provenance(
        model.format(),
        Optional.empty(),
        model.sessionGap(),
        model.sessionMax(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Provenance provenance(PlaylistDataset newPlays) {
    Provenance provenance = Provenance.of(newPlays);
    return digests ? provenance : provenance.withoutDigests();
  }
}
