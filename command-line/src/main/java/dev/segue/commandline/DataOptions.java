package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.DatasetReport;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.datasets.DatasetFormat;
import dev.segue.datasets.SongVersions;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a dataset, and say how it is read and divided. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DataOptions {

  enum Part {
    TRAIN,
    VALID,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a model says of its split if its data were published in parts. */
  private static final String PUBLISHED = "published parts";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = {
        "A file, a folder of files, or a zip archive; plain or compressed by gzip.",
        "Of format yes: a file, or a folder with train.txt, valid.txt and test.txt, or with all.txt."
      })
  private @Nullable Path path;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      converter = FormatName.Converter.class,
      completionCandidates = FormatName.Candidates.class,
      description = "One of ${COMPLETION-CANDIDATES}. auto tells it by what the files hold.")
  private FormatName format;

  @Mixin private HistoryOptions history;

  @Option(
      names = "--merge-versions",
      description =
          "Take songs for one whose names differ by case, accents, \"Remastered 2011\", \"feat.\""
              + " and the like alone. Name it in every command on these data.")
  private boolean mergeVersions;

  @Option(
      names = "--min-plays",
      paramLabel = "N",
      defaultValue = "1",
      description = "Leave out songs that are played less often in the training part.")
  private int minimumPlays;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      converter = SplitRule.Converter.class,
      description = {
        SplitRule.GRAMMAR,
        "Default: the parts of a folder of format yes; of others random:80/10/10@42."
      })
  private @Nullable SplitRule split;

  /** Whether the format was told by what the files hold. */
  private boolean recognised;

  private @Nullable PlaylistDataset whole;
  private @Nullable DatasetSplit parts;
  private @Nullable ReadReport read;

  /** Whether there are data, where a command can do without. */
  boolean isGiven() {
    return path != null || !format.equals(FormatName.AUTO);
  }

  /** Finds wrong usage before any work is done. */
  void check() {
    checkPath();
    checkValues();
    if (!format.equals(FormatName.AUTO)) {
      checkOptionsOfFormat();
    }
  }

  private void checkOptionsOfFormat() {
    if (mergeVersions && isPublishedInParts()) {
      throw wrong("--merge-versions needs --split: versions may lie in several published parts");
    }
    try {
      history.checkFormat(format);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void checkValues() {
    if (minimumPlays < 1) {
      throw wrong("--min-plays must be >= 1, was " + minimumPlays);
    }
    try {
      history.check();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Finds out that data are missing, before a model is read for how to read them. */
  void checkPath() {
    if (!synthetic() && path == null) {
      throw wrong(
          format.equals(FormatName.AUTO)
              ? "there must be --data=PATH, or --format synthetic"
              : "--format %s needs --data=PATH".formatted(format));
    }
    if (synthetic() && path != null) {
      throw wrong("--format synthetic takes no --data");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Adds how the training part was read and divided, in the words of the options. */
  Provenance describe(Provenance provenance) {
    String rule = isPublishedInParts() ? PUBLISHED : rule().text();
    Provenance described =
        provenance.format(format.toString()).split(rule).minimumPlays(minimumPlays);
    return format.isHistory() ? history.describe(described) : described;
  }

  /** Reads and divides as a model was trained, where the command line does not say otherwise. */
  DefaultsFromModel defaultsFrom(Provenance model) throws IOException {
    DefaultsFromModel defaults = new DefaultsFromModel();
    FormatName given = recognised || format.equals(FormatName.AUTO) ? null : format;
    format = defaults.choose("--format", given, formatLike(model), FormatName::text).orElse(format);
    if (format.equals(FormatName.AUTO)) {
      recognise();
    }
    if (format.isHistory()) {
      history.take(model, defaults);
    }
    Optional<Integer> plays = model.minimumPlays().stream().boxed().findFirst();
    minimumPlays =
        defaults
            .choose("--min-plays", given("--min-plays", minimumPlays), plays, Object::toString)
            .orElse(minimumPlays);
    model.split().ifPresent(text -> splitLike(text, defaults));
    return defaults;
  }

  /** The value of an option that has a default, if it is on the command line. */
  private <T> @Nullable T given(String option, T value) {
    return command.commandLine().getParseResult().hasMatchedOption(option) ? value : null;
  }

  /**
   * The format that a model was trained on, if it is one of ours that takes data, and the data are
   * not plainly of another.
   */
  private Optional<FormatName> formatLike(Provenance model) throws IOException {
    Optional<FormatName> ofModel =
        model.format().flatMap(FormatName::parse).filter(each -> each.ofFiles().isPresent());
    if (!format.equals(FormatName.AUTO)) {
      return ofModel;
    }
    try {
      FormatName ofData = FormatName.of(DatasetFormat.recognise(data()));
      return ofModel.filter(ofData::equals);
    } catch (FileFormatException e) {
      return ofModel;
    }
  }

  /**
   * Divides as a model's data were, if the text is a rule of ours that the format allows. The parts
   * of a folder win over the default rule, which nobody has asked for.
   */
  private void splitLike(String ofModel, DefaultsFromModel defaults) {
    Optional<String> rule = Optional.of(SplitRule.withSeed(ofModel));
    boolean parts = path != null && isPublishedInParts();
    boolean isDefault = rule.get().equals(SplitRule.DEFAULT.text());
    boolean fits =
        SplitRule.isRule(ofModel) && (format.isHistory() || !SplitRule.isOfHistories(ofModel));
    if (split == null && fits && !(parts && isDefault)) {
      split =
          defaults
              .<String>choose("--split", null, rule, text -> text)
              .map(SplitRule::parse)
              .orElseThrow();
    } else {
      String used = parts ? PUBLISHED : SplitRule.withSeed(rule().text());
      defaults.choose("--split", used, rule, text -> text);
    }
  }

  /** What is read; null if the format takes no data. */
  @Nullable Path path() {
    return path;
  }

  boolean synthetic() {
    return format.equals(FormatName.SYNTHETIC);
  }

  FormatName format() {
    return format;
  }

  /** Recognises the format if it was not given, and says which it is. */
  void recognise(Progress progress) throws IOException {
    if (format.equals(FormatName.AUTO)) {
      recognise();
      checkOptionsOfFormat();
    }
    if (recognised) {
      progress.line("%s: %s".formatted(data(), format));
    }
  }

  private void recognise() throws IOException {
    format = FormatName.of(DatasetFormat.recognise(data()));
    recognised = true;
  }

  /** Says in a few lines how the dataset was read. */
  void tellRead(Progress progress) throws IOException {
    Optional<ReadReport> report = readReport();
    report.ifPresent(each -> each.lines().forEach(progress::line));
  }

  /** Writes the format, and how the dataset was read. */
  void writeRead(JsonGenerator json) throws IOException {
    json.writeStringField("format", format.text());
    Optional<ReadReport> report = readReport();
    if (report.isPresent()) {
      report.get().write(json);
    }
  }

  /** How the dataset was read; empty if it was made, or came in parts, of which some are read. */
  Optional<ReadReport> readReport() throws IOException {
    boolean inParts = isPublishedInParts() && whole == null;
    if (read == null && !inParts) {
      read = ReadReport.of(readWhole()).orElse(null);
    }
    return Optional.ofNullable(read);
  }

  /** Whether the dataset comes in parts, or it was said how to divide it. */
  boolean isDivided() {
    return split != null || minimumPlays > 1 || isPublishedInParts();
  }

  private boolean isPublishedInParts() {
    return format.is(DatasetFormat.YES)
        && split == null
        && Files.isDirectory(data())
        && (Files.exists(file(Part.TRAIN)) || !Files.exists(data().resolve("all.txt")));
  }

  /** A part that has something to learn from, or to predict. */
  PlaylistDataset require(Part part) throws IOException {
    PlaylistDataset read = read(part);
    Optional<String> problem = problem(part, read);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    return read;
  }

  /**
   * The validation part, unless there is to be none. If there is nothing in it, that is told. Of a
   * split by time, each part was asked for, so it is an error, also in the test part.
   */
  Optional<PlaylistDataset> validation(Progress progress) throws IOException {
    if (split != null && split.time().isPresent()) {
      require(Part.TEST);
      return split.validates() ? Optional.of(require(Part.VALID)) : Optional.empty();
    }
    if (isPublishedInParts() && !Files.exists(file(Part.VALID))) {
      progress.line("nothing validates: there is no " + file(Part.VALID));
      return Optional.empty();
    }
    if (!isPublishedInParts() && !rule().validates()) {
      return Optional.empty();
    }
    PlaylistDataset read = read(Part.VALID);
    Optional<String> problem = problem(Part.VALID, read);
    problem.ifPresent(each -> progress.line("nothing validates: " + each));
    return problem.isPresent() ? Optional.empty() : Optional.of(read);
  }

  /** Why there is nothing to learn from in a part, or to predict; empty if there is. */
  private Optional<String> problem(Part part, PlaylistDataset read) throws IOException {
    return isPublishedInParts()
        ? PartCheck.problem(part, read, file(part))
        : new PartCheck(rule(), minimumPlays, readWhole(), readParts()).problem(part);
  }

  private SplitRule rule() {
    return Optional.ofNullable(split).orElse(SplitRule.DEFAULT);
  }

  /** One part of the dataset; of one that is published in parts no other is read. */
  PlaylistDataset read(Part part) throws IOException {
    if (isPublishedInParts() && minimumPlays == 1) {
      return YesDataset.read(file(part));
    }
    DatasetSplit all = readParts();
    return switch (part) {
      case TRAIN -> all.training();
      case VALID -> all.validation();
      case TEST -> all.test();
    };
  }

  /** The training part, if it was read with the others: not of a dataset published in parts. */
  Optional<PlaylistDataset> trainingAtHand() {
    return Optional.ofNullable(parts).map(DatasetSplit::training);
  }

  /** All three parts; they are read once. */
  DatasetSplit readParts() throws IOException {
    if (parts == null) {
      DatasetSplit divided =
          isPublishedInParts() ? YesDataset.readSplit(data()) : rule().of(readWhole());
      parts = minimumPlays == 1 ? divided : withoutRareSongs(divided);
    }
    return parts;
  }

  private DatasetSplit withoutRareSongs(DatasetSplit divided) throws IOException {
    try (Stream<Playlist> training = divided.training().playlists()) {
      if (training.allMatch(playlist -> playlist.size() == 0)) {
        PartCheck check = new PartCheck(rule(), 1, readWhole(), divided);
        throw new IllegalArgumentException(check.problem(Part.TRAIN).orElseThrow());
      }
    }
    return divided.minimumPlays(minimumPlays);
  }

  /** The dataset as a whole: of one that is published in parts, all of them. It is read once. */
  PlaylistDataset readWhole() throws IOException {
    if (whole == null) {
      whole = readFormat();
    }
    return whole;
  }

  private PlaylistDataset readFormat() throws IOException {
    if (format.ofFiles().isEmpty()) {
      return SyntheticStation.ofDefaults();
    }
    boolean divided = format.is(DatasetFormat.YES) && Files.isDirectory(data()) && split != null;
    return readLike(divided ? data().resolve("all.txt") : data());
  }

  /** Other data, read whole and in the same way. */
  PlaylistDataset readLike(Path other) throws IOException {
    DatasetFormat ofFiles = format.ofFiles().orElseThrow();
    if (ofFiles.isHistory()) {
      return history.read(ofFiles, other, mergeVersions);
    }
    PlaylistDataset read = ofFiles.read(other);
    return mergeVersions ? SongVersions.of(read.catalogue()).merge(read) : read;
  }

  /** How many lines could not be read. */
  long skippedLines() {
    return entries().map(DatasetReport.Entries::unreadable).orElse(0L);
  }

  /** The first of them, with file, line and reason. */
  List<String> firstSkipped() {
    return entries().map(DatasetReport.Entries::examples).orElse(List.of());
  }

  private Optional<DatasetReport.Entries> entries() {
    return Optional.ofNullable(whole).flatMap(PlaylistDataset::report).map(DatasetReport::entries);
  }

  private Path data() {
    return Optional.ofNullable(path).orElseThrow();
  }

  private Path file(Part part) {
    return data().resolve(part + ".txt");
  }
}
