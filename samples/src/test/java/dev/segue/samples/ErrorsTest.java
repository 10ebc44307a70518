package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.ListenerMemory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.Blend;
import dev.segue.baselines.ItemKnn;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.baselines.RecentPlays;
import dev.segue.datasets.DatasetFormat;
import dev.segue.datasets.M3uDataset;
import dev.segue.datasets.MpdDataset;
import dev.segue.datasets.XspfDataset;
import dev.segue.datasets.YesDataset;
import dev.segue.datasets.history.CsvColumn;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.dl4j.Device;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;

/** Each error of docs/errors.md is made, and is as it is documented. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsTest {

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| ([^`|]+) \\| `([\\w.]+)` \\| `([^`]+)` \\| [^|]+ \\|$", Pattern.MULTILINE);

  private static final Catalogue SONGS = catalogue("a", "b", "c");
  private static final PlaylistDataset DATASET =
      PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 1), Playlist.of(0, 1, 2)));

  private final Map<String, ThrowingCallable> errors = new LinkedHashMap<>();

  @TempDir private static Path folder;

  private record Row(String deed, String exception, String message) {
    @Override
    public String toString() {
      return deed;
    }
  }

  private static Catalogue catalogue(String... ids) {
    return Catalogue.of(Stream.of(ids).map(Song::of).toList());
  }

  static List<Row> rows() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../docs/errors.md")))
        .results()
        .map((MatchResult row) -> new Row(row.group(1), row.group(2), row.group(3)))
        .toList();
  }

  @Test
  void rows_areTheErrorsThatAreMade() throws IOException {
    long lines =
        Files.readString(Path.of("../docs/errors.md"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| what you did"))
            .count();

    assertThat(rows()).hasSize((int) lines);
    assertThat(rows()).extracting(Row::deed).containsExactlyInAnyOrderElementsOf(errors.keySet());
    assertThat(rows()).extracting(Row::exception, Row::message).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void error_isAsDocumented(Row row) throws ClassNotFoundException {
    String name = row.exception().contains(".") ? row.exception() : "java.lang." + row.exception();
    String pattern =
        Arrays.stream(row.message().split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".+"));

    assertThatThrownBy(errors.get(row.deed()))
        .isExactlyInstanceOf(Class.forName(name))
        .hasMessageMatching("(?s)" + pattern);
  }

  @BeforeAll
  void settings() {
    SequenceRecommender popularity = Popularity.trainer().train(DATASET);
    errors.put(
        "gave a setting a value that it cannot have", () -> LstmTrainer.builder().hiddenSize(-3));
    errors.put("set a setting twice", () -> LstmTrainer.builder().epochs(1).epochs(2));
    errors.put(
        "set two settings that exclude each other",
        () -> LstmTrainer.builder().learningRate(0.1).optimiser(new Adam(0.1)));
    errors.put("passed null", () -> popularity.newSession().play((String) null));
  }

  @BeforeAll
  void training() {
    PlaylistDataset ofTwo = PlaylistDataset.of(catalogue("a", "b"), List.of(Playlist.of(0, 1)));
    PlaylistDataset ordered = PlaylistDataset.of(catalogue("a", "c", "b"), List.of());
    PlaylistDataset single = PlaylistDataset.of(SONGS, List.of(Playlist.of(0), Playlist.of(1)));
    errors.put(
        "asked for early stopping, and gave no validation data",
        () -> LstmTrainer.builder().patience(2).build().train(DATASET));
    errors.put("trained on playlists of one song each", () -> MarkovChain.trainer().train(single));
    LstmRecommender lstm =
        LstmTrainer.builder().embeddingSize(2).hiddenSize(2).epochs(1).build().train(DATASET);
    errors.put(
        "updated with playlists of one song each",
        () -> LstmTrainer.builder().build().update(lstm, single));
    errors.put(
        "updated with songs that the model does not know, alone",
        () ->
            LstmTrainer.builder()
                .build()
                .update(lstm, PlaylistDataset.of(List.of(List.of("x", "y")))));
    errors.put(
        "asked for early stopping in an update",
        () -> LstmTrainer.builder().patience(2).build().update(lstm, DATASET));
    errors.put("trained without a backend", ErrorsTest::trainWithoutBackend);
    errors.put(
        "asked for a GPU where something is missing",
        () -> LstmTrainer.builder().device(Device.GPU).build().train(DATASET));
    errors.put(
        "trained in steps so large that numbers overflow",
        () -> LatentMarkovEmbedding.builder().learningRate(1e30).build().train(DATASET));
    errors.put(
        "validated with playlists of a smaller catalogue",
        () -> MarkovChain.trainer().train(DATASET, ofTwo));
    errors.put(
        "validated with playlists of another catalogue",
        () -> LstmTrainer.builder().build().train(DATASET, ordered));
    errors.put(
        "made a split whose test songs come in another order",
        () -> new DatasetSplit(DATASET, DATASET, ordered));
    errors.put(
        "split into shares that are more than the whole", () -> DATASET.split(0.5, 0.5, 0.5, 1));
    errors.put(
        "asked for more plays than any song has",
        () -> new DatasetSplit(DATASET, DATASET, DATASET).minimumPlays(9));
    errors.put(
        "cut a history by rules that leave no session, and split it",
        () ->
            ListeningHistory.builder()
                .build()
                .sessions(SessionRules.ofDefaults())
                .splitLast(Duration.ZERO, Duration.ofDays(1)));
  }

  @BeforeAll
  void datasets() {
    AtomicInteger calls = new AtomicInteger();
    errors.put(
        "trained on a dataset that gives other playlists when it is read again",
        () ->
            MarkovChain.trainer()
                .train(
                    reading(
                        () ->
                            calls.getAndIncrement() == 0 ? DATASET.playlists() : Stream.empty())));
    errors.put(
        "trained on a dataset that never ends",
        () ->
            MarkovChain.trainer()
                .train(reading(() -> Stream.generate(() -> Playlist.of(0, 1))).checked(1000)));
    errors.put(
        "trained on a dataset that throws",
        () ->
            MarkovChain.trainer()
                .train(
                    reading(
                        () ->
                            Stream.generate(
                                () -> {
                                  throw new IllegalArgumentException("no row");
                                }))));
  }

  private static PlaylistDataset reading(Supplier<Stream<Playlist>> playlists) {
    return new PlaylistDataset() {
      @Override
      public Catalogue catalogue() {
        return SONGS;
      }

      @Override
      public Stream<Playlist> playlists() {
        return playlists.get();
      }
    };
  }

  /** Trains with the class path of the tests, but for what is native. */
  private static void trainWithoutBackend() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("nd4j-native") && !entry.contains("nd4j-cuda")) {
        urls.add(url(entry));
      }
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      ((Runnable) loader.loadClass(Training.class.getName()).getDeclaredConstructor().newInstance())
          .run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }

  /** A training, in classes of another loader. */
  public static final class Training implements Runnable {
    @Override
    public void run() {
      LstmTrainer.builder().build().train(PlaylistDataset.of(List.of(List.of("a", "b"))));
    }
  }

  @BeforeAll
  void evaluation() {
    SequenceRecommender popularity = Popularity.trainer().train(DATASET);
    SequenceRecommender ranker = ItemKnn.trainer().train(DATASET);
    PlaylistDataset single = PlaylistDataset.of(SONGS, List.of(Playlist.of(0)));
    PlaylistDataset pair = PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 1)));
    Evaluation.Result one =
        Evaluator.of(accuracyAt(1)).evaluate(popularity, pair).result("accuracy@1");
    Evaluation.Result other =
        Evaluator.of(accuracyAt(1)).evaluate(popularity, DATASET).result("accuracy@1");
    errors.put(
        "evaluated on playlists in which nothing is to predict",
        () -> Evaluator.of(accuracyAt(1)).evaluate(popularity, single));
    errors.put(
        "evaluated the likelihood of a recommender that has none",
        () -> Evaluator.of(logLikelihood()).evaluate(ranker, DATASET));
    errors.put("compared two evaluations of different playlists", () -> one.minus(other));
    errors.put(
        "merged two evaluations by different metrics",
        () ->
            Evaluator.of(accuracyAt(1))
                .evaluate(popularity, pair)
                .merge(Evaluator.of(mrrAt(1)).evaluate(popularity, DATASET)));
    errors.put(
        "asked a recommender that only ranks for a probability",
        () -> ranker.newSession().logProbability("a"));
    errors.put("asked for similar songs where none are learnt", () -> popularity.similarTo("a", 1));
  }

  @BeforeAll
  void songs() {
    SequenceRecommender popularity = Popularity.trainer().train(DATASET);
    SequenceRecommender ofTwo =
        Popularity.trainer().train(PlaylistDataset.of(List.of(List.of("a", "b"))));
    LstmRecommender lstm =
        LstmTrainer.builder().embeddingSize(2).hiddenSize(2).epochs(1).build().train(DATASET);
    byte[] snapshot = popularity.newSession().play("a").snapshot();
    byte[] damaged = snapshot.clone();
    damaged[damaged.length - 1]++;
    byte[] newer = snapshot.clone();
    newer[7] = 4;
    errors.put(
        "played songs that the catalogue lacks",
        () -> popularity.recommend(List.of("a", "x", "y"), 1));
    errors.put(
        "played a song of which nothing is known", () -> lstm.newSession().play(Song.of("x")));
    errors.put(
        "added songs to an LSTM that learnt from ids alone",
        () -> lstm.withSongs(List.of(Song.of("x"))));
    errors.put(
        "skipped a song after less than no time",
        () -> popularity.newSession().skip("a", Duration.ofSeconds(-9)));
    errors.put("banned an artist that is unknown", () -> popularity.newSession().banArtist(""));
    errors.put(
        "boosted a song by what is not finite",
        () ->
            popularity
                .newSession()
                .recommend(1, RecommendationRules.none().boost(song -> Double.POSITIVE_INFINITY)));
    RecommendationRules none = RecommendationRules.none();
    errors.put(
        "gave a rule a time that no memory holds",
        () -> none.atMostPerArtist(2, Duration.ofHours(2)));
    errors.put(
        "let rules begin and end at one time",
        () -> none.during(LocalTime.of(22, 0), LocalTime.of(22, 0), none.noRepeats()));
    errors.put(
        "had an order of giving way hold at some hours",
        () ->
            none.during(
                LocalTime.NOON,
                LocalTime.MIDNIGHT,
                none.noRepeats().relaxing(RecommendationRules.Kind.NO_REPEAT_WITHIN)));
    errors.put("asked for more than all songs to be familiar", () -> none.familiarity(1.5));
    errors.put(
        "wrote a rule that cannot be read",
        () -> RecommendationRules.parse("noRepeats(), artistGap(20min)"));
    errors.put(
        "read rules with functions from their text",
        () -> RecommendationRules.parse(none.noRepeats().where(song -> true).toString()));
    errors.put(
        "asked for a way without a step", () -> popularity.newSession().towards("a", 0, none));
    errors.put("gave two songs one id", () -> catalogue("a", "b", "a"));
    errors.put(
        "gave a playlist an index beyond its catalogue",
        () -> PlaylistDataset.of(SONGS, List.of(Playlist.of(0), Playlist.of(3))));
    errors.put(
        "gave a playlist times that decrease",
        () -> Playlist.of(0, 1).withTimes("ann", 1_580_645_100, 1_580_644_800));
    errors.put(
        "asked when a song of a playlist without times began", () -> Playlist.of(0, 1).time(0));
    errors.put(
        "gave a memory a playlist without times",
        () -> ListenerMemory.of(SONGS).play(Playlist.of(0, 1)));
    errors.put(
        "started a session with the memory of another catalogue",
        () ->
            Blend.linear(RecentPlays.personalPopularity().train(DATASET))
                .newSession(ListenerMemory.of(Catalogue.of(List.of(Song.of("x"))))));
    errors.put(
        "asked for a negative number of songs", () -> popularity.recommend(List.of("a"), -1));
    errors.put("restored the snapshot of another model", () -> ofTwo.restore(snapshot));
    errors.put("restored a snapshot that lost bytes on its way", () -> popularity.restore(damaged));
    SecretKey key = new SecretKeySpec(new byte[32], "HmacSHA256");
    SecretKey another = new SecretKeySpec(new byte[] {1}, "HmacSHA256");
    byte[] signed = popularity.newSession().play("a").snapshot(key);
    errors.put("restored a signed snapshot without a key", () -> popularity.restore(signed));
    errors.put(
        "restored a snapshot that is not signed with a key",
        () -> popularity.restore(snapshot, key));
    errors.put(
        "restored a snapshot that somebody else has signed or changed",
        () -> popularity.restore(signed, another));
    errors.put("restored a snapshot that a newer version wrote", () -> popularity.restore(newer));
  }

  @BeforeAll
  void paths() throws IOException {
    Path missing = folder.resolve("missing");
    Path file = write("file", "");
    Path lists = Files.createDirectory(folder.resolve("lists"));
    M3uDataset.write(DATASET, lists);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    errors.put("read a file that is not there", () -> ModelFile.read(missing));
    errors.put("read a file or folder that is not there", () -> M3uDataset.read(missing));
    errors.put("read a folder in a file's place", () -> LstmRecommender.load(folder));
    errors.put("read a file in a folder's place", () -> YesDataset.readSplit(file));
    errors.put("read a folder without any file of the format", () -> M3uDataset.read(empty));
    errors.put(
        "saved to a folder that is not there",
        () -> Popularity.trainer().train(DATASET).save(missing.resolve("m.segue")));
    errors.put("wrote playlists to a folder that has some", () -> M3uDataset.write(DATASET, lists));
  }

  @BeforeAll
  void playlists() throws IOException {
    Path yes = write("train.txt", "5 6\n1 2\n0 1\n1 2\n");
    Path header = write("header/plays.csv", "user,time\nann,1\n");
    Path lines = write("lines/plays.csv", "song,time\na,2020-01-01\nb,soon\n");
    Path list = write("list.m3u8", "");
    Files.write(list, "Tóxic.mp3".getBytes(ISO_8859_1));
    Path slice = write("field/slice.json", "{\"playlists\":[{}]}");
    Path json = write("other/slice.json", "playlists");
    Path xml = write("list.xspf", "playlists");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("song\na\n".getBytes(ISO_8859_1));
    }
    Path cut = write("plays.csv.gz", "");
    Files.write(cut, Arrays.copyOf(packed.toByteArray(), 20));
    Playlist.Skip skip = new Playlist.Skip(0, 1, Optional.empty(), Optional.empty());
    Playlist skips = Playlist.of(0).withSkips(List.of(skip));
    errors.put("gave a playlist times after its skips", () -> skips.withTimes("ann", 0));
    Playlist.Skip late =
        new Playlist.Skip(0, 1, Optional.of(Instant.ofEpochSecond(9)), Optional.empty());
    errors.put(
        "gave a playlist a skip that began after the next play",
        () -> Playlist.of(0, 1).withTimes("ann", 0, 5).withSkips(List.of(late)));
    Path heard = write("heard/plays.csv", "song,heard\na,long\n");
    errors.put(
        "read a CSV file in which one cannot tell how long a song was heard",
        () -> CsvHistory.read(heard, CsvOptions.ofDefaults().column(CsvColumn.HEARD, "heard")));
    errors.put("read a line of Yes.com that breaks a rule", () -> YesDataset.read(yes));
    errors.put("read a CSV file without a column for the song", () -> CsvHistory.read(header));
    Path times =
        write("times/plays.csv", "song,time\na,5 janv. 2023 10:00\nb,5 janv. 2023 10:04\n");
    errors.put("read a CSV file whose times are of another form", () -> CsvHistory.read(times));
    String dates = "song,time\na,05/01/2023 10:00\nb,13/01/2023 10:00\n";
    Path day = write("day/plays.csv", dates + "c,01/13/2023 10:00\n");
    errors.put("read a CSV file in which the month comes first", () -> CsvHistory.read(day));
    errors.put("gave no pattern for times", () -> CsvOptions.ofDefaults().timeFormat("d{"));
    Path early = write("early/plays.csv", "song,time\na,1970-01-01\nb,1970-01-01\n");
    errors.put(
        "read a history of which nothing is left",
        () -> CsvHistory.read(early, CsvOptions.ofDefaults().column(CsvColumn.TIME, "time")));
    errors.put(
        "read a history with too many lines that cannot be read", () -> CsvHistory.read(lines));
    Path pls = write("other/list.m3u", "[playlist]\nFile1=a.mp3\n");
    Path names = write("other/plays.json", "[{\"name\": \"ann\"}]");
    Path letter = write("letter.txt", "Dear reader,\n\nthis is a letter.\n");
    Path mixed = write("mixed/a.m3u", "#EXTM3U\na.mp3\n").getParent();
    write("mixed/b.xspf", "<playlist version=\"1\"><trackList/></playlist>");
    Path noSongs = write("none.m3u", "#EXTM3U\n");
    errors.put("read a file of another format", () -> M3uDataset.read(pls));
    errors.put("read JSON of something else", () -> SpotifyHistory.read(names));
    errors.put("opened a file of a format that is not read", () -> DatasetFormat.open(letter));
    errors.put("opened a folder of several formats", () -> DatasetFormat.open(mixed));
    errors.put("read playlists in which there is no song", () -> M3uDataset.read(noSongs));
    errors.put("read M3U8 that is not in UTF-8", () -> M3uDataset.read(list));
    errors.put("read JSON that lacks a field", () -> MpdDataset.read(slice));
    errors.put("read something else as JSON", () -> MpdDataset.read(json));
    errors.put("read something else as XML", () -> XspfDataset.read(xml));
    errors.put("read a compressed file that is cut off", () -> CsvHistory.read(cut));
  }

  @BeforeAll
  void models() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Popularity.trainer().train(DATASET).save(out);
    String model = out.toString(ISO_8859_1);
    String header = "{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}   ";
    Path ours = folder.resolve("ours/m.segue");
    Files.createDirectory(ours.getParent());
    ModelFile.builder("ours").catalogue(SONGS).write(ours);
    model(
        "read a model file in which a byte was changed",
        model.substring(0, model.length() - 1) + "x");
    model("read a model file that is cut off", model.substring(0, model.length() - 1));
    model("read a file of something else as a model", "PK, then anything else");
    model(
        "read a safetensors file of another program",
        (char) header.length() + "\0".repeat(7) + header);
    model(
        "read a model of a later version",
        model.replace("\"segue.format\":\"1\"", "\"segue.format\":\"2\""));
    byte[] notFinite = out.toByteArray();
    int numbers = Long.BYTES + (int) littleEndian(notFinite).getLong();
    littleEndian(notFinite).putFloat(numbers + 2 * Float.BYTES, Float.NaN);
    model("read a model in which a weight is no number", withChecksum(notFinite));
    Path noProbabilities = folder.resolve("strange/m.segue");
    Files.createDirectory(noProbabilities.getParent());
    ModelFile.builder("popularity")
        .catalogue(SONGS)
        .floats("probabilities", new float[] {1, 1, 1}, 3)
        .write(noProbabilities);
    errors.put(
        "read a model whose numbers cannot be those of its kind",
        () -> ModelFile.read(noProbabilities).recommender());
    errors.put(
        "read a model of a kind that no module reads", () -> ModelFile.read(ours).recommender());
    Path popularity = folder.resolve("popularity/m.segue");
    Files.createDirectory(popularity.getParent());
    Files.write(popularity, out.toByteArray());
    errors.put("loaded a model of another kind as an LSTM", () -> LstmRecommender.load(popularity));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String withChecksum(byte[] model) {
    Arrays.fill(model, 43, 51, (byte) '0');
    CRC32 checksum = new CRC32();
    checksum.update(model);
    String content = new String(model, ISO_8859_1);
    return content.substring(0, 43) + "%08x".formatted(checksum.getValue()) + content.substring(51);
  }

  private void model(String deed, String content) throws IOException {
    Path file = write(deed + "/m.segue", "");
    Files.write(file, content.getBytes(ISO_8859_1));
    errors.put(deed, () -> ModelFile.read(file));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
