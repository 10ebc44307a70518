package dev.segue.samples;

import static dev.segue.evaluation.Metric.logLikelihood;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.PlaylistDigests;
import dev.segue.Provenance;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.MarkovChain;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.lstm.LstmRecommender;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

/** The code in the guides that is neither of a sample nor in the javadoc. */
@Tag("slow")
class GuideExamplesTest {

  private static final DatasetSplit SPLIT =
      SyntheticStation.of(60, 300, 42).split(0.8, 0.1, 0.1, 42);

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @TempDir Path folder;

  private final DatasetSplit split = SPLIT;

  @Test
  void readme() {
    PlaylistDataset playlists =
        PlaylistDataset.of(
            List.of(
                List.of("So What", "Blue in Green", "All Blues"),
                List.of("Blue in Green", "All Blues", "Flamenco Sketches"),
                List.of("So What", "Freddie Freeloader", "Blue in Green", "All Blues")));

    LstmRecommender recommender =
        LstmTrainer.builder().embeddingSize(16).hiddenSize(16).build().train(playlists);

    recommender
        .recommend(List.of("So What", "Blue in Green"), 3, RecommendationRules.none().noRepeats())
        .forEach(recommendation -> System.out.println(recommendation.song()));

    assertThat(out.text().lines())
        .hasSize(3)
        .as("all but the two that were heard")
        .containsExactlyInAnyOrder("All Blues", "Flamenco Sketches", "Freddie Freeloader");
  }

  /** What one's own program knows of a play. */
  private record Played(String account, long epochSecond, String track, String name, String by) {}

  @Test
  void datasets_fromEvents() {
    Stream<Played> events =
        Stream.of(
            new Played("ann", 1_600_000_000, "t1", "So What", "Miles Davis"),
            new Played("bob", 1_600_000_100, "t3", "Naima", "John Coltrane"),
            new Played("ann", 1_600_000_560, "t2", "Blue in Green", "Miles Davis"),
            new Played("ann", 1_600_090_000, "t3", "Naima", "John Coltrane"));

    ListeningHistory.Builder history = ListeningHistory.builder();
    events.forEach(
        event ->
            history.add(
                event.account(),
                Instant.ofEpochSecond(event.epochSecond()),
                new Song(event.track(), event.name(), event.by(), List.of())));

    PlaylistDataset sessions = history.build().sessions(SessionRules.ofDefaults());

    assertThat(sessions).hasToString("3 sessions over 3 songs");
  }

