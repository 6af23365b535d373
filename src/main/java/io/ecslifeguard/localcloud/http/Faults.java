package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Faults on demand, {@code /localcloud/faults}: {@code POST} adds one, {@code GET} lists them with their hits,
 * {@code DELETE} removes all or, with an id, one. The fields of a fault are told in {@code localcloud-control.md}.
 */
public final class Faults implements Control {

    private static final int LIMIT = 1000;

    private final Time time;
    private final Random random;
    private final List<Fault> faults = new ArrayList<>();
    private long lastId;

    public Faults(Time time, long seed) {
        this.time = time;
        random = new Random(seed);
    }

    /** The faults that hit this call. */
    List<Fault> hitting(Operation call) {
        if (faults.isEmpty()) {
            return List.of();
        }
        var now = time.now();
        faults.removeIf(fault -> fault.over(now));
        var hitting = new ArrayList<Fault>();
        for (var fault : faults) {
            if (fault.hits(call, now, random.nextDouble())) {
                hitting.add(fault);
            }
        }
        return hitting;
    }

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (rest.size() > 1) {
            throw new ApiError(404, "NotFound", "A fault is /localcloud/faults/{id}.");
        }
        return switch (method) {
            case "GET" -> list(rest);
            case "POST" -> add(body);
            case "DELETE" -> {
                var removed = rest.isEmpty() ? List.copyOf(faults) : List.of(find(rest.get(0)));
                faults.removeAll(removed);
                removed.forEach(Fault::release);
                yield null;
            }
            default -> throw new ApiError(405, "MethodNotAllowed", "Faults take GET, POST and DELETE.");
        };
    }

    private JsonObject add(JsonObject body) {
        if (faults.size() >= LIMIT) {
            throw new ApiError(409, "LimitExceeded", "There are " + LIMIT + " faults: delete some.");
        }
        var fault = new Fault(Long.toString(++lastId), body, time.now());
        faults.add(fault);
        return fault.describe();
    }

    private Object list(List<String> rest) {
        if (rest.isEmpty()) {
            var all = new JsonArray();
            faults.forEach(fault -> all.add(fault.describe()));
            return all;
        }
        return find(rest.get(0)).describe();
    }

    private Fault find(String id) {
        return faults.stream()
                .filter(fault -> fault.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, "NotFound", "There is no fault " + id + "."));
    }
}
