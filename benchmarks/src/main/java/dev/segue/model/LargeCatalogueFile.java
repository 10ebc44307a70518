package dev.segue.model;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.dl4j.TrainingRounds;
import dev.segue.dl4j.TrainingSummary;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes a model file with a large catalogue, and reads it again: ids of 22 letters, titles of 8 to
 * 26, an artist for ten songs, and five of 1,000 tags for each. Whether it fits into the heap is
 * what {@code -Xmx} shows.
 */
@Command(name = "LargeCatalogueFile", mixinStandardHelpOptions = true, sortOptions = false)
public final class LargeCatalogueFile implements Callable<Integer> {

  private static final String LETTERS = "etaoinshrdlucmfwypvbgkjqxz0123456789";
  private static final int SONGS_PER_ARTIST = 10;
  private static final int TAGS = 1000;
  private static final int TAGS_PER_SONG = 5;

  @Option(names = "--songs", description = "Number of songs; default ${DEFAULT-VALUE}.")
  private int songs = 10_000_000;

  @Option(
      names = "--rows",
      description =
          "Writes an LSTM of random weights, of size 64, with own rows for so many songs; default: the"
              + " catalogue alone.")
  private @Nullable Integer rows;

  @Option(names = "--file", required = true, description = "The file to write.")
  private Path file = Path.of("");

  /** Creates the command. */
  public LargeCatalogueFile() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LargeCatalogueFile()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    String fingerprint = write();
    long start = System.nanoTime();
    Catalogue read = ModelFile.read(file).catalogue();
    boolean same = read.fingerprint().equals(fingerprint);
    System.out.printf(
        Locale.ROOT,
        "read in %.1f s, %s%n",
        seconds(start),
        same ? "the same songs" : "OTHER SONGS");
    return same ? 0 : 1;
  }

  private String write() throws IOException {
    long start = System.nanoTime();
    Catalogue catalogue = catalogue();
    System.out.printf(Locale.ROOT, "%s, made in %.1f s%n", catalogue, seconds(start));
    start = System.nanoTime();
    if (rows == null) {
      ModelFile.builder("large").catalogue(catalogue).write(file);
    } else {
      network(catalogue.songs(), rows).save(file);
    }
    System.out.printf(
        Locale.ROOT, "%.1f MB, written in %.1f s%n", Files.size(file) / 1e6, seconds(start));
    return catalogue.fingerprint();
  }

  /**
   * Returns an LSTM that has learnt nothing, of the first songs and of the features of the others.
   */
  private static LstmRecommender network(List<Song> songs, int rows) {
    LstmTrainer trainer = LstmTrainer.builder().embeddingSize(64).hiddenSize(64).build();
    return TrainingRounds.begin(
            trainer,
            Catalogue.of(songs.subList(0, rows)),
            TrainingSummary.of(trainer, List.of(Playlist.of(0, 1))),
            Optional.empty(),
            1,
            OptionalInt.of(1))
        .untrained()
        .withSongs(songs.subList(rows, songs.size()));
  }

  private Catalogue catalogue() {
    Random random = new Random(1);
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < TAGS; i++) {
      tags.add(word(random, 8));
    }
    List<Song> all = new ArrayList<>(songs);
    String artist = "";
    for (int i = 0; i < songs; i++) {
      artist = i % SONGS_PER_ARTIST == 0 ? word(random, 8 + random.nextInt(10)) : artist;
      List<String> own = new ArrayList<>();
      for (int j = 0; j < TAGS_PER_SONG; j++) {
        own.add(tags.get(random.nextInt(TAGS)));
      }
      all.add(new Song(word(random, 22), word(random, 8 + random.nextInt(19)), artist, own));
    }
    return Catalogue.of(all);
  }

  private static String word(Random random, int length) {
    char[] letters = new char[length];
    for (int i = 0; i < length; i++) {
      letters[i] = LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return new String(letters);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
