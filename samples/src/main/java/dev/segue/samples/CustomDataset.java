package dev.segue.samples;

import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.util.List;

/** Playlists of one's own: lists of song ids are all it takes. */
public final class CustomDataset {

  private CustomDataset() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
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
  }
}
