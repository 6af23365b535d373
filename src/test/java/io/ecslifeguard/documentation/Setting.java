package io.ecslifeguard.documentation;

import java.util.Locale;
import java.util.Optional;

/**
 * A setting, as its mapping declares it.
 *
 * @param property such as {@code lifeguard.queue.names}; what the operator names stands in angle brackets
 * @param type what its value is, in a word
 * @param byDefault what holds where it is not set
 * @param meaning its Javadoc in Markdown
 */
record Setting(String property, String type, Optional<String> byDefault, String meaning) {

    /** The environment variable that sets it, by the rules of MicroProfile Config. */
    String variable() {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9<>]", "_");
    }

    String row() {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        variable(),
                        type,
                        byDefault.map(value -> "`" + value + "`").orElse("–"),
                        meaning);
    }
}
