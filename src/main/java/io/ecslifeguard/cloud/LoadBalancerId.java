package io.ecslifeguard.cloud;

import java.util.regex.Pattern;

/**
 * The id of a load balancer, such as {@code lb-bp1o94dp5i6ea2mzdc7go}.
 *
 * @param value letters, digits, {@code -}, {@code _} or {@code *}, at most 64
 */
public record LoadBalancerId(String value) implements Comparable<LoadBalancerId> {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9*_-]{1,64}");

    public LoadBalancerId {
        if (value == null || !LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The id of a load balancer is 1 to 64 letters, digits or dashes, such as lb-bp1o94dp5i6ea2mzdc7go");
        }
    }

    @Override
    public int compareTo(LoadBalancerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
