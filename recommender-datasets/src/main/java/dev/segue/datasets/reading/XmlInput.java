package dev.segue.datasets.reading;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.segue.FileFormatException;
import dev.segue.quotation.Quotation;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads the XML of a file, element by element. Any fault is a {@link FileFormatException} that
 * names the line. A document type is refused, or nothing of it is read, so there are no entities to
 * expand or fetch; memory does not grow with the file. The reader is in one element. One thread at
 * a time. To read an element that holds others:
 *
 * <pre>{@code
 * while (xml.nextChild()) {
 *   switch (xml.name()) {
 *     case "title" -> title = xml.text();
 *     default -> xml.skip();
 *   }
 * }
 * }</pre>
 */
public final class XmlInput implements AutoCloseable {

  /** The most characters that the texts of an element may have, including comments between them. */
  static final int MAX_TEXT_CHARACTERS = 1 << 20;

  /** The most characters that a file may have; nothing else limits the length of a name. */
  private static final long MAX_CHARACTERS = 1 << 26;

  /** The same of a property list, whose names {@link MarkupStream} limits: libraries are large. */
  private static final long MAX_LIST_CHARACTERS = 1 << 30;

  /** The most distinct names of elements, attributes and so on; the parser keeps them all. */
  private static final int MAX_NAMES = 1_000;

  private static final int MAX_RULE_CHARACTERS = 200;

  private static final Set<Charset> ENCODINGS =
      Set.of(
          StandardCharsets.UTF_8,
          StandardCharsets.US_ASCII,
          StandardCharsets.ISO_8859_1,
          TextEncoding.WINDOWS.charset());

  private static final WstxInputFactory XML = factory(MAX_CHARACTERS);
  private static final WstxInputFactory PROPERTY_LIST = factory(MAX_LIST_CHARACTERS);

  private final InputFile file;
  private final String namespace;
  private final boolean documentType;
  private final EofTrackingStream stream;
  private final XMLStreamReader reader;
  private final Set<String> names = new HashSet<>();
  private String lastComplete = "";

  private XmlInput(
      InputFile file,
      String namespace,
      boolean documentType,
      EofTrackingStream stream,
      XMLStreamReader reader) {
    this.file = file;
    this.namespace = namespace;
    this.documentType = documentType;
    this.stream = stream;
    this.reader = reader;
  }

