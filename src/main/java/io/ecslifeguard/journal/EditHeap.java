package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * The due edits of a lane that may share a call.
 *
 * @param serverGroup the vServer group; empty for the load balancer's default group
 * @param step the call that is next
 * @param cohort those that go together, since a larger call was refused
 * @param isUnclear whether a call may have had its effect already, so that the group is to be looked at first
 * @param backends how many backends they have in all
 * @param waited how long the first of them has been due
 * @param left how long until the nearest deadline; negative after it
 * @param expected of swaps and additions, how many more backends are likely to come into this group, since their
 *     predecessors were set to weight 0
 * @param unsettled how long it must be left alone, since a call of a former holder of the lane may still put servers into
 *     this group
 */
public record EditHeap(
        Optional<String> serverGroup,
        Edit.Kind step,
        Optional<String> cohort,
        boolean isUnclear,
        int backends,
        Duration waited,
        Optional<Duration> left,
        int expected,
        Duration unsettled) {

    public EditHeap {
        requireNonNull(serverGroup, "serverGroup");
        requireNonNull(step, "step");
        requireNonNull(cohort, "cohort");
        requireNonNull(waited, "waited");
        requireNonNull(left, "left");
        requireNonNull(unsettled, "unsettled");
    }
}
