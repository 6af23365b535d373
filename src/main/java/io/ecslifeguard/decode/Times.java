package io.ecslifeguard.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Reads the times of the events: basic and extended ISO 8601 with an offset, and the epoch. */
final class Times {

    /** {@code 20190409T121826.922+0800}, CloudMonitor's. */
    private static final DateTimeFormatter BASIC = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendValue(ChronoField.YEAR, 4)
            .appendValue(ChronoField.MONTH_OF_YEAR, 2)
            .appendValue(ChronoField.DAY_OF_MONTH, 2)
            .appendLiteral('T')
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** {@code 2020-11-19T21:04:41+08:00}, {@code 2019-04-12T01:01:01Z} and {@code 2019-11-11T11:00Z}. */
    private static final DateTimeFormatter EXTENDED = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd'T'HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]")
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    // narrower than timestamptz, so that every ISO 8601 reader after the database can read it too
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final int DIGITS_OF_A_YEAR = 4;
    private static final int FEWEST_DIGITS_OF_SECONDS = 9;
    private static final int FEWEST_DIGITS_OF_MILLIS = 12;
    private static final int MOST_DIGITS = 18;

    private Times() {}

    /** The instant that the text names, to the microsecond; empty where it names none between the years 1 and 9999. */
    static Optional<Instant> parse(String text) {
        if (text.length() > 64) {
            return Optional.empty();
        }
        return (isDigits(text) ? epoch(text) : formatted(text))
                .map(instant -> instant.truncatedTo(ChronoUnit.MICROS))
                .filter(instant -> !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST));
    }

    private static Optional<Instant> epoch(String digits) {
        if (digits.length() < FEWEST_DIGITS_OF_SECONDS || digits.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        var value = Long.parseLong(digits);
        return Optional.of(
                digits.length() < FEWEST_DIGITS_OF_MILLIS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value));
    }

    private static Optional<Instant> formatted(String text) {
        var format = text.length() > DIGITS_OF_A_YEAR && text.charAt(DIGITS_OF_A_YEAR) == '-' ? EXTENDED : BASIC;
        try {
            return Optional.of(format.parse(text, OffsetDateTime::from).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isDigits(String text) {
        for (var index = 0; index < text.length(); index++) {
            if (text.charAt(index) < '0' || text.charAt(index) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
