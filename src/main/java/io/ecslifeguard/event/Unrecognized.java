package io.ecslifeguard.event;

import static java.util.Objects.requireNonNull;

/**
 * A message that is not understood. It is kept byte for byte in quarantine.
 *
 * @param reason what was expected and what was found, in one sentence for an operator
 */
public record Unrecognized(String reason) implements Decoded {

    public Unrecognized {
        requireNonNull(reason, "reason");
    }
}
