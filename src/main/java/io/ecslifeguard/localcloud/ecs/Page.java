package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** A page by number. */
record Page(int number, int size) {

    static Page of(Parameters call, int most) {
        return new Page(call.number("PageNumber", 1, 1, Integer.MAX_VALUE), call.number("PageSize", 10, 1, most));
    }

    <T> JsonObject answer(List<T> all, String set, String element, Function<T, JsonObject> view) {
        var array = new JsonArray();
        all.stream().skip((number - 1L) * size).limit(size).map(view).forEach(array::add);
        return new JsonObject()
                .put(set, new JsonObject().put(element, array))
                .put("TotalCount", all.size())
                .put("PageNumber", number)
                .put("PageSize", size);
    }
}
