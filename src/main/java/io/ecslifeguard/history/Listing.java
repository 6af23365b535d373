package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the rows of one table are listed, newest first.
 *
 * @param find runs HQL with values by name
 * @param from the entity, as {@code r}, with what is fetched beside it
 * @param time the attribute that the rows are sorted by; it never changes
 * @param id the attribute that tells rows of one time apart
 * @param at a row's {@code time}
 * @param idOf a row's {@code id}
 * @param idIn the {@code id} of the row that a cursor stands for
 * @param item what is answered for a row
 */
record Listing<R, I>(
        BiFunction<String, Map<String, Object>, PanacheQuery<R>> find,
        String from,
        String time,
        String id,
        Function<R, Instant> at,
        Function<R, Object> idOf,
        Function<Cursor, Object> idIn,
        Function<R, I> item) {

    private static final int USUAL_LIMIT = 50;

    /** The page that a request asks for. */
    Uni<Page<I>> page(Reading reading, Query query, Conditions conditions) {
        var limit = query.limit(USUAL_LIMIT);
        query.cursor().ifPresent(cursor -> conditions.after(time, id, cursor.at(), idIn.apply(cursor)));
        // One more than asked for tells whether there are more.
        return reading.read(() -> newest(conditions, limit + 1)).map(rows -> page(rows, limit, query.origin()));
    }

    /** The newest rows, at most {@code limit}. To be called in a session. */
    Uni<List<R>> newest(Conditions conditions, int limit) {
        var hql = "from " + from + conditions.where() + " order by r." + time + " desc, r." + id + " desc";
        return find.apply(hql, conditions.values()).page(0, limit).list();
    }

    private Page<I> page(List<R> rows, int limit, String origin) {
        var items = rows.stream().limit(limit).map(item).toList();
        if (rows.size() <= limit) {
            return new Page<>(items, null);
        }
        var last = rows.get(limit - 1);
        return new Page<>(items, new Cursor(at.apply(last), 0, idOf.apply(last).toString()).encode(origin));
    }
}
