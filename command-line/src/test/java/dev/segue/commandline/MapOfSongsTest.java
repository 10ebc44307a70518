package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.baselines.Popularity;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapOfSongsTest {

  private static final Pattern MAP =
      Pattern.compile("class=\"song-map\">\\s*<script type=\"application/json\">(.*?)</script>");

  @TempDir private Path folder;

  private static Execution map(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("map", "--model", SmallModel.FILE, "--output", "-"));
    arguments.addAll(List.of(more));
    return Execution.of(arguments.toArray(String[]::new));
  }

  private static Map<String, Object> drawn(Execution execution) throws IOException {
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    Matcher map = MAP.matcher(execution.out());
    assertThat(map.find()).isTrue();
    return Execution.json(map.group(1));
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<?, ?> object, String name) {
    return (List<Object>) object.get(name);
  }

  @Test
  void everySong_isAPoint() throws IOException {
    Map<String, Object> map = drawn(map());

    assertThat(list(map, "songs"))
        .hasSize(6)
        .contains("Blue in Green - Miles Davis", "Águas de Março - Elis Regina");
    assertThat(list(map, "across")).hasSize(6).doesNotHaveDuplicates();
    assertThat(list(map, "up")).hasSize(6);
    assertThat(list(map, "paths")).isEmpty();
    assertThat(drawn(map())).isEqualTo(map);
  }

  @Test
  void colours_areThoseOfTheMostFrequentArtists() throws IOException {
    Map<String, Object> map = drawn(map());

    List<Object> songs = list(map, "songs");
    assertThat(list(map, "groups")).hasSize(4).contains("Miles Davis");
    assertThat(list(map, "groups").subList(0, 2))
        .containsExactly("John Coltrane", "Miles Davis"); // with two songs each
    List<Object> group = list(map, "group");
    assertThat(group.get(songs.indexOf("So What - Miles Davis"))).isEqualTo(1.0);
    assertThat(group.get(songs.indexOf("Naima - John Coltrane"))).isEqualTo(0.0);
  }

  @Test
  void songsWithoutTags_areGrey() throws IOException {
    Map<String, Object> map = drawn(map("--colour", "tag"));

    assertThat(list(map, "groups")).isEmpty();
    assertThat(list(map, "group")).containsOnly(-1.0);
  }

  @Test
  void songs_haveTheColourOfTheirRarestTagShown() throws IOException {
    SmallStation.write(folder);
    Files.write(folder.resolve("tag_hash.txt"), List.of("0, jazz", "1, modal"));
    Files.write(folder.resolve("tags.txt"), List.of("0 1", "0 1", "0", "0", "0", "#"));
    String model = folder.resolve("tags.segue").toString();
    String train = "train --data %s --model %s --layers 1 --embedding-size 4 --hidden-size 4";
    Execution training = Execution.of((train + " --epochs 1").formatted(folder, model).split(" "));
    assertThat(training.exitCode()).as(training.err()).isZero();

    Map<String, Object> map =
        drawn(Execution.of("map", "--model", model, "--output", "-", "--colour", "tag"));

    assertThat(list(map, "groups")).containsExactly("jazz", "modal");
    List<Object> songs = list(map, "songs");
    List<Object> group = list(map, "group");
    assertThat(group.get(songs.indexOf("So What - Miles Davis"))).isEqualTo(1.0);
    assertThat(group.get(songs.indexOf("Take Five - Dave Brubeck"))).isEqualTo(0.0);
    assertThat(group.get(songs.indexOf("Águas de Março - Elis Regina"))).isEqualTo(-1.0);
  }

  @Test
  void playlistsOfTheTestPart_canBeFollowed() throws IOException {
    Map<String, Object> map = drawn(map("--data", SmallModel.FOLDER.toString()));

    List<Object> songs = list(map, "songs");
    List<Object> paths = list(map, "paths");
    assertThat(paths).hasSize(2); // those with two songs or more
    Map<?, ?> first = (Map<?, ?>) paths.get(0);
    assertThat(first.get("name")).isEqualTo("1: So What - Miles Davis, ...");
    assertThat(list(first, "points"))
        .containsExactly(
            (double) songs.indexOf("So What - Miles Davis"),
            (double) songs.indexOf("Blue in Green - Miles Davis"),
            (double) songs.indexOf("Giant Steps - John Coltrane"));
  }

  @Test
  void page_isUsefulWithoutScript() {
    String page = map().out().replaceAll("(?s)<script.*?</script>", "");

    assertThat(page)
        .contains("<th scope=\"row\">So What - Miles Davis</th>")
        .contains("<dt>Trained</dt>", "<dd>segue map --model ")
        .doesNotContain("Optional", "src=", "href=");
  }

  @Test
  void otherKinds_haveNoVectors() throws IOException {
    Path file = folder.resolve("popularity.segue");
    Popularity.trainer().train(YesDataset.read(SmallModel.FOLDER.resolve("train.txt"))).save(file);

    Execution execution = Execution.of("map", "--model", file.toString(), "--output", "-");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err()).contains("model must be of kind 'lstm', was 'popularity'");
  }
}
