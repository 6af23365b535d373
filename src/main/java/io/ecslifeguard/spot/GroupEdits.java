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
 * Asks the lanes for the edits that an evacuation needs, and reads what came of them: for each {@link Part} of a
 * membership one for each step.
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
        var parts = Part.of(membership, replacement);
        var silenced = parts.stream().allMatch(part -> part.isDone(Step.SILENCE, states))
                // the drain time has run since then, and not since somebody looked
                ? membership.silenced(lastEnded(parts, states, now))
                : membership;
        var removed =
                parts.stream().allMatch(part -> part.isDone(Step.SWAP, states) || part.isDone(Step.REMOVE, states))
                        ? silenced.removed(now)
                        : silenced;
        return parts.stream().allMatch(part -> part.isDone(Step.SWAP, states) || part.isDone(Step.ATTACH, states))
                ? removed.attached(now)
                : removed;
    }

    private static Instant lastEnded(List<Part> parts, Map<String, EditState> states, Instant now) {
        return parts.stream()
                .flatMap(part -> states.get(part.key(Step.SILENCE)).endedAt().stream())
                .max(Comparator.naturalOrder())
                // by the database's clock, which may be ahead
                .filter(now::isAfter)
                .orElse(now);
    }

    /** Asks for what is due and was not asked for yet. Gives the evacuation, which remembers when it first asked. */
    Uni<Evacuation> ask(Attempt attempt, Evacuation evacuation, Timing timing, Map<String, EditState> states) {
        var now = clock.instant();
        var wanted = new ArrayList<Edit>();
        var needless = new ArrayList<String>();
        var asked = evacuation.each(membership -> {
            var step = timing.next(membership, evacuation.replacement(), now);
            for (var part : Part.of(membership, evacuation.replacement())) {
                part.next(step, states).ifPresent(its -> wanted.add(edit(attempt, its, part, timing, now)));
                part.needless(step, states).ifPresent(needless::add);
            }
            return step == Step.SILENCE ? membership.tried(now) : membership;
        });
        return wanted.isEmpty() && needless.isEmpty()
                ? Uni.createFrom().item(asked)
                : attempt.stillMine()
                        .chain(() -> withdraw(attempt, needless))
                        .chain(() -> edits.queue(wanted))
                        .replaceWith(asked);
    }

    private Uni<Void> withdraw(Attempt attempt, List<String> needless) {
        return needless.isEmpty() ? Uni.createFrom().voidItem() : edits.withdraw(attempt.reaction(), needless);
    }

    /** Why edits that are not done are not, a sentence for each. */
    static List<String> problems(Evacuation evacuation, Map<String, EditState> states) {
        var problems = new ArrayList<String>();
        for (var membership : evacuation.memberships()) {
            for (var step : Step.values()) {
                if (isOpen(step, membership)) {
                    Part.of(membership, evacuation.replacement()).stream()
                            .flatMap(part -> part.problem(step, states).stream())
                            // one answer tells of all parts
                            .distinct()
                            .forEach(why -> problems.add(membership.where() + ": " + why));
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
                                && Part.of(membership, evacuation.replacement()).stream()
                                        .allMatch(part -> part.isDone(Step.SWAP, states)
                                                || part.isDone(Step.ATTACH, states)
                                                || part.hasFailed(Step.ATTACH, states)));
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
                .filter(key -> key.endsWith(Part.by(replacement)))
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

    private Edit edit(Attempt attempt, Step step, Part part, Timing timing, Instant now) {
        var membership = part.membership();
        var out = step == Step.SWAP || step == Step.REMOVE ? BackendList.write(part.backends()) : Edit.NONE;
        var in = switch (step) {
            case SILENCE -> BackendList.write(part.atWeightZero());
            case SWAP, ATTACH -> BackendList.write(entries(part));
            default -> Edit.NONE;
        };
        return new Edit(
                attempt.reaction(),
                part.key(step),
                membership.loadBalancer().map(LoadBalancerId::value),
                membership.group().map(ServerGroupId::value),
                kind(step),
                out,
                in,
                now,
                Optional.of(timing.deadline()));
    }

    /** The replacement in the place of each entry, with the same port, weight, type and description. */
    private static List<Backend> entries(Part part) {
        var replacement = part.replacement();
        var id = replacement.instance().orElseThrow().value();
        return part.backends().stream()
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
