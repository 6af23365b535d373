package io.ecslifeguard.history;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts the life of an instance together from the tables that tell of it. Each is asked for as many rows as the answer
 * may have, so that the newest of all of them are the newest there are.
 */
@ApplicationScoped
class Life {

    private static final int USUAL_LIMIT = 200;

    private final Reading reading;

    Life(Reading reading) {
        this.reading = reading;
    }

    /** What is known of an instance, or null where nothing is. */
    Uni<InstanceLife> of(String instance, Query query) {
        var limit = query.limit(USUAL_LIMIT);
        var cursor = query.cursor();
        return reading.read(() -> InstanceRow.<InstanceRow>findById(instance)
                .chain(row -> moments(instance, cursor, limit + 1)
                        .map(moments -> put(instance, row, moments, limit, query.origin()))));
    }

    private static InstanceLife put(String id, InstanceRow row, List<Moment> newestFirst, int limit, String origin) {
        if (row == null && newestFirst.isEmpty()) {
            return null;
        }
        var shown = newestFirst.stream().limit(limit).collect(Collectors.toList());
        var older = newestFirst.size() > limit ? shown.get(limit - 1).cursor().encode(origin) : null;
        Collections.reverse(shown);
        return new InstanceLife(
                id,
                row == null ? null : InstanceItem.of(row),
                shown.stream().map(Moment::entry).toList(),
                older);
    }

    private static Uni<List<Moment>> moments(String instance, Optional<Cursor> cursor, int limit) {
        var events = Conditions.of("r.instance = :instance", "instance", instance);
        var reactions = Conditions.of("r.instance = :instance", "instance", instance);
        var attempts = Conditions.of("r.reaction.instance = :instance", "instance", instance);
        // In several queries, since PostgreSQL would read the whole table for the two with an "or" between them.
        var touching = Conditions.of(CallsResource.TOUCHES, "instance", instance);
        var caused = Conditions.of(
                "r.reaction in (select o.id from ReactionRow o where o.instance = :instance)" + " and not "
                        + CallsResource.TOUCHES,
                "instance",
                instance);
        var notices = Conditions.of("r.instance = :instance", "instance", instance);
        var causedTogether = Conditions.of(
                CallsResource.MADE_FOR_INSTANCE + " and not " + CallsResource.TOUCHES, "instance", instance);
        return Multi.createBy()
                .concatenating()
                .streams(
                        newest(EventsResource.EVENTS, events, Moment.EVENT, cursor, limit, Moment::of),
                        newest(ReactionsResource.REACTIONS, reactions, Moment.REACTION, cursor, limit, Moment::of),
                        newest(ReactionsResource.ATTEMPTS, attempts, Moment.ATTEMPT, cursor, limit, Moment::of),
                        newest(CallsResource.CALLS, touching, Moment.CALL, cursor, limit, Moment::of),
                        newest(CallsResource.CALLS, caused, Moment.CALL, cursor, limit, Moment::of),
                        newest(NoticesResource.NOTICES, notices, Moment.NOTICE, cursor, limit, Moment::of),
                        newest(CallsResource.CALLS, causedTogether, Moment.CALL, cursor, limit, Moment::of))
                .collect()
                .asList()
                .map(lists -> lists.stream()
                        .flatMap(Collection::stream)
                        .sorted(Moment.NEWEST_FIRST)
                        .limit(limit)
                        .toList());
    }

    private static <R> Multi<List<Moment>> newest(
            Listing<R, ?> listing,
            Conditions conditions,
            int kind,
            Optional<Cursor> cursor,
            int limit,
            Function<R, Moment> moment) {
        cursor.ifPresent(last -> before(last, kind, listing, conditions));
        return listing.newest(conditions, limit)
                .map(rows -> rows.stream().map(moment).toList())
                .toMulti();
    }

    private static void before(Cursor last, int kind, Listing<?, ?> listing, Conditions conditions) {
        if (kind == last.kind()) {
            conditions.after(listing.time(), listing.id(), last.at(), last.number());
        } else {
            // Of the same time, kinds that come before are still to be told, and those after have been.
            var earlier = kind < last.kind() ? " <= :last" : " < :last";
            conditions.and("r." + listing.time() + earlier, "last", Optional.of(last.at()));
        }
    }
}
