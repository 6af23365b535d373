package io.ecslifeguard.decode;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A topic's notification in its XML form.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/27482.htm">Formats of topic notifications</a>
 */
final class XmlNotification {

    private XmlNotification() {}

    /** The published message. */
    static String message(String xml) throws NotUnderstood {
        refuseDocumentType(xml);
        try {
            var reader = reader(xml);
            try {
                return message(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new NotUnderstood("The text is not XML that is accepted: " + e.getMessage());
        }
    }

    /** Before the JDK's parser, which prints an exception to standard error for some of them. */
    private static void refuseDocumentType(String xml) throws NotUnderstood {
        var root = xml.indexOf("<Notification");
        var documentType = xml.indexOf("<!DOCTYPE");
        if (documentType >= 0 && (root < 0 || documentType < root)) {
            throw new NotUnderstood("The XML declares a document type");
        }
    }

    private static XMLStreamReader reader(String xml) throws XMLStreamException {
        // a factory each time: it is not promised to be thread-safe, and the JDK's own is the one known to obey
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new StringReader(xml));
    }

    private static String message(XMLStreamReader reader) throws XMLStreamException, NotUnderstood {
        String message = null;
        var depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> throw new NotUnderstood("The XML declares a document type");
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.START_ELEMENT -> {
                    var name = reader.getLocalName();
                    if (++depth == 1 && !name.equals("Notification")) {
                        throw new NotUnderstood("The XML is <" + name + "> and not a topic's <Notification>");
                    }
                    if (depth == 2 && name.equals("Message")) {
                        if (message != null) {
                            throw new NotUnderstood("The topic notification has two Message elements");
                        }
                        message = reader.getElementText();
                        depth--;
                    }
                }
                default -> {
                    // text between the elements, comments
                }
            }
        }
        if (message == null) {
            throw new NotUnderstood("The topic notification has no Message element");
        }
        return message;
    }
}
