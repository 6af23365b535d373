package io.ecslifeguard.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.ecslifeguard.event.InstanceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Where a listing goes on: after the row of this time and id. Both never change, so that rows which are added while
 * somebody pages through a listing neither repeat nor hide others.
 *
 * @param at the time that the listing is sorted by
 * @param kind among rows of one time, which kind of row it is, where there are several
 * @param id among rows of one time and kind, which one it is
 */
record Cursor(Instant at, int kind, String id) {

    private static final String VERSION = "1";

    /** Opaque for who asks; bound to the listing and the filters of {@code origin}. */
    String encode(String origin) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        var text = String.join("/", VERSION, origin, Long.toString(micros, 36), Integer.toString(kind), id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    static Cursor parse(String text, String origin) {
        String[] parts;
        try {
            parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("/", -1);
        } catch (IllegalArgumentException noBase64) {
            throw broken();
        }
        if (parts.length != 5 || !VERSION.equals(parts[0])) {
            throw broken();
        }
        if (!origin.equals(parts[1])) {
            throw Refusal.of(
                    Query.CURSOR,
                    "cursor belongs to another listing or to other filters: send it to the same path, with the filters"
                            + " of the request that answered with it");
        }
        try {
            var at = Instant.EPOCH.plus(Long.parseLong(parts[2], 36), ChronoUnit.MICROS);
            var id = InstanceId.parse(parts[4]).orElseThrow(Cursor::broken);
            var cursor = new Cursor(at, Integer.parseInt(parts[3]), id.value());
            if (Query.isStorable(at) && cursor.encode(origin).equals(text)) {
                return cursor;
            }
        } catch (ArithmeticException | java.time.DateTimeException | NumberFormatException garbled) {
            // told below
        }
        throw broken();
    }

    /** The id as the number that it is in most tables. */
    long number() {
        return RowNumber.parse(Query.CURSOR, id);
    }

    private static Refusal broken() {
        return Refusal.of(
                Query.CURSOR, "cursor is broken: send back what an answer gave as its next cursor, letter by letter");
    }
}
