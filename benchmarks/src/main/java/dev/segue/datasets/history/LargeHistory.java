package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how fast a file of the size and shape of Last.fm-1K is read and split into sessions. If
 * the file does not exist, it is generated: 992 listeners, each with some thousand songs of their
 * own taste and the newest plays first; song popularity by Zipf's law; names as long as those of
 * Last.fm-1K; an identifier in 72% of lines.
 */
@Command(name = "LargeHistory", mixinStandardHelpOptions = true, sortOptions = false)
public final class LargeHistory implements Callable<Integer> {

  private static final int LISTENERS = 992;
  private static final int SONGS = 8_000_000;
  private static final int PLAYS_PER_OWN_SONG = 4;
  private static final int ARTISTS = 177_000;
  private static final double IDENTIFIED = 0.72;
  private static final long NEWEST = Instant.parse("2009-05-04T23:00:00Z").getEpochSecond();

  @Option(
      names = "--file",
      required = true,
      description = "The file; generated if it does not exist.")
  private Path file = Path.of("");

  @Option(names = "--lines", description = "Number of lines to generate; default ${DEFAULT-VALUE}.")
  private int lines = 19_150_868;

  @Option(names = "--runs", description = "Number of times to read it; default ${DEFAULT-VALUE}.")
  private int runs = 3;

  /** Creates the command. */
  public LargeHistory() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LargeHistory()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(file)) {
      write();
    }
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      ListeningHistory history = LastFmHistory.read(file);
      double read = (System.nanoTime() - start) * 1e-9;
      SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
      double all = (System.nanoTime() - start) * 1e-9;
      System.out.printf(
          Locale.ROOT,
          "%s, %d sessions: read in %.1f s, with sessions %.1f s, %.2f million lines a second,"
              + " %.0f MB heap committed%n",
          history,
          sessions.size(),
          read,
          all,
          history.plays() / all * 1e-6,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1e6);
    }
    return 0;
  }

  private void write() throws IOException {
    byte[][] songs = new byte[SONGS][];
    Random random = new Random(1);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int line = 0; line < lines; ) {
        int listener = (int) ((long) line * LISTENERS / lines);
        byte[] user = String.format(Locale.ROOT, "user_%06d\t", listener + 1).getBytes(UTF_8);
        int end = (int) ((long) (listener + 1) * lines / LISTENERS);
        int[] own =
            random
                .doubles((end - line) / PLAYS_PER_OWN_SONG + 1)
                .mapToInt(uniform -> (int) Math.pow(SONGS, uniform))
                .toArray();
        long time = NEWEST;
        for (int last = Math.max(end, line + 1); line < last; line++) {
          time -= random.nextInt(20) == 0 ? random.nextInt(40_000) : 120 + random.nextInt(240);
          int song = own[(int) Math.pow(own.length, random.nextDouble()) - 1];
          if (songs[song] == null) {
            songs[song] = song(song);
          }
          out.write(user);
          out.write(Instant.ofEpochSecond(time).toString().getBytes(UTF_8));
          out.write(songs[song]);
        }
      }
    }
  }

  private static byte[] song(int song) {
    Random random = new Random(song);
    int artist = (int) Math.pow(ARTISTS, random.nextDouble());
    Random artistRandom = new Random(-1 - artist);
    return "\t%s\t%s\t%s\t%s\n"
        .formatted(
            identifier(artistRandom, 0.93),
            words(artistRandom, 14) + artist,
            identifier(random, IDENTIFIED),
            words(random, 18) + song)
        .getBytes(UTF_8);
  }

  private static String identifier(Random random, double share) {
    return random.nextDouble() < share
        ? new UUID(random.nextLong(), random.nextLong()).toString()
        : "";
  }

  private static String words(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = length / 2 + random.nextInt(length); i > 0; i--) {
      letters.append("etaoin shrdlu cmfwyp".charAt(random.nextInt(20)));
    }
    return letters.toString().strip();
  }
}
