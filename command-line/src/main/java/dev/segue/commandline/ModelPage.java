package dev.segue.commandline;

import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import dev.segue.pages.html.Chart;
import dev.segue.pages.html.Chart.Line;
import dev.segue.pages.html.Page;
import dev.segue.pages.html.Page.Fact;
import dev.segue.pages.html.Page.Section;
import dev.segue.pages.html.Part;
import dev.segue.pages.html.Table;
import dev.segue.pages.map.SongVectors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The page of a model: what it has learnt, as far as it can be shown. Immutable. */
final class ModelPage {

  private static final int EXAMPLES = 10;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private final ModelFile file;
  private final List<Fact> facts;
  private final SequenceRecommender recommender;
  private final LearntWeights weights;

  /**
   * Describes the page of a model.
   *
   * @param facts where it is from
   */
  ModelPage(ModelFile file, List<Fact> facts) throws IOException {
    this.file = file;
    this.facts = facts;
    this.recommender = file.recommender();
    this.weights = new LearntWeights(file);
  }

  Page page() throws IOException {
    List<Section> sections = new ArrayList<>();
    if (recommender instanceof LstmRecommender lstm) {
      sections.add(similar(lstm));
    }
    sections.add(continuations());
    section(
            "What was just played",
            "What the song played so many songs ago adds to its own score, and to the scores of all"
                + " songs of its artist. Scores are natural logarithms: 0.7 doubles the odds, -0.7"
                + " halves them.",
            just("The same song", "recency"),
            just("Songs of the same artist", "artist_recency"))
        .ifPresent(sections::add);
    section(
            "What was played earlier",
            "What the memory adds to the score of a song that the listener played once, by how long"
                + " ago that was; and how much more, or less, that is at an hour of the day. What"
                + " the network makes of the songs heard since changes it further.",
            memory(),
            clock())
        .ifPresent(sections::add);
    return new Page(
        "What a model has learnt",
        String.format(
            Locale.ROOT,
            "A model of kind %s over %,d songs.",
            file.kind(),
            file.catalogue().size()),
        Stream.concat(facts.stream(), settings()).toList(),
        sections);
  }

  /** What the file says of the training. */
  private Stream<Fact> settings() {
    return file.metadata().entrySet().stream()
        .map(entry -> new Fact(entry.getKey(), entry.getValue()));
  }

  private static Optional<Section> section(
      String heading, String text, Optional<Chart> first, Optional<Chart> second) {
    List<Part> there = Stream.of(first, second).<Part>flatMap(Optional::stream).toList();
    return there.isEmpty() ? Optional.empty() : Optional.of(new Section(heading, text, there));
  }

  private static Section similar(LstmRecommender lstm) {
    ShownSongs songs = new ShownSongs(SongVectors.of(lstm));
    return new Section(
        "Similar songs",
        String.format(
            Locale.ROOT,
            "By the cosine of their vectors, among the %,d songs most likely at the start of a session.",
            songs.songs().size()),
        List.of(songs.similar()));
  }

  private Section continuations() {
    List<Song> likely =
        recommender.newSession().recommend(EXAMPLES).stream().map(Recommendation::song).toList();
    return new Section(
        "What it plays",
        "After a single song, one of those that are most likely at the start of a session.",
        List.of(
            new Table(
                "How it goes on",
                ContinuationExample.heads("after"),
                likely.stream()
                    .map(
                        song ->
                            ContinuationExample.row(SongName.of(song), List.of(song), recommender))
                    .toList())));
  }

  private Optional<Chart> just(String title, String tensor) throws IOException {
    return weights
        .mean(tensor)
        .map(
            learnt ->
                Chart.lines(
                    title,
                    "songs ago",
                    "added to the score",
                    IntStream.rangeClosed(1, learnt.length).mapToObj(Integer::toString).toList(),
                    List.of(
                        new Line(
                            tensor,
                            IntStream.range(0, learnt.length)
                                .mapToDouble(i -> learnt[i])
                                .toArray()))));
  }

  private Optional<Chart> memory() throws IOException {
    List<Duration> ages =
        IntStream.range(0, LearntWeights.AGES).mapToObj(LearntWeights::begin).toList();
    return weights
        .mean("memory.b")
        .map(
            learnt ->
                Chart.lines(
                    "A song played once",
                    "how long ago",
                    "added to the score",
                    ages.stream().map(ModelPage::text).toList(),
                    List.of(
                        new Line(
                            "memory",
                            ages.stream()
                                .mapToDouble(age -> LearntWeights.addition(learnt, 0, age))
                                .toArray()))));
  }

  private Optional<Chart> clock() throws IOException {
    return weights
        .mean("memory.clock")
        .map(
            learnt ->
                Chart.lines(
                    "The hour of the day",
                    "hour",
                    "added to the score",
                    IntStream.range(0, LearntWeights.HOURS).mapToObj(Integer::toString).toList(),
                    List.of(
                        new Line("played a day ago", hours(learnt, DAY)),
                        new Line("played a week ago", hours(learnt, WEEK)))));
  }

  private static double[] hours(float[] clock, Duration since) {
    int features = clock.length / LearntWeights.CLOCK_ROWS;
    return IntStream.range(0, LearntWeights.HOURS)
        .mapToDouble(hour -> LearntWeights.addition(clock, hour * features, since))
        .toArray();
  }

  /** In a unit that tells it from the ages beside it. */
  private static String text(Duration age) {
    if (age.toHours() < 4) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 10 ? age.toHours() + " h" : age.toDays() + " d";
  }
}
