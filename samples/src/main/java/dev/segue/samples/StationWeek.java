package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.baselines.RecentPlays;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A radio station in the week after the training: how often the song that it played was among the
 * first ten. A recommender with a memory of the station's plays keeps up with its rotation; one
 * that knows no time falls behind.
 */
public final class StationWeek {

  private static final Duration TRAINING = Duration.ofDays(42);

  private final SequenceRecommender recommender;
  private final ListenerMemory memory;

  /** The songs played so far that training did not play. */
  private final Set<Song> newSongs = new HashSet<>();

  private final Set<Song> trainedOn;
  private int newSongPlays;
  private int newSongsFound;

  private StationWeek(SequenceRecommender recommender, PlaylistDataset training) {
    this.recommender = recommender;
    memory = ListenerMemory.of(recommender.catalogue());
    training.playlists().forEach(this::remember);
    trainedOn =
        training
            .playlists()
            .flatMapToInt(Playlist::songs)
            .mapToObj(training.catalogue()::song)
            .collect(Collectors.toSet());
  }

  private void remember(Playlist day) {
    for (int position = 0; position < day.size(); position++) {
      memory.play(day.song(position), day.time(position));
    }
  }

  /** Plays a day, and returns how often the next song was among the first ten. */
  private double play(Playlist day) {
    Catalogue catalogue = recommender.catalogue();
    ListeningSession session = recommender.newSession(memory);
    int found = 0;
    for (int position = 0; position < day.size(); position++) {
      Song next = catalogue.song(day.song(position));
      Instant now = day.time(position);
      boolean isFound =
          session.at(now).recommend(10).stream().anyMatch(each -> each.song().equals(next));
      session.play(next.id(), now);
      found += isFound ? 1 : 0;
      if (!trainedOn.contains(next)) {
        count(next, isFound);
      }
    }
    return (double) found / day.size();
  }

  /** Counts a song that training did not play, from its second play on. */
  private void count(Song song, boolean isFound) {
    if (!newSongs.add(song)) {
      newSongPlays++;
      newSongsFound += isFound ? 1 : 0;
    }
  }

  private double shareOfNewSongs() {
    return (double) newSongsFound / newSongPlays;
  }

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Instant monday = RotatingStation.FIRST_DAY.plus(TRAINING);
    DatasetSplit split =
        RotatingStation.history(TRAINING.plusDays(7), 42)
            .sessions(SessionRules.ofDefaults())
            .splitByTime(monday, monday);
    PlaylistDataset training = split.training();
    List<StationWeek> weeks =
        Stream.of(
                lstm(true),
                lstm(false),
                RecentPlays.builder().halfLife(Duration.ofHours(36)).build())
            .map(trainer -> new StationWeek(trainer.train(training), training))
            .toList();

    System.out.println("             memory    no time  recent plays");
    split.test().playlists().forEach(day -> print(weekday(day), weeks, week -> week.play(day)));
    print("New songs", weeks, StationWeek::shareOfNewSongs);
  }

  private static Trainer<LstmRecommender> lstm(boolean memory) {
    return LstmTrainer.builder().embeddingSize(32).hiddenSize(32).epochs(10).memory(memory).build();
  }

  private static String weekday(Playlist day) {
    return day.time(0)
        .atZone(ZoneOffset.UTC)
        .getDayOfWeek()
        .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static void print(
      String name, List<StationWeek> weeks, ToDoubleFunction<StationWeek> share) {
    double[] shares = weeks.stream().mapToDouble(share).toArray();
    System.out.printf(
        Locale.ROOT, "%-10s%9.2f%11.2f%14.2f%n", name, shares[0], shares[1], shares[2]);
  }
}
