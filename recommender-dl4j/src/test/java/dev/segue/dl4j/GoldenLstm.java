package dev.segue.dl4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.segue.Playlist;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reference numbers of a tiny LSTM, computed elsewhere in double precision (lstm.json says how).
 */
final class GoldenLstm {

  static final List<String> TENSORS =
      List.of(
          "embedding",
          "lstm0.W",
          "lstm0.U",
          "lstm0.b",
          "lstm1.W",
          "lstm1.U",
          "lstm1.b",
          "output.W",
          "output.b");

  private final Map<String, Object> document;

  GoldenLstm() {
    try (InputStream json = GoldenLstm.class.getResourceAsStream("lstm.json");
        JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      document = object(parser);
    } catch (IOException e) {
      throw new AssertionError("lstm.json must be readable", e);
    }
  }

  List<Playlist> playlists() {
    return ((List<?>) document.get("playlists"))
        .stream()
            .map(
                songs ->
                    Playlist.of(
                        ((List<?>) songs)
                            .stream().mapToInt(s -> ((Number) s).intValue()).toArray()))
            .toList();
  }

  double number(String... path) {
    return ((Number) at(path)).doubleValue();
  }

  List<?> list(String... path) {
    return (List<?>) at(path);
  }

  /**
   * A tensor in the order of our memory: a song's vector lies together, and so do the gates of one
   * input. The document's gate order is ours already.
   */
  double[] tensor(String name, String... path) {
    List<String> whole = new ArrayList<>(List.of(path));
    whole.add(name);
    List<?> values = list(whole.toArray(String[]::new));
    List<Double> flat = new ArrayList<>();
    if (name.equals("output.W")) {
      for (int song = 0; song < ((List<?>) values.get(0)).size(); song++) {
        for (Object row : values) {
          flat.add(value(((List<?>) row).get(song)));
        }
      }
    } else if (name.endsWith(".W") || name.endsWith(".U")) {
      int inputs = ((List<?>) values.get(0)).size();
      for (int input = 0; input < inputs; input++) {
        for (Object gate : values) {
          for (Object weight : (List<?>) ((List<?>) gate).get(input)) {
            flat.add(value(weight));
          }
        }
      }
    } else {
      flatten(values, flat);
    }
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Our name of one of the document's tensors. */
  static String ours(String name) {
    return name.replace("lstm0", "lstm.0").replace("lstm1", "lstm.1");
  }

  private Object at(String... path) {
    Object here = document;
    for (String step : path) {
      here = ((Map<?, ?>) here).get(step);
    }
    return here;
  }

  private static double value(Object number) {
    return ((Number) number).doubleValue();
  }

  private static void flatten(Object value, List<Double> flat) {
    if (value instanceof List<?> list) {
      list.forEach(each -> flatten(each, flat));
    } else {
      flat.add(value(value));
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> Double.POSITIVE_INFINITY; // no limit
      default -> parser.getText();
    };
  }
}
