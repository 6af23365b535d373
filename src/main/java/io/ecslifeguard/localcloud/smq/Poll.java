package io.ecslifeguard.localcloud.smq;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A receive that waits.
 *
 * @param most how many messages it takes
 * @param gone whether whoever waits has gone, so that messages must not be wasted on it
 * @param answer takes what was received; empty when the wait is over
 */
record Poll(int most, BooleanSupplier gone, Consumer<List<Message>> answer) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
