package io.ecslifeguard.api;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who makes the request that is being answered. */
@ApplicationScoped
public class Caller {

    private static final String KEY = Caller.class.getName();
    private static final int LONGEST_NAME = 200;

    private final CurrentVertxRequest current;

    Caller(CurrentVertxRequest current) {
        this.current = current;
    }

    /** The name under which it is put on record; empty where nobody is asked for a name. */
    public Optional<String> name() {
        var request = current.getCurrent();
        return request == null ? Optional.empty() : Optional.ofNullable(request.get(KEY));
    }

    /** Whoever issues tokens chooses names, and the journal takes no NUL. */
    static void set(RoutingContext request, String name) {
        var readable = name.codePoints()
                .limit(LONGEST_NAME)
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        request.put(KEY, readable.toString());
    }
}
