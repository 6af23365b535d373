package io.ecslifeguard.restart;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.event.InstanceId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads what requests want, and refuses what cannot be understood by naming the field. */
final class Wanted {

    private static final int LONGEST_REASON = 500;
    /** Longer than any maintenance: what somebody forgot would keep instances down for ever. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private Wanted() {}

    static InstanceId instance(String field, String text) {
        return InstanceId.parse(text)
                .orElseThrow(() ->
                        Refusal.of(field, field + " is not the id of an instance, such as i-bp1ecr3v9k2mzt5go2go"));
    }

    static String reason(String text) {
        if (text == null || text.isBlank() || text.length() > LONGEST_REASON || text.indexOf('\0') >= 0) {
            throw Refusal.of("reason", "reason is missing, or longer than " + LONGEST_REASON + " characters: say why");
        }
        return text.strip();
    }

    static Instant until(String text, Instant now) {
        var example = ", such as 2026-12-24T06:00:00Z";
        try {
            var until = OffsetDateTime.parse(text == null ? "" : text).toInstant();
            if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
                throw Refusal.of("until", "until is not within the year to come" + example);
            }
            return until;
        } catch (DateTimeException unreadable) {
            throw Refusal.of("until", "until is missing, or not a time with its offset" + example);
        }
    }
}
