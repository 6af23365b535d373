package io.ecslifeguard.spot;

import static java.util.stream.Collectors.toMap;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.journal.Edit;
import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.Edits;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the lanes for the edits that an evacuation needs, and reads what came of them. An edit has a name of its group, its
 * step and its turn, so that an attempt which is made again asks for nothing twice.
 */
@ApplicationScoped
class GroupEdits {

    private final Edits edits;
    private final Clock clock;

    GroupEdits(Edits edits, Clock clock) {
        this.edits = edits;
        this.clock = clock;
    }

    /** What became of the edits that were asked for, by their keys. */
    Uni<Map<String, EditState>> of(Attempt attempt) {
        return edits.of(attempt.reaction()).map(all -> all.stream().collect(toMap(EditState::key, state -> state)));
    }

    /** The evacuation as the edits have left it; what is seen done for the first time counts from now on. */
    Evacuation folded(Evacuation evacuation, Map<String, EditState> states) {
        var replacement = evacuation.replacement();
        var now = clock.instant();
        return evacuation
                .each(membership -> folded(membership, replacement, states, now))
                .dry(states.values().stream().anyMatch(EditState::dryRun));
    }

    private static Membership folded(
            Membership membership, Replacement replacement, Map<String, EditState> states, Instant now) {
        var swapped = isDone(states, key(Step.SWAP, membership, replacement));
        var silenced =
                isDone(states, key(Step.SILENCE, membership, replacement)) ? membership.silenced(now) : membership;
        var removed =
                swapped || isDone(states, key(Step.REMOVE, membership, replacement)) ? silenced.removed(now) : silenced;
        return swapped || isDone(states, key(Step.ATTACH, membership, replacement)) ? removed.attached(now) : removed;
    }

    /** Asks for what is due and was not asked for yet. Gives the evacuation, which remembers when it first asked. */
    Uni<Evacuation> ask(Attempt attempt, Evacuation evacuation, Timing timing, Map<String, EditState> states) {
        var now = clock.instant();
        var wanted = new ArrayList<Edit>();
        var asked = evacuation.each(membership -> {
            var step = refused(membership, evacuation, timing.next(membership, evacuation.replacement(), now), states);
            var isEdit = step != Step.WAIT && step != Step.NONE;
            if (isEdit && isNew(states.get(key(step, membership, evacuation.replacement())))) {
                wanted.add(edit(attempt, step, membership, evacuation, timing, now));
            }
            return step == Step.SILENCE ? membership.tried(now) : membership;
        });
        return wanted.isEmpty()
                ? Uni.createFrom().item(asked)
                : attempt.stillMine().chain(() -> edits.queue(wanted)).replaceWith(asked);
    }

    /** Where the replacement is not let in, the interrupted instance must leave all the same. */
    private static Step refused(
            Membership membership, Evacuation evacuation, Step step, Map<String, EditState> states) {
        return step == Step.SWAP && isFailed(states, key(step, membership, evacuation.replacement()))
                ? Step.REMOVE
                : step;
    }

    /** Why edits that are not done are not, a sentence for each. */
    static List<String> problems(Evacuation evacuation, Map<String, EditState> states) {
        var problems = new ArrayList<String>();
        for (var membership : evacuation.memberships()) {
            for (var step : Step.values()) {
                var state = states.get(key(step, membership, evacuation.replacement()));
                if (state != null && state.status() != EditState.Status.DONE && isOpen(step, membership)) {
                    state.problem().ifPresent(why -> problems.add(membership.where() + ": " + why));
                }
            }
        }
        return problems;
    }

    /** Whether the replacement is in all groups but those that have refused it for good. */
    static boolean isRefused(Evacuation evacuation, Map<String, EditState> states) {
        var others = evacuation.memberships().stream()
                .filter(membership -> !membership.attached())
                .toList();
        return !others.isEmpty()
                && others.stream()
                        .allMatch(membership -> membership.removed()
                                && isFailed(states, key(Step.ATTACH, membership, evacuation.replacement())));
    }

