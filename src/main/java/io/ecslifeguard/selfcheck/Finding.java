package io.ecslifeguard.selfcheck;

import java.util.Optional;

/**
 * What was found of a path.
 *
 * @param what what works, or does not
 * @param problem why it does not; empty where it works
 */
public record Finding(String what, Optional<String> problem) {

    public boolean works() {
        return problem.isEmpty();
    }

    /** In a line, for whoever looks. */
    @Override
    public String toString() {
        return problem.map(why -> "FAILED  " + what + ": " + why).orElse("ok      " + what);
    }
}
