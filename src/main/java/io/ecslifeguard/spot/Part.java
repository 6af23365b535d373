package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.journal.Edit;
import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.EditState.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * As many of a membership's backends as an edit takes; most memberships have one part. An edit of it has a name of its
 * group, its step and its turn, so that an attempt which is made again asks for nothing twice.
 *
 * @param number 0 for the first
 * @param replacement what comes in
 */
record Part(Membership membership, int number, List<Backend> backends, Replacement replacement) {

    static List<Part> of(Membership membership, Replacement replacement) {
        var all = membership.backends();
        return IntStream.range(0, (all.size() + Edit.LARGEST - 1) / Edit.LARGEST)
                .mapToObj(number -> new Part(
                        membership,
                        number,
                        all.subList(number * Edit.LARGEST, Math.min(all.size(), (number + 1) * Edit.LARGEST)),
                        replacement))
                .toList();
    }

    String key(Step step) {
        var key = step + " " + membership.where() + " " + membership.turn()
                + (number == 0 ? "" : " part " + (number + 1));
        return step == Step.SWAP || step == Step.ATTACH ? key + by(replacement) : key;
    }

    /** How the keys end of what puts this replacement in. */
    static String by(Replacement replacement) {
        return " by " + replacement.generation();
    }

    List<Backend> atWeightZero() {
        return backends.stream().map(backend -> backend.withWeight(0)).toList();
    }

    boolean isDone(Step step, Map<String, EditState> states) {
        return is(Status.DONE, step, states);
    }

    boolean hasFailed(Step step, Map<String, EditState> states) {
        return is(Status.FAILED, step, states);
    }

    /** What is to be asked for, where that was not done yet. */
    Optional<Step> next(Step step, Map<String, EditState> states) {
        // where the replacement is not let in, the interrupted instance must leave all the same
        var its = step == Step.SWAP && hasFailed(Step.SWAP, states) ? Step.REMOVE : step;
        var isEdit = its != Step.WAIT && its != Step.NONE;
        // of several parts, others may not have come as far
        return isEdit && !isDone(Step.SWAP, states) && isNew(states.get(key(its)))
                ? Optional.of(its)
                : Optional.empty();
    }

    /** The key of the edit that is of no use any more: the weight of what is taken out is not worth a call. */
    Optional<String> needless(Step step, Map<String, EditState> states) {
        return step != Step.SILENCE && step != Step.WAIT && is(Status.OPEN, Step.SILENCE, states)
                ? Optional.of(key(Step.SILENCE))
                : Optional.empty();
    }

    /** Why the step is not done, where it was tried. */
    Optional<String> problem(Step step, Map<String, EditState> states) {
        return isDone(step, states) || is(Status.DROPPED, step, states)
                ? Optional.empty()
                : Optional.ofNullable(states.get(key(step))).flatMap(EditState::problem);
    }

    private boolean is(Status status, Step step, Map<String, EditState> states) {
        var state = states.get(key(step));
        return state != null && state.status() == status;
    }

    private static boolean isNew(EditState state) {
        return state == null || state.status() == Status.DROPPED;
    }
}