  /** Creates the factory directly, because a look-up would find any parser on the class path. */
  private static WstxInputFactory factory(long maxCharacters) {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // Otherwise faults would be unchecked exceptions.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    // Names come from the file, so they must not stay in tables that outlive it.
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 100);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 100);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 1 << 16);
    factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, MAX_TEXT_CHARACTERS);
    factory.setProperty(WstxInputProperties.P_MAX_CHARACTERS, maxCharacters);
    return factory;
  }

  /**
   * Opens a file and goes to its outermost element.
   *
   * @param file the file
   * @param namespace the namespace of the names to read; names without one are read too
   * @param root the name that the outermost element must have
   * @return the XML, in the outermost element
   * @throws FileFormatException if that is another element, or the XML is invalid
   * @throws IOException if the file cannot be read
   */
  public static XmlInput open(InputFile file, String namespace, String root) throws IOException {
    return open(file, namespace, root, false);
  }

  /**
   * Opens a property list, which has a document type: nothing that it names is read, and none of
   * its entities is known.
   *
   * @param file the file
   * @return the XML, in the element {@code plist}
   * @throws FileFormatException if the outermost element is another, or the XML is invalid
   * @throws IOException if the file cannot be read
   */
  public static XmlInput openPropertyList(InputFile file) throws IOException {
    return open(file, "", "plist", true);
  }

  private static XmlInput open(InputFile file, String namespace, String root, boolean documentType)
      throws IOException {
    EofTrackingStream stream =
        new EofTrackingStream(
            documentType ? new MarkupStream(file.open(), file::fault) : file.open());
    WstxInputFactory factory = documentType ? PROPERTY_LIST : XML;
    try {
      boolean wide = file.isUtf16();
      XMLStreamReader reader =
          wide
              ? factory.createXMLStreamReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
              : factory.createXMLStreamReader(stream);
      XmlInput xml = new XmlInput(file, namespace, documentType, stream, reader);
      if (!wide) {
        xml.checkEncoding();
      }
      xml.begin(root);
      return xml;
    } catch (XMLStreamException e) {
      stream.close();
      throw explained(file, e, stream, "");
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  private void begin(String root) throws IOException {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      if (reader.getEventType() == XMLStreamConstants.DTD && !documentType) {
        throw fault("must not have a document type, but has a DOCTYPE");
      }
    }
    if (!name().equals(root)) {
      String of = uri().isEmpty() ? "no namespace" : "namespace " + Quotation.quote(uri());
      throw fault(
          "must be '%s' of namespace '%s', was %s of %s"
              .formatted(root, namespace, Quotation.quote(reader.getLocalName()), of));
    }
  }

  private void checkEncoding() throws FileFormatException {
    String encoding = reader.getEncoding();
    if (encoding != null && !isAllowed(encoding)) {
      throw fault(
          "encoding must be UTF-8, UTF-16 with a mark, US-ASCII, ISO-8859-1 or windows-1252, was "
              + Quotation.quote(encoding));
    }
  }

  private static boolean isAllowed(String encoding) {
    try {
      return ENCODINGS.contains(Charset.forName(encoding));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return false;
    }
  }

  /**
   * Steps into the next child of this element or, after the last, out of the element.
   *
   * @return whether there is another child
   * @throws FileFormatException if the XML is invalid
   * @throws IOException if the file cannot be read
   */
  public boolean nextChild() throws IOException {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      if (reader.getEventType() == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
    return true;
  }

  /**
   * The name of this element.
   *
   * @return the name without prefix; empty if it is in another namespace
   */
  public String name() {
    return uri().isEmpty() || isNamespace(uri()) ? reader.getLocalName() : "";
  }

  /** Some programs leave out the last slash, or write the address as browsers show it. */
  private boolean isNamespace(String uri) {
    return uri.equals(namespace) || withoutEnds(uri).equals(withoutEnds(namespace));
  }

  private static String withoutEnds(String address) {
    return address.strip().replaceFirst("^https?://(www\\.)?", "").replaceFirst("/+$", "");
  }

  /**
   * An attribute of this element, without a namespace.
   *
   * @param name its name
   * @return its text, without the white space around it; empty if it is missing
   */
  public String attribute(String name) {
    String text = reader.getAttributeValue(null, name);
    return text == null ? "" : text.strip();
  }

  private String uri() {
    String uri = reader.getNamespaceURI();
    return uri == null ? "" : uri;
  }

  /**
   * Reads the text of this element, and steps out of it.
   *
   * @return the text, without the white space around it
   * @throws FileFormatException if the element holds others, or the XML is invalid
   * @throws IOException if the file cannot be read
   */
  public String text() throws IOException {
    StringBuilder text = new StringBuilder();
    while (next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
        throw fault("must be text, but holds element " + Quotation.quote(reader.getLocalName()));
      }
      if (isText(reader.getEventType())) {
        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      }
    }
    return text.toString().strip();
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE;
  }

  /**
   * Steps out of this element, whatever it holds.
   *
   * @throws FileFormatException if the XML is invalid
   * @throws IOException if the file cannot be read
   */
  public void skip() throws IOException {
    int depth = 1;
    while (depth > 0) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  /**
   * Remembers the last complete part, for the message if the file is cut off.
   *
   * @param part the part, such as "track 17"
   */
  public void lastComplete(String part) {
    lastComplete = part;
  }

  /**
   * Checks that nothing follows the outermost element, which was read.
   *
   * @throws FileFormatException if something does
   * @throws IOException if the file cannot be read
   */
  public void end() throws IOException {
    while (next() != XMLStreamConstants.END_DOCUMENT) {
      // Comments and space may follow.
    }
  }

  /**
   * Describes a fault at this place.
   *
   * @param problem the broken rule and the value
   * @return the exception to throw
   */
  public FileFormatException fault(String problem) {
    return file.fault(Math.max(1, reader.getLocation().getLineNumber()), problem);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private int next() throws IOException {
    int event;
    try {
      event = reader.next();
    } catch (XMLStreamException e) {
      throw explained(file, e, stream, lastComplete);
    }
    if (event == XMLStreamConstants.START_ELEMENT) {
      addNames();
    } else if (event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
      names.add(reader.getPITarget());
    }
    if (names.size() > MAX_NAMES) {
      throw fault("must have at most %d different names, but has more".formatted(MAX_NAMES));
    }
    return event;
  }

  private void addNames() {
    names.add(reader.getPrefix() + ':' + reader.getLocalName());
    for (int index = 0; index < reader.getAttributeCount(); index++) {
      names.add(reader.getAttributePrefix(index) + ':' + reader.getAttributeLocalName(index));
    }
    for (int index = 0; index < reader.getNamespaceCount(); index++) {
      names.add("xmlns:" + reader.getNamespacePrefix(index));
    }
  }

  private static IOException explained(
      InputFile file, XMLStreamException e, EofTrackingStream stream, String lastComplete) {
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
    String rule = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (e.getNestedException() instanceof CharConversionException) {
      // The decoder is ahead of the parser, which does not know the line yet.
      return file.fault("must be UTF-8, or in the encoding that it names: " + rule);
    }
    if (e.getNestedException() instanceof IOException cause) {
      return cause;
    }
    if (e instanceof WstxEOFException || stream.reached()) {
      return file.fault(
          line, lastComplete.isEmpty() ? "is cut off" : "is cut off after " + lastComplete);
    }
    // The message may quote a name from the file, whose length is unlimited.
    return file.fault(
        line, "must be XML: " + rule.substring(0, Math.min(MAX_RULE_CHARACTERS, rule.length())));
  }
}
