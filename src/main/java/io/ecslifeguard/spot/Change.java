package io.ecslifeguard.spot;

import java.util.Optional;

/**
 * What came of one try in one group.
 *
 * @param step what was tried
 * @param after the membership after it
 * @param failure why it failed
 * @param dryRun whether it was only recorded
 */
record Change(Step step, Membership after, Optional<String> failure, boolean dryRun) {

    boolean succeeded(Step wanted) {
        return step == wanted && failure.isEmpty();
    }
}
