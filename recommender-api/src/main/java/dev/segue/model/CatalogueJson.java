package dev.segue.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the songs of a catalogue as JSON in UTF-8: an array with one object per song.
 */
final class CatalogueJson {

  private final String name;
  private final JsonParser parser;
  private final List<Song> songs = new ArrayList<>();

  /** The same few tags occur again and again, so each is kept once. */
  private final Map<String, String> shared = new HashMap<>();

  private CatalogueJson(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  static byte[] write(Catalogue catalogue) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = Header.JSON.createGenerator(json)) {
      generator.writeStartArray();
      for (Song song : catalogue.songs()) {
        generator.writeStartObject();
        generator.writeStringField("id", song.id());
        generator.writeStringField("title", song.title());
        generator.writeStringField("artist", song.artist());
        generator.writeArrayFieldStart("tags");
        for (String tag : song.tags()) {
          generator.writeString(tag);
        }
        generator.writeEndArray();
        generator.writeEndObject();
      }
      generator.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toByteArray();
  }

  static Catalogue read(String name, byte[] json) throws FileFormatException {
    try (JsonParser parser = Header.parser(json)) {
      return new CatalogueJson(name, parser).read();
    } catch (FileFormatException e) {
      throw e;
    } catch (JsonProcessingException e) {
      throw new FileFormatException(name, "catalogue must be JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw new FileFormatException(name, "catalogue: " + e.getMessage());
    } catch (IOException e) {
      throw new FileFormatException(name, "catalogue must be UTF-8");
    }
  }

  private Catalogue read() throws IOException {
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      songs.add(readSong());
    }
    if (parser.currentToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
      throw problem("an object or the end");
    }
    return Catalogue.of(songs);
  }

  private Song readSong() throws IOException {
    String id = "";
    String title = "";
    String artist = "";
    List<String> tags = List.of();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "id" -> id = readText();
        case "title" -> title = readText();
        case "artist" -> artist = readText();
        case "tags" -> tags = readTags();
        default -> throw problem("id, title, artist or tags");
      }
    }
    return new Song(id, title, artist, tags);
  }

  private String readText() throws IOException {
    expect(JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private List<String> readTags() throws IOException {
    List<String> tags = new ArrayList<>();
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      tags.add(shared.computeIfAbsent(parser.getText(), text -> text));
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw problem("a text or the end of the tags");
    }
    return tags;
  }

  private void expect(JsonToken expected) throws IOException {
    if (parser.nextToken() != expected) {
      throw problem(Header.called(expected));
    }
  }

  private FileFormatException problem(String expected) throws IOException {
    return new FileFormatException(
        name,
        "catalogue: song %d: expected %s, was %s"
            .formatted(songs.size(), expected, parser.getText()));
  }
}
