package dev.segue.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.baselines.SessionKnn;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.model.ModelFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/reliability.md promises a program that Segue is a part of: nothing stays behind in its
 * JVM.
 */
@Tag("slow")
class HostJvmTest {

  private static final int SONGS = 64;
  private static final List<String> MODELS = List.of("lstm", "markov", "popularity", "neighbours");

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    save(folder);
  }

  /** Trains and saves a model of each kind; the LSTM has a memory. */
  private static void save(Path folder) throws IOException {
    PlaylistDataset dataset = dataset();
    train(2, dataset).save(folder.resolve("lstm"));
    MarkovChain.trainer().train(dataset).save(folder.resolve("markov"));
    Popularity.trainer().train(dataset).save(folder.resolve("popularity"));
    SessionKnn.builder(SessionKnn.Weighting.STAN)
        .build()
        .train(dataset)
        .save(folder.resolve("neighbours"));
  }

  private static SequenceRecommender train(int threads, PlaylistDataset dataset) {
    return LstmTrainer.builder()
        .embeddingSize(4)
        .hiddenSize(4)
        .epochs(1)
        .threads(threads)
        .build()
        .train(dataset);
  }

  private static PlaylistDataset dataset() {
    List<Song> songs =
        IntStream.range(0, SONGS)
            .mapToObj(i -> new Song("s" + i, "Title " + i, "Artist " + i % 8, List.of()))
            .toList();
    List<Playlist> playlists =
        IntStream.range(0, SONGS - 3)
            .mapToObj(
                i -> Playlist.of(i, i + 1, i + 2).withTimes("x", 3600L * i, 3600L * i, 3600L * i))
            .toList();
    return PlaylistDataset.of(Catalogue.of(songs), playlists);
  }

  @Test
  void servedClasses_areUnloaded() throws Exception {
    for (String model : MODELS) {
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        loaders.add(serveInAnotherLoader(model));
      }

      assertThat(becomesTrue(() -> loaders.stream().allMatch(loader -> loader.refersTo(null))))
          .as("no class loader is left that served %s", model)
          .isTrue();
    }
  }

  /** Serves on this thread and on one of the common pool, both of which live on. */
  private static WeakReference<ClassLoader> serveInAnotherLoader(String model) throws Exception {
    try (URLClassLoader loader = anotherLoader()) {
      Consumer<Path> serving = serving(loader);
      serving.accept(folder.resolve(model));
      ForkJoinPool.commonPool().submit(() -> serving.accept(folder.resolve(model))).get();
      return new WeakReference<>(loader);
    }
  }

  @Test
  void contextClassLoader_needNotKnowUs() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = anotherLoader()) {
      for (@Nullable ClassLoader context :
          Arrays.asList(ClassLoader.getPlatformClassLoader(), before, loader, null)) {
        thread.setContextClassLoader(context);
        for (String model : MODELS) {
          serving(loader).accept(folder.resolve(model));
        }
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URLClassLoader anotherLoader() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @SuppressWarnings("unchecked") // of a loader that this class is not of
  private static Consumer<Path> serving(ClassLoader loader) throws ReflectiveOperationException {
    Object serving =
        loader.loadClass(Serving.class.getName()).getDeclaredConstructor().newInstance();
    assertThat(serving).isNotInstanceOf(Serving.class);
    return (Consumer<Path>) serving;
  }

  /** What an application does with a model. */
  public static final class Serving implements Consumer<Path> {
    @Override
    public void accept(Path model) {
      try {
        SequenceRecommender recommender = ModelFile.read(model).recommender();
        ListenerMemory memory = ListenerMemory.of(recommender.catalogue());
        memory.play(recommender.catalogue().song(3), Instant.now());
        ListeningSession session = recommender.newSession(memory).play("s1").play("s2");
        for (int i = 0; i < 200; i++) { // soon by a ranking, which is made in the background
          session.recommend(2);
        }
        session.recommend(SONGS);
        session.scores();
        session.explain("s3");
        recommender.restore(session.snapshot()).recommend(2);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void trainingThreads_areDaemonsWithAName_andEnd() {
    List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());

    train(3, dataset());

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .allMatch(Thread::isDaemon);
    assertThat(becomesTrue(() -> trainingThreads().isEmpty())).isTrue();
  }

  private static List<Thread> trainingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("segue"))
        .toList();
  }

  /** Waits for what the garbage collector or a thread does, up to ten seconds. */
  private static boolean becomesTrue(BooleanSupplier condition) {
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      System.gc();
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return condition.getAsBoolean();
  }

  @Test
  void nothing_isPrinted(@TempDir Path models) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) { // as docs/troubleshooting.md says
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TrainingAndServing.class.getName(), models.toString()));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  /** A program that says nothing itself. */
  static final class TrainingAndServing {

    private TrainingAndServing() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      save(folder);
      MODELS.forEach(model -> new Serving().accept(folder.resolve(model)));
    }
  }
}
