package io.ecslifeguard.localcloud.smq;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** Writes SMQ's documents. */
final class Xml {

    /** Without the trailing slash that the vendor's pages print: the Java SDK reads errors in this namespace alone. */
    static final String NAMESPACE = "http://mns.aliyuncs.com/doc/v1";

    private static final String HEAD = "<?xml version=\"1.0\" ?>\n";

    private final StringBuilder text = new StringBuilder(1024).append(HEAD);

    /** Opens the root element. */
    @CanIgnoreReturnValue
    Xml root(String name) {
        text.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
        return this;
    }

    @CanIgnoreReturnValue
    Xml open(String name) {
        text.append('<').append(name).append('>');
        return this;
    }

    @CanIgnoreReturnValue
    Xml close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    @CanIgnoreReturnValue
    Xml element(String name, String value) {
        open(name);
        escape(value, text);
        return close(name);
    }

    @CanIgnoreReturnValue
    Xml element(String name, long value) {
        open(name);
        text.append(value);
        return close(name);
    }

    /** Elements that are written already. */
    @CanIgnoreReturnValue
    Xml raw(String elements) {
        text.append(elements);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    static String systemProperty(String name, String value) {
        return "<SystemPropertyValue>" + property(name, value, "STRING") + "</SystemPropertyValue>";
    }

    static String userProperty(String name, String value, String type) {
        return "<PropertyValue>" + property(name, value, type) + "</PropertyValue>";
    }

    private static String property(String name, String value, String type) {
        var text = new StringBuilder();
        escape(name, text.append("<Name>"));
        escape(value, text.append("</Name><Value>"));
        escape(type, text.append("</Value><Type>"));
        return text.append("</Type>").toString();
    }

    static void escape(String value, StringBuilder text) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                // a parser would make a line feed of it
                case '\r' -> text.append("&#13;");
                default -> text.append(c);
            }
        }
    }

    /** Whether XML 1.0 can carry each character. */
    static boolean carries(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(++i))) {
                    return false;
                }
            } else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0xFFFE || Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
