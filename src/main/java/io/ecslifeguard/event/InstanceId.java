package io.ecslifeguard.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of an ECS instance, such as {@code i-bp1ecr3v9k2mzt5go2go}.
 *
 * @param value letters, digits, {@code -}, {@code _} or {@code *} (documentation masks ids with asterisks), at most 64
 */
public record InstanceId(String value) implements Comparable<InstanceId> {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9*_-]{1,64}");

    public InstanceId {
        if (value == null || !LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "An instance id is 1 to 64 letters, digits or dashes, such as i-bp1ecr3v9k2mzt5go2go");
        }
    }

    /** The id in {@code text}, or empty where the text is none. */
    public static Optional<InstanceId> parse(String text) {
        return text != null && LEGAL.matcher(text).matches() ? Optional.of(new InstanceId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
