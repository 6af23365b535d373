package io.ecslifeguard.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecslifeguard.event.Decoded;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Unrecognized;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DecoderPropertiesTest {

    private static final Map<String, String> BODIES = Fixtures.bodies();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Decoder decoder = new Decoder();

    @Property
    void takesAnyText(@ForAll String body, @ForAll String messageId) {
        holds(body, messageId);
    }

    @Property
    void takesAnyBytesAsBase64(@ForAll byte[] bytes) {
        holds(Base64.getEncoder().encodeToString(bytes), "M-1");
        holds(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), "M-1");
    }

    @Property(tries = 1500)
    void takesMutatedFixtures(@ForAll("mutated") String body) {
        holds(body, "M-1");
        holds(Base64.getEncoder().encodeToString(body.getBytes(UTF_8)), "M-1");
    }

    @Property(tries = 2000)
    void takesFixturesWithFieldsOfOtherTypes(@ForAll("retyped") String body) {
        holds(body, "");
    }

    @Property(tries = 200)
    void takesGiganticTexts(@ForAll("gigantic") String body) {
        holds(body, "M-1");
    }

    @Provide
    Arbitrary<String> mutated() {
        var positions = Arbitraries.integers().between(0, 1 << 20);
        var inserted = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5),
                Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "\"",
                        ",",
                        ":",
                        "\\u0000",
                        "\\ud800",
                        "\0",
                        "\uD800",
                        "\uFEFF",
                        "<!--",
                        "1e999999999"));
        return Combinators.combine(
                        Arbitraries.of(BODIES.values()),
                        positions,
                        positions,
                        inserted,
                        Arbitraries.integers().between(0, 4))
                .as(DecoderPropertiesTest::mutate);
    }

    @Provide
    Arbitrary<String> retyped() {
        var documents = Arbitraries.of(documents());
        var values = Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "7",
                        "-1",
                        "1e999999999",
                        "9223372036854775808",
                        "99999999999999999999999999",
                        "[]",
                        "{}",
                        "[[{}]]",
                        "\"\"",
                        "\" \"",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "\"{\"",
                        "\"{}\"",
                        "NaN",
                        "253402300800000",
                        "\"99991231T235959.999-1800\"",
                        "\"i-a b\"",
                        "9".repeat(200)),
                Arbitraries.strings().ofMaxLength(400).map(DecoderPropertiesTest::quote));
        var seeds = Arbitraries.integers().between(0, 1 << 20);
        return Combinators.combine(documents, seeds, values).as(DecoderPropertiesTest::retype);
    }

    @Provide
    Arbitrary<String> gigantic() {
        var lengths = Arbitraries.integers().between(1_000, 65_536);
        var pieces = Arbitraries.of(
                "[",
                "{\"a\":",
                "\"",
                "a",
                "9",
                "\uD83D\uDE00",
                "\\",
                "<a>",
                "<Notification>",
                "[{\"content\":",
                "QUJD",
                " ");
        var piecesInARow =
                Combinators.combine(pieces, lengths).as((piece, length) -> piece.repeat(length / piece.length()));
        var templates = Arbitraries.of(
                "%s",
                "{\"name\":\"Instance:StateChange\",\"content\":%s}",
                "{\"name\":\"%s\",\"id\":\"%1$s\",\"userId\":\"%1$s\",\"level\":\"%1$s\",\"content\":{\"status\":\"%1$s\"}}",
                "{\"name\":\"Instance:StateChange\",\"content\":{\"resourceId\":\"i-1\",\"state\":\"%s\"}}",
                "{\"specversion\":\"1.0\",\"type\":\"%s\",\"source\":\"%1$s\",\"id\":\"%1$s\"}",
                "<Notification><Message>%s</Message></Notification>");
        return Combinators.combine(templates, piecesInARow).as(String::formatted);
    }

    private void holds(String body, String messageId) {
        var decoded = decoder.decode(body, messageId);
        if (decoded instanceof EcsEvent event) {
            holds(event);
            assertThat(decoder.decode(event.header().payload(), messageId)).isEqualTo(decoded);
            assertThat(body.length())
                    .isGreaterThanOrEqualTo(event.header().payload().length());
        } else {
            var reason = ((Unrecognized) decoded).reason();
            assertThat(reason).isNotBlank().hasSizeLessThanOrEqualTo(500).doesNotContain("The decoder failed");
            assertStorable(reason);
        }
    }

    private static void holds(EcsEvent event) {
        var header = event.header();
        assertThat(header.key()).isNotBlank().hasSizeLessThanOrEqualTo(200);
        assertThat(header.name()).isNotBlank().hasSizeLessThanOrEqualTo(256);
        assertThat(header.product()).isNotBlank().hasSizeLessThanOrEqualTo(64);
        for (var shortText : List.of(header.account(), header.region(), header.occurredAtText(), event.detail())) {
            assertThat(shortText.orElse("")).hasSizeLessThanOrEqualTo(64);
        }
        for (var longText : List.of(header.id(), header.instanceName())) {
            assertThat(longText.orElse("")).hasSizeLessThanOrEqualTo(256);
        }
        Stream.of(
                        header.id(),
                        header.account(),
                        header.region(),
                        header.instanceName(),
                        header.occurredAtText(),
                        event.detail())
                .flatMap(Optional::stream)
                .forEach(DecoderPropertiesTest::assertStorable);
        Stream.of(header.key(), header.name(), header.product()).forEach(DecoderPropertiesTest::assertStorable);
        assertThat(Texts.indexOfLoneSurrogate(header.payload())).isNegative();
        header.occurredAt()
                .ifPresent(at -> assertThat(at)
                        .isBetween(
                                Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z")));
    }

    private static void assertStorable(String text) {
        assertThat(text).doesNotContain("\0");
        assertThat(UTF_8.newEncoder().canEncode(text)).isTrue();
    }

    private static String mutate(String body, int first, int second, String inserted, int how) {
        var length = body.length() + 1;
        var start = Math.min(first % length, second % length);
        var end = Math.max(first % length, second % length);
        var before = body.substring(0, start);
        var after = body.substring(end);
        return switch (how) {
            case 0 -> before;
            case 1 -> before + after;
            case 2 -> before + inserted + body.substring(start);
            case 3 -> body.substring(0, end) + body.substring(start);
            default -> flip(body, start, second % 16);
        };
    }

    private static String flip(String body, int index, int bit) {
        if (index >= body.length()) {
            return body;
        }
        var characters = body.toCharArray();
        characters[index] ^= (char) (1 << bit);
        return new String(characters);
    }

    private static List<String> documents() {
        var decoder = new Decoder();
        return BODIES.values().stream()
                .map(body -> decoder.decode(body, "M-1"))
                .flatMap(DecoderPropertiesTest::payload)
                .distinct()
                .toList();
    }

    private static Stream<String> payload(Decoded decoded) {
        return decoded instanceof EcsEvent event ? Stream.of(event.header().payload()) : Stream.empty();
    }

    /** The document with the value of one of its fields, at any depth, replaced by another JSON text. */
    private static String retype(String document, int which, String value) {
        try {
            var tree = MAPPER.readTree(document);
            var owners = new ArrayList<Map.Entry<ObjectNode, String>>();
            collect(tree, owners);
            var chosen = owners.get(which % owners.size());
            chosen.getKey().put(chosen.getValue(), "@replace@");
            return tree.toString().replace("\"@replace@\"", value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void collect(JsonNode node, List<Map.Entry<ObjectNode, String>> owners) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> owners.add(Map.entry(object, name)));
        }
        node.forEach(child -> collect(child, owners));
    }

    private static String quote(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
