package io.ecslifeguard.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields of a JSON object. A field that is missing, null or blank counts as not there.
 *
 * @param object the object
 * @param path where it is in the document, with a dot at its end, for reasons
 */
record Fields(ObjectNode object, String path) {

    static Fields none(String path) {
        return new Fields(JsonNodeFactory.instance.objectNode(), path);
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    boolean hasText(String name) {
        return object.path(name).isTextual();
    }

    /** The text of the first of these fields that is there; anything but text is not understood. */
    Optional<String> text(String... names) throws NotUnderstood {
        for (var name : names) {
            var value = object.path(name);
            if (isThere(value)) {
                if (!value.isTextual()) {
                    throw unexpected(name, value, "a text");
                }
                return Optional.of(clean(value.textValue()));
            }
        }
        return Optional.empty();
    }

    /** As {@link #text}, for ids, which may also be given as whole numbers. */
    Optional<String> id(String... names) throws NotUnderstood {
        for (var name : names) {
            var value = object.path(name);
            if (isThere(value)) {
                if (!value.isTextual() && !value.isIntegralNumber()) {
                    throw unexpected(name, value, "a text");
                }
                return Optional.of(clean(value.asText()));
            }
        }
        return Optional.empty();
    }

    /** The text or number in the first of these fields that has one; for what nothing depends on. */
    Optional<String> hint(String... names) {
        for (var name : names) {
            var value = object.path(name);
            if (isThere(value) && (value.isTextual() || value.isIntegralNumber())) {
                return Optional.of(clean(value.asText()));
            }
        }
        return Optional.empty();
    }

    /** The object in this field, which may also be given as a text of JSON; without fields where there is none. */
    Fields object(String name) throws NotUnderstood {
        var value = object.path(name);
        var inner = path + name + ".";
        if (!isThere(value)) {
            return none(inner);
        }
        if (value instanceof ObjectNode here) {
            return new Fields(here, inner);
        }
        if (value.isTextual()) {
            if (parse(name, value.textValue()) instanceof ObjectNode parsed) {
                return new Fields(parsed, inner);
            }
        }
        throw unexpected(name, value, "an object");
    }

    /** As {@link #object(String)}; what other products than ECS put there need not be an object. */
    Fields content(String name, String product) throws NotUnderstood {
        try {
            return object(name);
        } catch (NotUnderstood e) {
            if (product.equals(Products.ECS)) {
                throw e;
            }
            return none(path + name + ".");
        }
    }

    private JsonNode parse(String name, String text) throws NotUnderstood {
        try {
            return Json.read(Texts.trim(text));
        } catch (NotUnderstood e) {
            throw new NotUnderstood(
                    "Field \"" + path + name + "\" should be an object and is a text that is none: " + e.getMessage());
        }
    }

    private NotUnderstood unexpected(String name, JsonNode value, String expected) {
        var found = value.getNodeType().name().toLowerCase(Locale.ROOT);
        return new NotUnderstood("Field \"" + path + name + "\" should be " + expected + " and is of type " + found);
    }

    private static boolean isThere(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && Texts.trim(value.textValue()).isEmpty());
    }

    private static String clean(String text) {
        return Texts.storable(Texts.trim(text));
    }
}
