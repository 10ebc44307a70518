package dev.segue.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes how the lead artists of a catalogue differ from those that its own artists make,
 * as JSON in UTF-8: an array with one object per artist, in alphabetical order. It has an {@code
 * artist} and its {@code lead}, or no {@code lead} if the artist is not to count as one.
 */
final class LeadArtistsJson {

  private static final int LEAST_LIMIT = 100_000;

  private final String name;
  private final JsonParser parser;
  private final Map<String, String> leads;

  /** How many artists there may be: they take more memory than bytes of the file. */
  private final int limit;

  private int read;

  private LeadArtistsJson(String name, JsonParser parser, Map<String, String> leads, int limit) {
    this.name = name;
    this.parser = parser;
    this.leads = leads;
    this.limit = limit;
  }

  private static int limit(Catalogue catalogue) {
    return LEAST_LIMIT + 2 * catalogue.size();
  }

  /** Returns nothing if there is no difference. */
  static Optional<byte[]> write(Catalogue catalogue) {
    Map<String, String> leads = catalogue.leadArtists();
    Map<String, String> own = own(catalogue);
    if (leads.size() > limit(catalogue)) {
      throw new IllegalArgumentException(
          "a model of %d songs must have at most %d lead artists, but has %d"
              .formatted(catalogue.size(), limit(catalogue), leads.size()));
    }
    return leads.equals(own) ? Optional.empty() : Optional.of(write(leads, own));
  }

  /** Returns the lead artists that a catalogue's own artists make. */
  private static Map<String, String> own(Catalogue catalogue) {
    Set<String> artists = new HashSet<>();
    return Catalogue.of(
            catalogue.songs().stream().filter(song -> artists.add(song.artist())).toList())
        .leadArtists();
  }

  private static byte[] write(Map<String, String> leads, Map<String, String> own) {
    Set<String> artists = new TreeSet<>(own.keySet());
    artists.addAll(leads.keySet());
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = Header.JSON.createGenerator(json)) {
      generator.writeStartArray();
      for (String artist : artists) {
        String lead = leads.get(artist);
        if (lead == null || !lead.equals(own.get(artist))) {
          write(generator, artist, lead);
        }
      }
      generator.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toByteArray();
  }

  private static void write(JsonGenerator generator, String artist, @Nullable String lead)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("artist", checked(artist));
    if (lead != null) {
      generator.writeStringField("lead", checked(lead));
    }
    generator.writeEndObject();
  }

  /** Returns a catalogue with the lead artists that were written. */
  static Catalogue read(String name, byte[] json, Catalogue catalogue) throws FileFormatException {
    Map<String, String> leads = new HashMap<>(catalogue.leadArtists());
    try (JsonParser parser = Header.parser(json)) {
      new LeadArtistsJson(name, parser, leads, limit(catalogue)).read();
      return catalogue.withLeadArtists(leads);
    } catch (FileFormatException e) {
      throw e;
    } catch (JsonProcessingException e) {
      throw new FileFormatException(name, "lead artists must be JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw new FileFormatException(name, "lead artists: " + e.getMessage());
    } catch (IOException e) {
      throw new FileFormatException(name, "lead artists must be UTF-8");
    }
  }

  private void read() throws IOException {
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      readArtist();
    }
    if (parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
      throw problem("an object or the end");
    }
  }

  private void readArtist() throws IOException {
    if (read++ == limit) {
      throw new FileFormatException(
          name, "lead artists: there must be at most %d, but are more".formatted(limit));
    }
    String artist = "";
    String lead = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "artist" -> artist = readText();
        case "lead" -> lead = readText();
        default -> throw problem("artist or lead");
      }
    }
    if (lead == null) {
      leads.remove(artist);
    } else {
      leads.put(artist, lead);
    }
  }

  private String readText() throws IOException {
    expect(JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private void expect(JsonToken expected) throws IOException {
    if (parser.nextToken() != expected) {
      throw problem(expected.toString());
    }
  }

  private FileFormatException problem(String expected) throws IOException {
    return new FileFormatException(
        name, "lead artists: expected %s, was %s".formatted(expected, parser.getText()));
  }

  private static String checked(String text) {
    Header.checkText("name of an artist", text);
    return text;
  }
}
