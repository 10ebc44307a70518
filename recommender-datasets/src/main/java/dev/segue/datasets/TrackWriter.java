package dev.segue.datasets;

import com.ctc.wstx.stax.WstxOutputFactory;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Song;
import dev.segue.datasets.reading.SongNames;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes songs as the tracks of a playlist in XSPF and JSPF, which have the same fields. */
final class TrackWriter {

  static final PlaylistFiles XSPF =
      new PlaylistFiles("XSPF", List.of(".xspf"), TrackWriter::check, TrackWriter::writeXspf);

  static final PlaylistFiles JSPF =
      new PlaylistFiles(
          "JSPF", List.of(".jspf", ".json"), TrackWriter::check, TrackWriter::writeJspf);

  private static final WstxOutputFactory XML = new WstxOutputFactory();
  private static final JsonFactory JSON = new JsonFactory();

  /** Far below what the readers take. */
  private static final int MAX_ID = 100_000;

  /** What XML 1.0 cannot say, however it is escaped. */
  private static final Pattern NO_XML =
      Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private TrackWriter() {}

  /** An id is read back without the white space around it, and with its line breaks as spaces. */
  private static void check(Song song) {
    String id = song.id();
    boolean plain = id.strip().equals(id) && id.indexOf('\r') < 0 && !NO_XML.matcher(id).find();
    if (!plain || id.length() > MAX_ID) {
      throw new IllegalArgumentException(
          "song id must be text of at most %d characters without control characters, or white space"
                  .formatted(MAX_ID)
              + " around it, was %s".formatted(Quotation.quote(id)));
    }
  }

  /** Whether the reader makes the id of the names. */
  private static boolean isOfNames(Song song) {
    return song.id().equals(SongNames.id(song.artist().strip(), song.title().strip()));
  }

  /** The address of a song that is known by a path or an address. */
  private static Optional<String> location(Song song) {
    boolean address = song.id().matches("(?i)(https?|ftp|file|rtsp|mms):.*");
    boolean path = song.id().matches("(?s)([A-Za-z]:)?[/\\\\].*|[^\\t]*[/\\\\][^\\t]*\\.\\w{2,5}");
    if (address || !path) {
      return address ? Optional.of(song.id()) : Optional.empty();
    }
    String slashes = song.id().replace('\\', '/');
    boolean absolute = slashes.startsWith("/") || slashes.matches("[A-Za-z]:/.*");
    try {
      String encoded = new URI(null, null, (absolute ? "/" : "./") + slashes, null).toASCIIString();
      return Optional.of(absolute ? "file://" + encoded.replaceFirst("^/+", "/") : encoded);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static void writeXspf(List<Song> songs, OutputStream out) throws IOException {
    try {
      XMLStreamWriter xml = XML.createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("playlist");
      xml.writeDefaultNamespace("http://xspf.org/ns/0/");
      xml.writeAttribute("version", "1");
      xml.writeStartElement("trackList");
      for (Song song : songs) {
        xml.writeCharacters("\n");
        xml.writeStartElement("track");
        write(xml, "location", location(song).orElse(""));
        if (!isOfNames(song)) {
          write(xml, "identifier", song.id());
        }
        write(xml, "title", song.title());
        write(xml, "creator", song.artist());
        xml.writeEndElement();
      }
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void write(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    if (!text.isEmpty()) {
      xml.writeStartElement(name);
      xml.writeCharacters(NO_XML.matcher(text).replaceAll(" "));
      xml.writeEndElement();
    }
  }

  private static void writeJspf(List<Song> songs, OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("playlist");
      json.writeArrayFieldStart("track");
      for (Song song : songs) {
        json.writeStartObject();
        Optional<String> location = location(song);
        if (location.isPresent()) {
          writeOne(json, "location", location.get());
        }
        if (!isOfNames(song)) {
          writeOne(json, "identifier", song.id());
        }
        json.writeStringField("title", song.title());
        json.writeStringField("creator", song.artist());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /** JSPF has arrays of these, since a track may have several. */
  private static void writeOne(JsonGenerator json, String name, String text) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeString(text);
    json.writeEndArray();
  }
}
