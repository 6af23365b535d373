package io.ecslifeguard.history;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.ecslifeguard.event.InstanceId;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The query parameters of one request: each is known, given once and well formed. */
final class Query {

    static final String LIMIT = "limit";
    static final String CURSOR = "cursor";
    static final int LARGEST_LIMIT = 500;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final int LONGEST_CURSOR = 512;

    private final String listing;
    private final Map<String, String> values;

    private Query(String listing, Map<String, String> values) {
        this.listing = listing;
        this.values = values;
    }

    /**
     * Reads a request's parameters.
     *
     * @param listing the listing that is asked for, which its cursors are bound to
     * @param known the filters that it has; {@code limit} and {@code cursor} are added
     */
    static Query of(HttpServerRequest request, String listing, String... known) {
        return of(request.query(), listing, known);
    }

    /** Makes sure that a request has no parameters. */
    static void none(HttpServerRequest request) {
        var nothing = parse(request.query(), List.of());
    }

    static Query of(String raw, String listing, String... known) {
        var allowed = new ArrayList<>(List.of(known));
        allowed.add(LIMIT);
        allowed.add(CURSOR);
        return new Query(listing, parse(raw, allowed));
    }

    private static Map<String, String> parse(String raw, List<String> allowed) {
        var values = new TreeMap<String, String>();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decoded("query", equals < 0 ? pair : pair.substring(0, equals));
            if (!allowed.contains(name)) {
                throw Refusal.of(
                        name,
                        allowed.isEmpty()
                                ? "This path takes no parameters"
                                : "There is no parameter of this name; known are " + String.join(", ", allowed));
            }
            var value = decoded(name, equals < 0 ? "" : pair.substring(equals + 1));
            if (value.isEmpty()) {
                throw Refusal.of(name, name + " is empty: give it a value or leave it out");
            }
            if (values.put(name, value) != null) {
                throw Refusal.of(name, name + " is given more than once");
            }
        }
        return values;
    }

    /** A text of at most {@code longest} characters. */
    Optional<String> text(String name, int longest) {
        var value = Optional.ofNullable(values.get(name));
        value.ifPresent(text -> {
            if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw Refusal.of(name, name + " has a control character in it, such as %00");
            }
            if (text.length() > longest) {
                throw Refusal.of(
                        name, name + " is " + text.length() + " characters long; at most " + longest + " are allowed");
            }
        });
        return value;
    }

    Optional<String> instance(String name) {
        return Optional.ofNullable(values.get(name))
                .map(value -> InstanceId.parse(value)
                        .map(InstanceId::value)
                        .orElseThrow(() -> Refusal.of(
                                name,
                                name + " is not an instance id: 1 to 64 letters, digits or dashes, such as"
                                        + " i-bp1ecr3v9k2mzt5go2go")));
    }

    /** One of these words, in any case, as it is written in {@code words}. */
    Optional<String> word(String name, String... words) {
        return text(name, 64)
                .map(value -> Arrays.stream(words)
                        .filter(word -> word.equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(name, name + " is one of " + String.join(", ", words))));
    }

    Optional<Boolean> flag(String name) {
        return word(name, "true", "false").map(Boolean::valueOf);
    }

    Optional<Long> number(String name) {
        return text(name, 64).map(value -> RowNumber.parse(name, value));
    }

    Optional<Instant> time(String name) {
        return text(name, 64).map(value -> {
            try {
                var time = OffsetDateTime.parse(value.toUpperCase(Locale.ROOT)).toInstant();
                if (isStorable(time)) {
                    return time;
                }
            } catch (DateTimeException noTime) {
                // told below
            }
            throw Refusal.of(
                    name,
                    name + " is not a time of the years 1 to 9999 with its zone, such as 2026-11-23T12:00:00Z or"
                            + " 2026-11-23T20:00:00%2B08:00 (a plus sign must be sent as %2B)");
        });
    }

    static boolean isStorable(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    int limit(int usual) {
        return text(LIMIT, 64)
                .map(value -> {
                    var limit = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
                    if (limit < 1 || limit > LARGEST_LIMIT) {
                        throw Refusal.of(LIMIT, "limit is not a number from 1 to " + LARGEST_LIMIT);
                    }
                    return limit;
                })
                .orElse(usual);
    }

    Optional<Cursor> cursor() {
        return text(CURSOR, LONGEST_CURSOR).map(text -> Cursor.parse(text, origin()));
    }

    /** What a cursor belongs to: the listing and its filters, in short. */
    String origin() {
        var filters = new TreeMap<>(values);
        filters.remove(LIMIT);
        filters.remove(CURSOR);
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest((listing + filters).getBytes(StandardCharsets.UTF_8));
            return listing + "." + Integer.toHexString(ByteBuffer.wrap(digest).getInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String decoded(String name, String text) {
        return Percent.decode(text)
                .orElseThrow(
                        () -> Refusal.of(name, "What is given is not UTF-8 in percent encoding: a % is sent as %25"));
    }
}
