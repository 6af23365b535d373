package io.ecslifeguard.cloud;

import java.util.regex.Pattern;

/**
 * The id of a vServer group, such as {@code rsp-6cejjzl7q1a2b}.
 *
 * @param value letters, digits, {@code -}, {@code _} or {@code *}, at most 64
 */
public record ServerGroupId(String value) implements Comparable<ServerGroupId> {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9*_-]{1,64}");

    public ServerGroupId {
        if (value == null || !LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The id of a vServer group is 1 to 64 letters, digits or dashes, such as rsp-6cejjzl7q1a2b");
        }
    }

    @Override
    public int compareTo(ServerGroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
