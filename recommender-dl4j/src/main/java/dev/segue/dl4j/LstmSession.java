package dev.segue.dl4j;

import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.dl4j.SongFeatures.Row;
import java.util.ArrayList;
import java.util.List;

/** A listener of an {@link LstmRecommender}: owns the network's state, shares its weights. */
final class LstmSession implements ListeningSession {

  private final LstmRecommender recommender;
  private final LstmEnsemble networks;
  private final List<LstmNetwork.State> states;
  private final List<Song> heard;

  LstmSession(LstmRecommender recommender, LstmEnsemble networks) {
    this(recommender, networks, networks.start(), new ArrayList<>());
  }

  private LstmSession(
      LstmRecommender recommender,
      LstmEnsemble networks,
      List<LstmNetwork.State> states,
      List<Song> heard) {
    this.recommender = recommender;
    this.networks = networks;
    this.states = states;
    this.heard = heard;
  }

  @Override
  public List<Song> heard() {
    return List.copyOf(heard);
  }

  @Override
  public ListeningSession copy() {
    List<LstmNetwork.State> copies = states.stream().map(LstmNetwork.State::copy).toList();
    return new LstmSession(recommender, networks, copies, new ArrayList<>(heard));
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  public ListeningSession play(String songId) {
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    networks.step(song, states);
    heard.add(recommender.catalogue().song(song));
    return this;
  }

  /** {@inheritDoc} Of a song that the catalogue lacks, the features that are known count. */
  @Override
  public ListeningSession play(Song song) {
    if (recommender.catalogue().index(song.id()).isPresent()) {
      return play(song.id());
    }
    Row features = recommender.features(song);
    if (features.features().length == 0) {
      throw new IllegalArgumentException(
          "song '%s' must be in the catalogue, or have an artist or a tag known from training"
              .formatted(song.id()));
    }
    networks.step(features, states);
    heard.add(song);
    return this;
  }

  @Override
  public Scores scores() {
    LstmNetwork.Heard[][] listener =
        states.stream()
            .map(state -> new LstmNetwork.Heard[] {state.heard()})
            .toArray(LstmNetwork.Heard[][]::new);
    float[][] scores = new float[1][networks.songs()];
    networks.scores(listener, 1, scores);
    return Scores.of(scores[0]);
  }
}