  @Test
  void datasets_fromHistory() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int day = 28; day > 0; day--) {
      for (String song : List.of("c", "b", "a")) {
        lines.append("ann\t2009-02-%02dT12:00:00Z\t\tA\t\t%s\n".formatted(day, song));
      }
    }
    Path file = Files.writeString(folder.resolve("plays.tsv"), lines);

    ListeningHistory history = LastFmHistory.read(file);

    SessionDataset sessions =
        history.sessions(
            SessionRules.ofDefaults().sessionGap(Duration.ofMinutes(20)).minimumSongs(2));

    DatasetSplit split = sessions.splitLast(Duration.ofDays(7), Duration.ofDays(7)).minimumPlays(2);

    assertThat(history).asString().startsWith("84 plays of 3 songs by 1 listeners");
    assertThat(split.statistics())
        .asString()
        .contains("training\n  playlists   13, ", "test\n  playlists   8, ");
  }

  @Test
  void evaluation_trainedOn() { // of the 240 training playlists, 10 have one song
    LstmRecommender recommender =
        LstmTrainer.builder()
            .epochs(1)
            .provenance(training -> Provenance.of(training).split("random:80/10/10@42"))
            .build()
            .train(split.training(), split.validation());

    PlaylistDigests digests = recommender.provenance().digests().orElseThrow();
    long trainedOn = digests.trainedOn(split.test(), recommender.catalogue());

    assertThat(trainedOn).isZero();
    assertThat(recommender.provenance())
        .hasToString("split random:80/10/10@42, digests of 230 playlists");
    assertThat(digests.trainedOn(split.training(), recommender.catalogue())).isEqualTo(230);
  }

  @Test
  void evaluation_parameters() throws IOException {
    Path table = folder.resolve("trials.tsv");

    ParameterSearch.Outcome<LstmRecommender> found =
        ParameterSearch.<LstmRecommender>of(
                logLikelihood(),
                trial ->
                    LstmTrainer.builder()
                        .hiddenSize(trial.oneOf("hidden size", 16, 32, 64))
                        .dropout(trial.between("dropout", 0, 0.6))
                        .optimiser(new Adam(trial.logBetween("learning rate", 1e-3, 1e-2)))
                        .epochs(trial.effortOf(9))
                        .build())
            .table(table)
            .run(split.training(), split.validation());

    assertThat(Files.readAllLines(table)).hasSize(1 + 9 + 3 + 1);
    assertThat(found.best().parameters()).contains("hidden size=", "dropout=", "learning rate=");
  }

  @Test
  void reliability_checkpoint() throws IOException {
    Path model = folder.resolve("night.segue");
    Path checkpoint = folder.resolve("night.segue.checkpoint");

    LstmRecommender recommender =
        LstmTrainer.builder()
            .checkpoint(checkpoint, Duration.ofMinutes(1))
            .resume(true)
            .build()
            .train(split.training(), split.validation());
    recommender.save(model);
    Files.delete(checkpoint);

    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(model));
  }

  @Test
  void server() throws IOException, InterruptedException {
    Path model = folder.resolve("station.segue");
    LagMixture.trainer().train(split.training()).save(model);

    try (SegueServer server =
        SegueServer.builder(model)
            .state(folder.resolve("state"))
            .port(0)
            .rules(RecommendationRules.none().noRepeats())
            .start()) {
      String play =
          """
          {"listener": "ann", "song": "song-7", "next": 3}""";
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/v1/play"))
              .POST(BodyPublishers.ofString(play))
              .build();
      System.out.println(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }

    assertThat(out.text())
        .startsWith("{\"song\":{\"id\":\"song-7\"")
        .contains("\"known\":true,\"next\":[{\"id\":\"song-");
  }

  @Test
  void serving() {
    LstmRecommender recommender =
        LstmTrainer.builder()
            .embeddingSize(32)
            .hiddenSize(32)
            .build()
            .train(split.training(), split.validation());
    Catalogue catalogue = recommender.catalogue();
    Song opener = catalogue.song(7);
    Song request = catalogue.song(20);

    RecommendationRules rules =
        RecommendationRules.none()
            .noRepeatWithin(50)
            .artistGap(3)
            .atMostPerArtist(2)
            .never(List.of(catalogue.song(3).id()))
            .boost(song -> song.tags().contains("jazz") ? Math.log(2) : 0);

    ListeningSession session = recommender.newSession().play(opener).play(request);
    session.recommend(3, rules).forEach(System.out::println);

    for (Recommendation recommendation : session.recommend(3, rules)) {
      System.out.println(session.explain(recommendation.song().id()));
    }

    session.continuation(5, rules).forEach(System.out::println);

    session.continuation(5, rules, 1.2, 42).forEach(System.out::println);

    byte[] snapshot = session.snapshot();
    ListeningSession restored = recommender.restore(snapshot);

    try (var lists = recommender.recommendAll(split.test().playlists(), 10, rules)) {
      System.out.println(lists.mapToInt(List::size).sum() + " songs");
    }

    recommender.similarTo(opener.id(), 3).forEach(System.out::println);

    assertThat(restored.heard()).containsExactly(opener, request);
    assertThat(out.lines())
        .hasSize(3 + 3 + 5 + 5 + 1 + 3)
        .anyMatch(line -> line.startsWith("Because you heard "));
  }

  @Test
  void serving_newerModel() {
    SequenceRecommender older = MarkovChain.trainer().train(split.training());
    SequenceRecommender newest = MarkovChain.trainer().train(split.validation());
    ListeningSession session = older.newSession().play("song-7");

    if (session.recommender() != newest) {
      session = newest.resume(session);
    }

    assertThat(session.recommender()).isEqualTo(newest);
    assertThat(session.heard()).containsExactly(newest.catalogue().song(7));
  }
}
