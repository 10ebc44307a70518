package dev.segue.lstm;

import static dev.segue.ListeningSession.UnknownSong.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.model.ModelFile;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LstmRecommenderTest extends SequenceRecommenderContract {

  private static final LstmRecommender RECOMMENDER = RandomLstm.of(5);

  @TempDir private Path folder;

  @Override
  protected SequenceRecommender recommender() {
    return RECOMMENDER;
  }

  @Test
  void withSongs_recommendsThemByArtistAndTags() {
    Catalogue known = RECOMMENDER.catalogue();
    Song twin = new Song("twin", "", known.song(3).artist(), known.song(3).tags());
    Song stranger = new Song("stranger", "", "Nobody", List.of("unheard of"));

    LstmRecommender more = RECOMMENDER.withSongs(List.of(twin, stranger));

    assertThat(more.catalogue().size()).isEqualTo(known.size() + 2);
    ListeningSession before = RECOMMENDER.newSession().play(known.song(1).id());
    ListeningSession after = more.newSession().play(known.song(1).id());
    assertThat(after.score(known.song(5).id())).isEqualTo(before.score(known.song(5).id()));
    after.play("twin");
    before.play(twin);
    assertThat(after.score(known.song(5).id()))
        .as("a song that the catalogue lacks is heard by its features")
        .isEqualTo(before.score(known.song(5).id()));
    assertThat(after.score("twin")).isNotEqualTo(after.score("stranger"));
    assertThat(more.newSession().score("stranger"))
        .as("a song of which nothing is known has the bias of new songs")
        .isEqualTo(biasOfNewSongs());
  }

  @Test
  void provenance_isKeptByRecommendersMadeOfThisOne() {
    assertThat(RECOMMENDER.provenance()).isEqualTo(RandomLstm.PROVENANCE);
    assertThat(RECOMMENDER.parallel().provenance()).isEqualTo(RandomLstm.PROVENANCE);
    assertThat(RECOMMENDER.withIndex(10).provenance()).isEqualTo(RandomLstm.PROVENANCE);
    assertThat(RECOMMENDER.withSongs(List.of(Song.of("new"))).provenance())
        .isEqualTo(RandomLstm.PROVENANCE);
  }

  @Test
  void provenance_isSaved() throws IOException {
    Path file = folder.resolve("provenance.segue");
    RECOMMENDER.save(file);
    assertThat(LstmRecommender.load(file).provenance()).isEqualTo(RandomLstm.PROVENANCE);
  }

  private static double biasOfNewSongs() {
    Map<String, float[]> tensors = new HashMap<>();
    LstmNetwork network = RECOMMENDER.networks().networks().get(0);
    network.forEachTensor((name, tensor, shape) -> tensors.put(name, tensor));
    return tensors.get("output.new")[0];
  }

  @Test
  void withSongs_savesThem() throws IOException {
    Song song = new Song("new", "New", RECOMMENDER.catalogue().song(0).artist(), List.of());
    LstmRecommender more = RECOMMENDER.withSongs(List.of(song));
    Path file = folder.resolve("more.segue");

    more.save(file);

    LstmRecommender loaded = LstmRecommender.load(file);
    List<String> heard = List.of(RECOMMENDER.catalogue().song(2).id(), "new");
    assertThat(loaded.recommend(heard, 61)).isEqualTo(more.recommend(heard, 61));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 2 * RandomLstm.SONGS})
  void withSongs_fewOrMost_storesNoRowsForThem(int count) throws IOException {
    List<Song> songs =
        IntStream.range(0, count)
            .mapToObj(i -> new Song("new" + i, "", "Artist " + i % 20, List.of("tag " + i % 4)))
            .toList();
    LstmRecommender more = RECOMMENDER.withSongs(songs);
    Path file = folder.resolve("more.segue");
    more.save(file);
    ModelFile model = ModelFile.read(file);
    assertThat(model.shape("embedding")[0]).isEqualTo(RandomLstm.SONGS);
    assertThat(model.tensorNames().contains("vectors")).isEqualTo(count == 3);
    LstmRecommender loaded = LstmRecommender.load(file);
    List<String> heard = List.of("new1", "song3", "new2");
    assertThat(loaded.recommend(heard, count)).isEqualTo(more.recommend(heard, count));
    assertThat(loaded.similarity("new1", "song2")).isEqualTo(more.similarity("new1", "song2"));
  }

  @Test
  void vectors_cosineIsTheSimilarity_alsoOfSeveralNetworks() {
    for (LstmRecommender each : List.of(RECOMMENDER, RandomLstm.of(5, 6))) {
      assertThat(cosine(each.vector("song1"), each.vector("song2")))
          .isNotZero()
          .isCloseTo(each.similarity("song1", "song2"), within(1e-6));
    }
  }

  @Test
  void vector_isANewArray() {
    float[] vector = RECOMMENDER.vector("song1");
    RECOMMENDER.vector("song1")[0]++;
    assertThat(RECOMMENDER.vector("song1")).isEqualTo(vector);
  }

  @Test
  void vector_unknownSong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.vector("nothing"))
        .withMessageContaining("nothing");
  }

  private static double cosine(float[] one, float[] other) {
    return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
  }

  private static double product(float[] one, float[] other) {
    return IntStream.range(0, one.length).mapToDouble(i -> (double) one[i] * other[i]).sum();
  }

  @Test
  void withSongs_leadArtistsStay_alsoWhenSaved() throws IOException {
    List<Song> songs =
        List.of(Song.of("solo", "", "Simon"), Song.of("duo", "", "Simon & Garfunkel"));
    LstmRecommender more = RECOMMENDER.withSongs(songs);
    Path file = folder.resolve("more.segue");

    more.save(file);

    for (LstmRecommender each : List.of(more, LstmRecommender.load(file))) {
      LstmRecommender again = each.withSongs(List.of(Song.of("two", "", "Simon & Artist 3")));
      assertThat(again.catalogue().leadArtist(61)).isEqualTo("simon & garfunkel");
      assertThat(again.catalogue().leadArtist(62)).isEqualTo("simon & artist 3");
      assertThat(again.catalogue().leadArtist(Song.of("x", "", "Artist 3 & Simon")))
          .isEqualTo("artist 3");
    }
  }

  @Test
  void replacedLeadArtists_areLearntOf_andSaved() throws IOException {
    Catalogue known = RECOMMENDER.catalogue();
    Map<String, String> leads = new HashMap<>(known.leadArtists());
    leads.replaceAll((artist, lead) -> lead.equals("artist 4") ? "artist 3" : lead);
    LstmRecommender replaced = RandomLstm.over(known.withLeadArtists(leads), 5);
    Path file = folder.resolve("replaced.segue");

    replaced.save(file);

    LstmRecommender loaded = LstmRecommender.load(file);
    assertThat(replaced.features().names()).doesNotContain("artist:artist 4");
    assertThat(loaded.catalogue().leadArtists()).isEqualTo(leads);
    assertThat(loaded.recommend(List.of("song4"), 60))
        .isEqualTo(replaced.recommend(List.of("song4"), 60));
    assertThat(loaded.features(Song.of("new", "", "Artist 4 & X")).artist())
        .isEqualTo(loaded.features(known.song(3)).artist());
  }

  @Test
  void withSongs_thereAlready() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.withSongs(List.of(RECOMMENDER.catalogue().song(0))));
  }

  @Test
  void withSongs_withoutFeatures() {
    LstmRecommender plain = RandomLstm.withoutFeatures(1);

    assertThatIllegalStateException()
        .isThrownBy(() -> plain.withSongs(List.of(Song.of("new"))))
        .withMessageStartingWith("new songs need a recommender trained with songFeatures");
  }

  @Test
  void withSongs_ofVectors() throws IOException {
    LstmRecommender described =
        RandomLstm.described(song -> new float[] {1, song.id().length()}, 2, 1);
    Song one = Song.of("one");
    Song other = Song.of("other");
    Map<Song, float[]> vectors = Map.of(one, new float[] {1, 0}, other, new float[] {0, 1});

    LstmRecommender more = described.withSongs(List.of(one, other), vectors::get);

    ListeningSession session = more.newSession().play("one");
    assertThat(session.score("one")).isNotEqualTo(session.score("other"));
    Path file = folder.resolve("vectors.segue");
    more.save(file);
    assertThat(LstmRecommender.load(file).recommend(List.of("one"), 62))
        .isEqualTo(more.recommend(List.of("one"), 62));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> described.withSongs(List.of(one), song -> new float[3]))
        .withMessage("the vector of song 'one' must have 2 values, but has 3");
  }

  @Test
  void withSongsOf_aSession_recommendsWhatItWasTold() {
    Instant now = Instant.parse("2026-11-28T12:00:00Z");
    Song known = RECOMMENDER.catalogue().song(3);
    Song told = new Song("told", "", known.artist(), known.tags());
    Song lastWeek = Song.of("last week");
    ListenerMemory memory = ListenerMemory.of(RECOMMENDER.catalogue(), InstantSource.fixed(now));
    memory.play(lastWeek, now.minus(Duration.ofDays(7)));
    ListeningSession session = RECOMMENDER.newSession(memory).play(known).play(told);
    List<Recommendation> before = session.recommend(99);
    byte[] snapshot = session.snapshot();

    LstmRecommender more = RECOMMENDER.withSongsOf(session);
    ListeningSession resumed = more.resume(session);

    assertThat(more.catalogue().songs().subList(RandomLstm.SONGS, RandomLstm.SONGS + 2))
        .containsExactly(told, lastWeek);
    assertThat(resumed.heard()).containsExactly(known, told);
    assertThat(resumed.memory().orElseThrow().plays()).isEqualTo(memory.plays());
    assertThat(resumed.recommend(99))
        .as("as if it had been in the catalogue all the time")
        .isEqualTo(
            more.newSession(
                    ListenerMemory.of(more.catalogue(), InstantSource.fixed(now))
                        .play(lastWeek, now.minus(Duration.ofDays(7))))
                .play(known)
                .play(told)
                .recommend(99))
        .hasSize(RandomLstm.SONGS + 2);
    assertThat(session.recommend(99)).as("the session of before").isEqualTo(before);
    assertThat(session.snapshot()).isEqualTo(snapshot);
    assertThat(more.withSongsOf(resumed)).isSameAs(more);
    assertThat(more.withSongsOf(session)).isSameAs(more);
  }

  @Test
  void withSongsOf_aSessionWithoutMemory_isOfTheSongsHeard() {
    Song known = RECOMMENDER.catalogue().song(3);
    Song told = new Song("told", "", known.artist(), known.tags());
    ListeningSession session = RECOMMENDER.newSession().play(told).play(known).play(told);

    ListeningSession resumed = RECOMMENDER.withSongsOf(session).resume(session);

    assertThat(resumed.recommender().catalogue().size()).isEqualTo(RandomLstm.SONGS + 1);
    assertThat(resumed.score("song5")).isEqualTo(session.score("song5"));
    assertThat(resumed.recommend(99)).extracting(Recommendation::song).contains(told);
    assertThat(RECOMMENDER.resume(resumed).recommend(99))
        .as("back to where the song is heard by its features")
        .isEqualTo(session.recommend(99));
  }

  @Test
  void withSongsOf_recommenderWithoutFeatures() {
    LstmRecommender plain = RandomLstm.withoutFeatures(1);
    ListenerMemory memory = ListenerMemory.of(plain.catalogue());

    ListeningSession session = plain.newSession(memory).play("song1");

    assertThat(plain.withSongsOf(session)).isSameAs(plain);
    memory.play(Song.of("new"), Instant.EPOCH);
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.withSongsOf(session))
        .withMessageStartingWith("new songs need a recommender trained with songFeatures");
  }

  @Test
  void play_songOfWhichNothingIsKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.newSession().play(Song.of("stranger")))
        .withMessageStartingWith("song 'stranger' must be in the catalogue, or have an artist");
  }

  @Test
  void play_unknownSongToBeIgnored_isHeardOnlyIfItsFeaturesAreKnown() {
    ListeningSession session = RECOMMENDER.newSession();
    Song known = RECOMMENDER.catalogue().song(3);
    Song newSong = new Song("new", "", known.artist(), known.tags());
    session.play(Song.of("stranger"), IGNORE).play(newSong, IGNORE).play(known, IGNORE);
    assertThat(session.heard()).containsExactly(newSong, known);
    assertThat(session).hasToString("session after 2 songs, the last: " + known);
  }

  @Test
  void similarTo_isTheCosineOfSongVectors() {
    Catalogue known = RECOMMENDER.catalogue();
    Song twin = new Song("twin", "", known.song(3).artist(), known.song(3).tags());
    Song stranger = Song.of("stranger");
    LstmRecommender more =
        RECOMMENDER.withSongs(
            List.of(twin, new Song("twin 2", "", twin.artist(), twin.tags()), stranger));

    List<Recommendation> similar = more.similarTo("twin", known.size() + 9);

    assertThat(similar).hasSize(known.size() + 2);
    assertThat(similar.get(0).song().id()).isEqualTo("twin 2");
    assertThat(similar.get(0).score()).isCloseTo(1, within(1e-6));
    assertThat(similar).extracting(Recommendation::song).doesNotContain(twin);
    assertThat(more.similarTo("stranger", 1).get(0).score()).as("of nothing").isZero();
    assertThat(more.similarTo("twin", 5)).isEqualTo(similar.subList(0, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> more.similarTo("twin", -1))
        .withMessage("count must be >= 0, was -1");
  }

  @Test
  void snapshot_holdsTheStateOfEveryNetwork_andUnknownSongs() {
    LstmRecommender both = RandomLstm.of(1, 2);
    Song known = both.catalogue().song(3);
    Song unknown = new Song("unknown", "New", known.artist(), known.tags());
    ListeningSession session = both.newSession().play(known).play(unknown);

    ListeningSession restored = both.restore(session.snapshot());

    assertThat(restored.heard()).containsExactly(known, unknown);
    assertThat(restored.recommend(60)).isEqualTo(session.recommend(60));
    assertThat(restored.play(known).recommend(60)).isEqualTo(session.play(known).recommend(60));
    assertThat(session.snapshot()).hasSizeLessThan(8192);
  }

  @Test
  void snapshot_ofAnotherModel() throws IOException {
    byte[] snapshot = RECOMMENDER.newSession().play(RECOMMENDER.catalogue().song(0)).snapshot();
    LstmRecommender other = RandomLstm.of(99);
    Path file = folder.resolve("same.segue");
    RECOMMENDER.save(file);

    assertThat(LstmRecommender.load(file).restore(snapshot).heard()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.restore(snapshot))
        .withMessageStartingWith("snapshot must be of this recommender, " + other.fingerprint());
  }

  @Test
  void severalNetworks_areTheMeanOfTheProbabilities() throws IOException {
    LstmRecommender one = RandomLstm.of(7);
    LstmRecommender other = RandomLstm.of(8);
    LstmRecommender both = RandomLstm.of(7, 8);
    List<String> heard = List.of("song4");
    String song = "song9";

    double mean =
        (Math.exp(logProbability(one, heard, song)) + Math.exp(logProbability(other, heard, song)))
            / 2;

    assertThat(Math.exp(logProbability(both, heard, song))).isCloseTo(mean, within(1e-5 * mean));
    assertThat(both).hasToString("2 LSTMs over 60 songs");
    Path file = folder.resolve("both.segue");
    both.save(file);
    assertThat(LstmRecommender.load(file).recommend(heard, 60))
        .isEqualTo(both.recommend(heard, 60));
  }

  private static double logProbability(
      LstmRecommender recommender, List<String> heard, String song) {
    ListeningSession session = recommender.newSession();
    heard.forEach(session::play);
    return session.logProbability(song);
  }
}
