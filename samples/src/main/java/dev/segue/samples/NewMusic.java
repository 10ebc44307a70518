package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.ListeningSession;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.util.List;

/** A song that nobody has played yet: recommended, and played, by what is known of it. */
public final class NewMusic {

  private NewMusic() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    DatasetSplit split = SyntheticStation.of(60, 600, 42).split(0.8, 0.1, 0.1, 42);
    LstmRecommender recommender =
        LstmTrainer.builder()
            .embeddingSize(32)
            .hiddenSize(32)
            .build()
            .train(split.training(), split.validation());

    Catalogue catalogue = recommender.catalogue();
    Song known = catalogue.song(0);
    Song unheard = new Song("release-1", "Brand New", known.artist(), known.tags());

    LstmRecommender withRelease = recommender.withSongs(List.of(unheard));

    ListeningSession session = withRelease.newSession().play(known).play(unheard);
    session.recommend(3).forEach(System.out::println);
    System.out.println(
        withRelease.newSession().play(catalogue.song(1)).logProbability("release-1"));
  }
}
