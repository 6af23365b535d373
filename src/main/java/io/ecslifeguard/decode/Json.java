package io.ecslifeguard.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads JSON strictly: one document, no name twice in an object, nothing after it, limited in every dimension. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .maxNameLength(1_000)
                            .maxStringLength(Unwrapping.LONGEST_BODY)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // names come from outside: they would fill the symbol table and the interned strings
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .build();

    private Json() {}

    /** The document that the text is. */
    static JsonNode read(String text) throws NotUnderstood {
        try (var parser = MAPPER.createParser(text)) {
            return read(parser);
        } catch (IOException e) {
            throw new NotUnderstood("The text is not JSON: " + e.getMessage());
        }
    }

    private static JsonNode read(JsonParser parser) throws IOException, NotUnderstood {
        try {
            JsonNode document = MAPPER.readTree(parser);
            if (document == null || document.isMissingNode()) {
                throw new NotUnderstood("The text is not JSON: it is empty");
            }
            if (parser.nextToken() != null) {
                throw new NotUnderstood("The text goes on after its JSON document, at " + where(parser));
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new NotUnderstood("The text is not JSON that is accepted: " + said(e) + ", at " + where(parser));
        }
    }

    private static String said(JsonProcessingException e) {
        var message = e.getOriginalMessage();
        // a second place, in the parser's own notation, helps nobody
        var startMarker = message.indexOf(" (start marker");
        return startMarker < 0 ? message : message.substring(0, startMarker);
    }

    private static String where(JsonParser parser) {
        var location = parser.currentLocation();
        var field = parser.getParsingContext().pathAsPointer().toString();
        return "line " + location.getLineNr() + ", column " + location.getColumnNr()
                + (field.isEmpty() ? "" : ", in field " + field);
    }
}
