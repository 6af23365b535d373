package io.ecslifeguard.localcloud.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes a JSON answer as the XML that OpenAPI gives for {@code Format=XML}: an array repeats its element. */
final class AnswerXml {

    private final StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>");

    private AnswerXml() {}

    static String write(String root, JsonObject answer) {
        var writer = new AnswerXml();
        writer.element(root, answer);
        return writer.xml.toString();
    }

    private void element(String name, Object value) {
        if (value instanceof JsonArray array) {
            array.forEach(item -> element(name, item));
            return;
        }
        if (value == null) {
            return;
        }
        xml.append('<').append(name).append('>');
        if (value instanceof JsonObject object) {
            object.forEach(field -> element(field.getKey(), field.getValue()));
        } else {
            text(value.toString());
        }
        xml.append("</").append(name).append('>');
    }

    private void text(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '\r' -> xml.append("&#13;");
                default ->
                    xml.appendCodePoint(
                            c == '\t'
                                            || c == '\n'
                                            || c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c < 0xFFFE
                                            || c > 0xFFFF
                                    ? c
                                    : 0xFFFD);
            }
        });
    }
}