    /**
     * Takes back what would put this replacement in, as far as it is not being made.
     *
     * @return what is left of it: {@code DONE} where it is in a group, {@code OPEN} where that is not known yet, and
     *     nothing where it is in none and will be in none
     */
    Uni<Optional<EditState.Status>> takeBack(Attempt attempt, Replacement replacement) {
        return of(attempt)
                .call(states -> attempt.stillMine()
                        .chain(() -> edits.withdraw(attempt.reaction(), putting(replacement, states))))
                .chain(states -> of(attempt))
                .map(states -> putting(replacement, states).stream()
                        .map(key -> states.get(key).status())
                        .filter(status -> status == EditState.Status.DONE || status == EditState.Status.OPEN)
                        .max(Comparator.naturalOrder()));
    }

    private static List<String> putting(Replacement replacement, Map<String, EditState> states) {
        return states.keySet().stream()
                .filter(key -> key.endsWith(by(replacement)))
                .toList();
    }

    private static boolean isOpen(Step step, Membership membership) {
        return switch (step) {
            case SILENCE -> membership.silencedAt().isEmpty() && !membership.removed();
            case REMOVE -> !membership.removed();
            case SWAP, ATTACH -> !membership.attached();
            case WAIT, NONE -> false;
        };
    }

    private static boolean isNew(EditState state) {
        return state == null || state.status() == EditState.Status.DROPPED;
    }

    private static boolean isDone(Map<String, EditState> states, String key) {
        return states.containsKey(key) && states.get(key).status() == EditState.Status.DONE;
    }

    private static boolean isFailed(Map<String, EditState> states, String key) {
        return states.containsKey(key) && states.get(key).status() == EditState.Status.FAILED;
    }

    private static String key(Step step, Membership membership, Replacement replacement) {
        var key = step + " " + membership.where() + " " + membership.turn();
        return step == Step.SWAP || step == Step.ATTACH ? key + by(replacement) : key;
    }

    private static String by(Replacement replacement) {
        return " by " + replacement.generation();
    }

    private Edit edit(
            Attempt attempt, Step step, Membership membership, Evacuation evacuation, Timing timing, Instant now) {
        var replacement = evacuation.replacement();
        var out = step == Step.SWAP || step == Step.REMOVE ? BackendList.write(membership.backends()) : Edit.NONE;
        var in = switch (step) {
            case SILENCE -> BackendList.write(membership.atWeightZero());
            case SWAP, ATTACH -> BackendList.write(entries(membership, replacement));
            default -> Edit.NONE;
        };
        return new Edit(
                attempt.reaction(),
                key(step, membership, replacement),
                membership.loadBalancer().map(LoadBalancerId::value),
                membership.group().map(ServerGroupId::value),
                kind(step),
                out,
                in,
                now,
                Optional.of(timing.deadline()));
    }

    /** The replacement in the place of each entry, with the same port, weight, type and description. */
    private static List<Backend> entries(Membership membership, Replacement replacement) {
        var id = replacement.instance().orElseThrow().value();
        return membership.backends().stream()
                .map(old -> "ecs".equalsIgnoreCase(old.type())
                                || replacement.networkInterface().isEmpty()
                        ? new Backend(id, old.port(), old.weight(), "ecs", old.description(), Optional.empty())
                        : new Backend(
                                replacement.networkInterface().get(),
                                old.port(),
                                old.weight(),
                                old.type(),
                                old.description(),
                                replacement.address()))
                .toList();
    }

    private static Edit.Kind kind(Step step) {
        return switch (step) {
            case SILENCE -> Edit.Kind.WEIGH;
            case SWAP -> Edit.Kind.SWAP;
            case REMOVE -> Edit.Kind.REMOVE;
            case ATTACH -> Edit.Kind.ADD;
            case WAIT, NONE -> throw new IllegalArgumentException(step + " is no edit");
        };
    }
}
