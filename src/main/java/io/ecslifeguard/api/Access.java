package io.ecslifeguard.api;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Whether callers are asked who they are, and says so at the start. */
@ApplicationScoped
class Access implements Reach {

    private static final Logger LOG = Logger.getLogger(Access.class);

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(?i)(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]*)?");

    private final ApiConfig config;
    private final String host;

    Access(ApiConfig config, VertxHttpConfig http) {
        this.config = config;
        this.host = http.host();
    }

    /** Nobody is asked: there is nobody who could answer. */
    boolean isOpen() {
        return !hasUsers() && !hasOidc();
    }

    boolean hasUsers() {
        return !config.users().isEmpty();
    }

    boolean hasOidc() {
        return config.oidc().issuer().isPresent();
    }

    /**
     * Whether a request's Host is a name of this machine itself, where only that reaches it: browsers let pages read what
     * comes from a name of their own, wherever that name leads meanwhile.
     */
    boolean isOfThisMachine(String name) {
        return name == null || !isLoopback(host) || THIS_MACHINE.matcher(name).matches();
    }

    @Override
    public boolean isOpenToOthers() {
        // in development that is up to whoever starts it
        return LaunchMode.current() == LaunchMode.NORMAL && isOpen() && !isLoopback(host);
    }

    /** What to answer with, as the header WWW-Authenticate tells it. */
    String challenge() {
        var ways = new StringJoiner(", ");
        if (hasOidc()) {
            ways.add("Bearer");
        }
        if (hasUsers()) {
            ways.add("Basic realm=\"ecs-lifeguard\", charset=\"UTF-8\"");
        }
        return ways.toString();
    }

    void tell(@Observes StartupEvent event) {
        if (!isOpen()) {
            LOG.infof(
                    "The API asks who calls: %s%s",
                    hasOidc() ? "tokens of " + config.oidc().issuer().get() + (hasUsers() ? ", " : "") : "",
                    hasUsers()
                            ? "passwords of " + String.join(", ", config.users().keySet())
                            : "");
        } else if (LaunchMode.current() == LaunchMode.NORMAL && isLoopback(host)) {
            LOG.infof(
                    "The API answers on %s only, since nobody is set who may use it: set"
                            + " LIFEGUARD_API_USERS_<NAME>_PASSWORD_HASH or LIFEGUARD_API_OIDC_ISSUER to open it to others",
                    host);
        }
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }
}
