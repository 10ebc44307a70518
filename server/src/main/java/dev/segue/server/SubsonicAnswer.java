package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the answers of <a href="https://opensubsonic.netlify.app/docs/responses/">Subsonic</a>,
 * which are the same in two forms: what is a value in JSON is an attribute in XML, what is an
 * object is an element, and a list is an element for each.
 */
final class SubsonicAnswer {

  private static final String RESPONSE = "subsonic-response";
  private static final String NAMESPACE = "http://subsonic.org/restapi";

  /** Names of fields that elements and attributes may have. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  /** The platform's own, whatever else is on the class path. */
  private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

  private SubsonicAnswer() {}

  /** How an answer is written. */
  enum Form {
    XML,
    JSON
  }

  /** A response of Segue, to add to. */
  static ObjectNode response(String status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("status", status)
        .put("version", "1.16.1")
        .put("type", "segue")
        .put("serverVersion", ServiceCalls.segue())
        .put("openSubsonic", true);
  }

  /** Writes a response, whether Segue's or the music server's. */
  static Answer of(Form form, ObjectNode response) {
    return switch (form) {
      case JSON -> Answer.json(Map.of(RESPONSE, response));
      case XML -> Answer.of(200, "application/xml;charset=utf-8", xml(response).getBytes(UTF_8));
    };
  }

  private static String xml(ObjectNode response) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XML.createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(RESPONSE);
      xml.writeDefaultNamespace(NAMESPACE);
      writeContent(response, xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** Attributes first: an element that has begun its content takes no more. */
  private static void writeContent(JsonNode object, XMLStreamWriter xml) throws XMLStreamException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue().isValueNode() && !field.getValue().isNull() && isName(field)) {
        xml.writeAttribute(field.getKey(), allowed(field.getValue().asText()));
      }
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue().isContainerNode() && isName(field)) {
        writeElements(field.getKey(), field.getValue(), xml);
      }
    }
  }

  private static boolean isName(Map.Entry<String, JsonNode> field) {
    return NAME.matcher(field.getKey()).matches() && !field.getKey().equals("xmlns");
  }

  private static void writeElements(String name, JsonNode value, XMLStreamWriter xml)
      throws XMLStreamException {
    if (value.isArray()) {
      for (JsonNode each : value) {
        writeElements(name, each, xml);
      }
      return;
    }
    xml.writeStartElement(name);
    if (value.isObject()) {
      writeContent(value, xml);
    } else {
      xml.writeCharacters(allowed(value.asText()));
    }
    xml.writeEndElement();
  }

  /** A text without the characters that XML has not. */
  private static String allowed(String text) {
    return text.codePoints()
        .filter(SubsonicAnswer::isAllowed)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isAllowed(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || (character >= 0x20 && character < Character.MIN_SURROGATE)
        || (character > Character.MAX_SURROGATE && character < 0xFFFE)
        || character >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
  }
}
