package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the documents that clients send, whatever namespace they name. Fails with MalformedXML. */
final class Documents {

    /** What a batch may hold; reading stops beyond. */
    static final int BATCH = 16;

    private static final XMLInputFactory FACTORY = factory();

    private Documents() {}

    /** A message as sent, not yet checked: a batch refuses its messages one by one. */
    record Sent(Map<String, String> fields, String userProperties, String systemProperties) {

        /** Fails with InvalidArgument. */
        Message.Draft draft() {
            var body = fields.get("MessageBody");
            if (body == null || body.isEmpty()) {
                throw QueueAttributes.invalid("The value of element MessageBody should not be empty.");
            }
            var delay = QueueAttributes.number(fields, "DelaySeconds", 0, 604800, -1);
            return new Message.Draft(
                    body,
                    delay < 0 ? null : delay,
                    QueueAttributes.number(fields, "Priority", 1, 16, Message.Draft.DEFAULT_PRIORITY),
                    fields.get("MessageGroupId"),
                    userProperties,
                    systemProperties);
        }
    }

    /** The elements of a Queue document, those of DlqPolicy among them; none where there is no body. */
    static Map<String, String> queue(Buffer body) {
        if (body.length() == 0) {
            return Map.of();
        }
        return read(body, reader -> {
            expect(reader, "Queue");
            var fields = new HashMap<String, String>();
            var name = "";
            var text = new StringBuilder();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        name = reader.getLocalName();
                        text.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (reader.getLocalName().equals(name)) {
                            fields.put(name, text.toString().trim());
                        }
                        name = "";
                    }
                    case XMLStreamConstants.DTD -> throw malformed("A DTD is not allowed.");
                    default -> {}
                }
            }
            return fields;
        });
    }

    /** The messages of a Message or a Messages document. */
    static List<Sent> messages(Buffer body) {
        return read(body, reader -> {
            start(reader);
            var sent = new ArrayList<Sent>();
            if (reader.getLocalName().equals("Message")) {
                sent.add(message(reader));
            } else {
                expectHere(reader, "Messages");
                while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    expectHere(reader, "Message");
                    sent.add(message(reader));
                    checkBatch(sent.size(), "messages");
                }
            }
            finish(reader);
            checkBatch(sent.size(), "messages");
            return sent;
        });
    }

    /** The handles of a ReceiptHandles document. */
    static List<String> handles(Buffer body) {
        return read(body, reader -> {
            expect(reader, "ReceiptHandles");
            var handles = new ArrayList<String>();
            while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                expectHere(reader, "ReceiptHandle");
                handles.add(reader.getElementText().trim());
                checkBatch(handles.size(), "receipt handles");
            }
            finish(reader);
            checkBatch(handles.size(), "receipt handles");
            return handles;
        });
    }

    private static Sent message(XMLStreamReader reader) throws XMLStreamException {
        var fields = new HashMap<String, String>();
        var user = new StringBuilder();
        var system = new StringBuilder();
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            var name = reader.getLocalName();
            switch (name) {
                case "UserProperties" -> properties(reader, "PropertyValue", user);
                case "SystemProperties" -> properties(reader, "SystemPropertyValue", system);
                default -> fields.put(name, reader.getElementText());
            }
        }
        return new Sent(fields, user.toString(), system.toString());
    }

    private static void properties(XMLStreamReader reader, String element, StringBuilder written)
            throws XMLStreamException {
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            expectHere(reader, element);
            var fields = new HashMap<String, String>();
            while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                var name = reader.getLocalName();
                fields.put(name, reader.getElementText());
            }
            var name = fields.get("Name");
            var value = fields.get("Value");
            if (name == null || value == null) {
                throw malformed("A property needs Name and Value.");
            }
            written.append(
                    element.equals("PropertyValue")
                            ? Xml.userProperty(name, value, fields.getOrDefault("Type", "STRING"))
                            : Xml.systemProperty(name, value));
        }
    }

    private static void checkBatch(int size, String what) {
        if (size < 1 || size > BATCH) {
            throw QueueAttributes.invalid("The number of " + what + " should between 1 and " + BATCH + ".");
        }
    }

    private interface Reading<T> {
        T from(XMLStreamReader reader) throws XMLStreamException;
    }

    private static <T> T read(Buffer body, Reading<T> reading) {
        try {
            var reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body.getBytes()), "UTF-8");
            try {
                return reading.from(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw malformed(e.getMessage());
        }
    }

    private static void start(XMLStreamReader reader) throws XMLStreamException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) {
                throw malformed("A DTD is not allowed.");
            }
        }
    }

    private static void expect(XMLStreamReader reader, String name) throws XMLStreamException {
        start(reader);
        expectHere(reader, name);
    }

    private static void expectHere(XMLStreamReader reader, String name) {
        if (!reader.getLocalName().equals(name)) {
            throw malformed("Expected <" + name + ">, found <" + reader.getLocalName() + ">.");
        }
    }

    private static void finish(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    private static ApiError malformed(String why) {
        return new ApiError(400, "MalformedXML", "The XML you provided was not well-formed. " + why);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        return factory;
    }
}
