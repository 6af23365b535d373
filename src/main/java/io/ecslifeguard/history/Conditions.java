package io.ecslifeguard.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rows must fulfil: conditions in HQL on {@code r}, each with its values by name. */
final class Conditions {

    private final List<String> hql = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    static Conditions of(String condition, String name, Object value) {
        var conditions = new Conditions();
        conditions.and(condition, name, Optional.of(value));
        return conditions;
    }

    /** Adds a condition where there is a value for it; {@code name} is the value's name in the condition. */
    void and(String condition, String name, Optional<?> value) {
        if (value.isPresent()) {
            and(condition);
            value(name, value);
        }
    }

    /**
     * Adds that {@code column} has a value, where one is given. Where it is not the usual one, that is said too: only then does
     * the planner use an index that leaves the usual one out.
     *
     * @param usual what most rows have; a word of ours, since it becomes a part of the query
     */
    void andIs(String column, String name, Optional<String> value, String usual) {
        and(column + " = :" + name, name, value);
        value.filter(other -> !other.equals(usual)).ifPresent(other -> and(column + " <> '" + usual + "'"));
    }

    void and(String condition) {
        hql.add("(" + condition + ")");
    }

    /** Gives a value, where there is one, to conditions that name it. */
    void value(String name, Optional<?> value) {
        value.ifPresent(present -> values.put(name, present));
    }

    /** Adds the range of time that {@code from} and {@code to} ask for; what happens exactly at {@code to} is left out. */
    void within(String time, Query query) {
        var range = Range.of(query);
        and(time + " >= :from", "from", range.from());
        and(time + " < :to", "to", range.to());
    }

    /** Adds that rows come after this one, newest first; compared as a row, so that an index is used for both. */
    void after(String time, String id, Object lastTime, Object lastId) {
        and("(r." + time + ", r." + id + ") < (:lastTime, :lastId)");
        values.put("lastTime", lastTime);
        values.put("lastId", lastId);
    }

    String where() {
        return hql.isEmpty() ? "" : " where " + String.join(" and ", hql);
    }

    Map<String, Object> values() {
        return values;
    }
}
